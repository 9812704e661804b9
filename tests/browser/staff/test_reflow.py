"""The staff pages on a narrow screen, which is also 400 % zoom, and with wider spacing of text."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.staff.conftest import PAGES, PEOPLE, SignIn

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 256}
"""What is left of 1280 × 1024 at 400 %."""
SPACED = """() => {
    const style = new CSSStyleSheet();
    style.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [style];
}"""
CUT_OFF = """() =>
    [...document.querySelectorAll("button, a, dd, dt, td, th, label, legend, h1, h2, p")]
    .filter(each => each.checkVisibility() && getComputedStyle(each).overflow !== "visible"
        && !each.closest(".unseen")
        && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1))
    .map(each => each.outerHTML.slice(0, 120))"""


def scrolls_sideways(page: Page) -> bool:
    root = "document.documentElement"
    return bool(page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"))


def test_nothing_scrolls_sideways_or_is_cut_off(
    sign_in: SignIn, open_case: Callable[[], str]
) -> None:
    reference = open_case()
    pages = {role: sign_in(role) for role in PEOPLE}
    wrong = []
    for role, path in PAGES:
        page = pages[role]
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        page.goto(path.format(case=reference))
        for spacing in ("as it is", "wider"):
            if spacing == "wider":
                page.evaluate(SPACED)
            if scrolls_sideways(page):
                wrong.append(f"{role} {path}, {spacing}: scrolls sideways")
            wrong += [f"{role} {path}, {spacing}: {cut}" for cut in page.evaluate(CUT_OFF)]
    assert wrong == []
