"""Small screens and large zoom: one column, nothing covered, nothing cut off."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.visitor import LARGEST_ZOOM, Visitor
from tests.journeys.people import PEOPLE, Person

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]

# WCAG 2.2, 1.4.12: what a reader may set, and nothing may be lost.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"""
CUT_OFF = """() =>
  [...document.querySelectorAll("button, p:not(.block), li, label, legend, summary")]
  .filter((it) => it.checkVisibility() && getComputedStyle(it).clipPath === "none")
  .filter((it) => !it.closest("#leave-hint, .unseen"))
  .filter((it) => it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).display !== "inline")
  .map((it) => it.outerHTML)"""
SMALL_TARGETS = """() => [...document.querySelectorAll("button, summary, textarea, a")]
  .filter((it) => it.checkVisibility() && !it.matches(".ds-skip-link"))
  .map((it) => [it.innerText || it.id, it.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44)
  .map(([name, box]) => `${name}: ${box.width} × ${box.height}`)"""


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.language)
@pytest.mark.parametrize("size", [(320, 640), LARGEST_ZOOM], ids=["320 px", "400 %"])
def test_nothing_scrolls_sideways(visits: Visits, person: Person, size: tuple[int, int]) -> None:
    visitor = visits(person.language, size=size)
    assert visitor.width_to_scroll() == 0
    assert visitor.evaluate(CUT_OFF) == []

    visitor.writes(f"{person.question} {'lang' * 30} https://example.org/{'a' * 80}")

    # In whatever language: such a word is in none.
    visitor.page.locator("#thread li.assistant").first.wait_for()
    assert visitor.width_to_scroll() == 0
    assert visitor.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("language", ["nb", "pl", "ar"])
def test_wider_spacing_of_text_loses_nothing(visits: Visits, language: str) -> None:
    visitor = visits(language, size=(320, 640), may_inject=True)
    visitor.writes(next(each for each in PEOPLE if each.language == language).question)
    visitor.hears("utter_call_offer")

    visitor.page.add_style_tag(content=SPACING)

    assert visitor.width_to_scroll() == 0
    assert visitor.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("language", ["nb", "pl", "ar"])
def test_whatever_is_pressed_is_large_enough_for_a_thumb(visits: Visits, language: str) -> None:
    visitor = visits(language)
    assert visitor.evaluate(SMALL_TARGETS) == []

    visitor.writes(next(each for each in PEOPLE if each.language == language).emergency)
    visitor.hears("utter_emergency_shelter_opened")

    assert visitor.evaluate(SMALL_TARGETS) == []


def stays_in_reach(visitor: Visitor) -> None:
    expect(visitor.leave_button).to_be_in_viewport(ratio=1)
    height = visitor.evaluate("document.querySelector('header').offsetHeight / innerHeight")
    assert height <= 0.25, "the way out takes more than a quarter of the screen"


def test_the_way_out_is_always_on_the_screen(visits: Visits) -> None:
    visitor = visits("pl", size=LARGEST_ZOOM)
    stays_in_reach(visitor)
    visitor.evaluate("scrollTo(0, document.scrollingElement.scrollHeight)")
    stays_in_reach(visitor)
    visitor.writes(PEOPLE[3].emergency)
    visitor.hears("utter_emergency_shelter_opened")
    stays_in_reach(visitor)


def test_a_reader_further_up_is_not_moved(visitor: Visitor) -> None:
    for words in ("hei", "jeg får ikke betalt husleia denne måneden"):
        visitor.writes(words)
        visitor.hears("utter_welcome_chat")
    visitor.hears("utter_call_offer")
    other = visitor.other_tab()
    visitor.evaluate("scrollTo(0, 0)")

    other.chooses(2)

    visitor.hears("utter_call_declined")
    assert visitor.evaluate("scrollY") == 0
    newer = visitor.page.get_by_role("button", name=visitor.say("utter_chat_new_message"))
    newer.click()
    expect(visitor.page.locator("#thread li").last).to_be_in_viewport()
    expect(newer).to_have_count(0)


def test_a_reader_at_the_end_follows(visits: Visits) -> None:
    visitor = visits("nb", size=LARGEST_ZOOM)
    visitor.writes("hei")
    visitor.hears("utter_greeting")
    visitor.writes("jeg får ikke betalt husleia denne måneden")
    visitor.hears("utter_call_offer")

    first_line = visitor.page.locator("#thread li.assistant .who").last
    expect(first_line).to_be_in_viewport(ratio=1)
