"""The transcript of a conversation through an interpreter, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from bot.delivery.speaker import Speaker
from bot.store import Store
from tests.browser.axe import grave_faults
from tests.browser.staff.conftest import SignIn
from tests.browser.staff.test_reflow import CUT_OFF, NARROW, SPACED, scrolls_sideways
from tests.monitor.interpreting import OWN_VOICE, WORDS, Interpreting
from tests.monitor.waiting import Waiting

pytestmark = pytest.mark.browser

LONG = "Jegharikkenoestedåsoveogingenpengertilmatognoensomikkeslutter"


@pytest.fixture
def addresses(store: Store, speaker: Speaker, waiting: Waiting) -> list[str]:
    """The pages that tell of a relay which the person ended alone."""
    interpreting = Interpreting(store, speaker, waiting)
    person = interpreting.relay()
    interpreting.talks(person)
    interpreting.says(person, LONG)
    request, case = interpreting.ask(person), interpreting.open_case(person)
    interpreting.is_ended_alone(person)
    return [
        f"/worklist/{request}/transcript",
        f"/monitor/cases/{case}/transcript",
        f"/worklist/{request}",
        f"/monitor/cases/{case}",
        "/worklist",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(sign_in: SignIn, addresses: list[str]) -> None:
    page, found = sign_in("office"), []
    for address in addresses:
        page.goto(address)
        found += [f"{address}: {fault}" for fault in grave_faults(page)]
    assert found == []


def test_on_a_narrow_screen_nothing_scrolls_sideways_or_is_cut_off(
    sign_in: SignIn, addresses: list[str]
) -> None:
    page, wrong = sign_in("office"), []
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    for address in addresses:
        page.goto(address)
        for spacing in ("as it is", "wider"):
            if spacing == "wider":
                page.evaluate(SPACED)
            if scrolls_sideways(page):
                wrong.append(f"{address}, {spacing}: scrolls sideways")
            wrong += [f"{address}, {spacing}: {cut}" for cut in page.evaluate(CUT_OFF)]
    assert wrong == []


def test_by_keyboard_from_the_request_to_what_was_said_and_back(
    sign_in: SignIn, addresses: list[str]
) -> None:
    transcript, _, request, *_ = addresses
    page = sign_in("office")
    page.goto(request)
    press_until_on(page, "Les hele samtalen")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{transcript}")
    words = page.locator(f'p[lang="ar"][dir="rtl"]:has-text("{WORDS}")')
    assert words.evaluate("(it) => getComputedStyle(it).direction") == "rtl"
    beside = page.locator(f'p[lang="nb"]:has-text("{OWN_VOICE}")')
    assert beside.evaluate("(it) => getComputedStyle(it).direction") == "ltr"
    press_until_on(page, "Ringeønske ")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{request}")


def test_on_paper_there_is_the_conversation_and_no_menu(
    sign_in: SignIn, addresses: list[str]
) -> None:
    page = sign_in("office")
    page.goto(addresses[0])
    page.emulate_media(media="print")
    expect(page.get_by_text(OWN_VOICE)).to_be_visible()
    expect(page.get_by_text("Bruk en annen tolk.")).to_be_visible()
    for each in (".menu", ".top", "#views", ".review"):
        expect(page.locator(each)).to_be_hidden()


def press_until_on(page: Page, name: str) -> None:
    """Tab on until the focus is on the link that begins with these words."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip().startswith(name):
            return
    raise AssertionError(f"Tab never came to {name}")
