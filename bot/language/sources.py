"""The source texts: what Babel finds in the domain, the templates and the code."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from bot.language.served import NORWEGIAN

PROJECT = Path(__file__).parents[2]
AUDIENCE_TAG = "audience:"


class SourceError(ValueError):
    """A source text that cannot enter the catalogues."""


@dataclass(frozen=True)
class Source:
    """One text as its author wrote it, in bokmål."""

    name: str
    text: str
    staff: bool
    file: str
    line: int

    def wanted_in(self, language: str) -> bool:
        """Staff read Norwegian; everybody else reads their own language."""
        return not self.staff or language in NORWEGIAN


def read_sources(project: Path = PROJECT) -> dict[str, Source]:
    """All source texts by name, in the order of the files.

    Raises SourceError for a text without a name, and for a name with two texts.
    """
    sources: dict[str, Source] = {}
    for source in _extract(project):
        known = sources.setdefault(source.name, source)
        if known.text != source.text:
            raise SourceError(
                f"{source.file}:{source.line}: {source.name} already has another text "
                f"in {known.file}:{known.line}"
            )
    return sources


def _extract(project: Path) -> Iterator[Source]:
    with (project / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        project, methods, options, keywords=DEFAULT_KEYWORDS, comment_tags=(AUDIENCE_TAG,)
    )
    for file, line, text, comments, name in found:
        if name is None or not isinstance(text, str):
            raise SourceError(f"{file}:{line}: a text needs a name: pgettext(name, text)")
        # Jinja's extractor leaves the tag itself out of the comment.
        staff = any(comment.removeprefix(AUDIENCE_TAG).strip() == "staff" for comment in comments)
        yield Source(name, text, staff, file, line)
