"""What others made and the pages ship: from a lock without addresses, with its licences."""

import httpx
import pytest

from tests.product import ROOT, Product

VENDOR = "/chat/static/vendor"


def test_the_lock_names_versions_and_no_address() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert "http" not in lock


@pytest.mark.processes
@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("designsystemet.css", "text/css"),
        ("theme.css", "text/css"),
        ("fonts.css", "text/css"),
        ("fonts/noto-sans-latin-wght-normal.woff2", "font/woff2"),
        ("LICENSE.noto-sans.txt", "text/plain"),
        ("LICENSE.designsystemet-css.txt", "text/plain"),
    ],
)
def test_a_file_is_served_as_what_it_is(running: Product, file: str, kind: str) -> None:
    answer = httpx.get(f"{running.url}{VENDOR}/{file}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize("name", ["designsystemet.css", "theme.css", "fonts.css"])
def test_no_style_loads_from_elsewhere(name: str) -> None:
    css = (ROOT / f"bot/edge{VENDOR}" / name).read_text(encoding="utf-8")
    for elsewhere in ("@import", "url(http", 'url("http', "url(//", "url(data:", 'url("data:'):
        assert elsewhere not in css
