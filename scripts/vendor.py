"""Copy what the pages need from node_modules: ``python3 scripts/vendor.py``. Standard library only.

Styles and fonts come from the packages that package-lock.json pins. Pages may load nothing but
files of their own address, so what a style carries inside itself (``data:``) becomes a file too.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "bot" / "edge" / "chat" / "static" / "vendor"
DESIGNSYSTEMET = MODULES / "@digdir" / "designsystemet-css"
FONTSOURCE = MODULES / "@fontsource-variable"
AKSEL = MODULES / "@navikt" / "aksel-icons"
PICTURES = ROOT / "data" / "topics" / "pictures.tsv"
STYLES = {
    "designsystemet.css": DESIGNSYSTEMET / "dist" / "src" / "index.css",
    "theme.css": DESIGNSYSTEMET / "dist" / "theme" / "designsystemet.css",
}
SUBSETS = {
    "noto-sans": ("latin", "latin-ext", "cyrillic", "cyrillic-ext"),
    "noto-sans-arabic": ("arabic",),
    "noto-sans-ethiopic": ("ethiopic",),
}
"""Font package → its parts that the twenty languages are written with."""

_FACE = re.compile(r"/\* (?P<name>[a-z-]+)-wght-normal \*/\s*(?P<rule>@font-face \{.*?\})", re.S)
_FILE = re.compile(r"url\(\./files/(?P<name>[^)]+)\)")
_PICTURE = re.compile(
    r"url\((?P<quote>[\"'])data:image/svg\+xml(?:;charset=utf-8)?,(?P<svg>.+?)(?P=quote)\)"
)
_ELSEWHERE = re.compile(r"@import|url\(\s*[\"']?(?:data:|https?:|//)")


def main() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for folder in ("fonts", "pictures"):
        (VENDOR / folder).mkdir(parents=True)
    for name, source in STYLES.items():
        write_style(name, with_pictures_as_files(source.read_text(encoding="utf-8")))
    write_style("fonts.css", "\n".join(font_faces()))
    write_style("icons.css", "\n".join(icon_rules()))
    copy_licences()


def write_style(name: str, css: str) -> None:
    """Refuses a style that would load from anywhere but beside itself."""
    if elsewhere := _ELSEWHERE.search(css):
        raise SystemExit(f"{name} loads from elsewhere: {css[elsewhere.start() :][:80]}")
    (VENDOR / name).write_text(css, encoding="utf-8")


def with_pictures_as_files(css: str) -> str:
    def as_file(match: re.Match[str]) -> str:
        svg = unquote(match["svg"])
        name = hashlib.sha256(svg.encode()).hexdigest()[:12] + ".svg"
        (VENDOR / "pictures" / name).write_text(svg, encoding="utf-8")
        return f'url("pictures/{name}")'

    return _PICTURE.sub(as_file, css)


def font_faces() -> Iterator[str]:
    """The rules of the wanted subsets, upright in every weight, their files copied."""
    for package, subsets in SUBSETS.items():
        css = (FONTSOURCE / package / "index.css").read_text(encoding="utf-8")
        rules = {match["name"]: match["rule"] for match in _FACE.finditer(css)}
        for subset in subsets:
            rule = rules[f"{package}-{subset}"]
            file = _FILE.search(rule)
            if file is None:
                raise SystemExit(f"{package} has no file for {subset}")
            shutil.copy(FONTSOURCE / package / "files" / file["name"], VENDOR / "fonts")
            yield _FILE.sub(f"url(fonts/{file['name']})", rule)


def icon_rules() -> Iterator[str]:
    """A class for each icon the topics have, its file copied."""
    (VENDOR / "icons").mkdir()
    rows = PICTURES.read_text(encoding="utf-8").splitlines()[1:]
    for name in sorted({row.split("\t")[2] for row in rows}):
        shutil.copy(AKSEL / "dist" / "svg" / f"{name}.svg", VENDOR / "icons")
        yield f".icon-{name} {{ mask-image: url(icons/{name}.svg); }}"


def copy_licences() -> None:
    for package in (DESIGNSYSTEMET, *(FONTSOURCE / name for name in SUBSETS)):
        shutil.copy(package / "LICENSE", VENDOR / f"LICENSE.{package.name}.txt")
    # This package has no file of its own for it.
    about = json.loads((AKSEL / "package.json").read_text(encoding="utf-8"))
    licence = f"{about['name']} {about['version']}, {about['author']}: {about['license']}\n"
    (VENDOR / f"LICENSE.{AKSEL.name}.txt").write_text(licence, encoding="utf-8")


if __name__ == "__main__":
    main()
