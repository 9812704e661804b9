"""Somebody who reads little chooses by picture."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import grave_faults
from tests.browser.conftest import Visits
from tests.browser.test_reflow import CUT_OFF, SMALL_TARGETS
from tests.browser.visitor import LARGEST_ZOOM, Visitor

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]

LANGUAGES = ["nb", "ar", "ti", "pl"]
ALL_OPEN = "document.querySelectorAll('#by-picture details').forEach((it) => (it.open = true))"


def presses(visitor: Visitor, group: str, topic: str) -> None:
    pictures = visitor.page.locator("#by-picture")
    pictures.locator("summary", has_text=visitor.say(f"utter_topic_group/{group}")).click()
    name = visitor.say(f"utter_topic_title/{topic}")
    pictures.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("is_scripted", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_a_question(visits: Visits, language: str, is_scripted: bool) -> None:
    visitor = visits(language, is_scripted=is_scripted)
    presses(visitor, "home", "rent_arrears")
    visitor.hears("utter_topic/rent_arrears", "utter_call_offer")


def test_pictures_are_at_hand_in_the_conversation_too(visitor: Visitor) -> None:
    presses(visitor, "money", "debt_advice")
    visitor.hears("utter_topic/debt_advice")
    presses(visitor, "nav", "right_to_interpreter")
    visitor.hears("utter_topic/right_to_interpreter")


def test_the_young_have_a_picture_of_their_own(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name=visitor.say("utter_chat_young")).click()
    visitor.hears("utter_young_ask")
    visitor.chooses(1)
    visitor.hears("utter_young_minor")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(320, 640), LARGEST_ZOOM], ids=["320 px", "400 %"])
def test_all_pictures_fit_a_small_screen(
    visits: Visits, language: str, size: tuple[int, int]
) -> None:
    visitor = visits(language, size=size)
    visitor.evaluate(ALL_OPEN)
    assert visitor.width_to_scroll() == 0
    assert visitor.evaluate(CUT_OFF) == []
    assert visitor.evaluate(SMALL_TARGETS) == []


def test_every_picture_is_there(visitor: Visitor) -> None:
    visitor.evaluate(ALL_OPEN)
    icons = visitor.evaluate(
        "[...document.querySelectorAll('.picture')].map((it) => getComputedStyle(it).maskImage)"
    )
    assert len(icons) > 53
    assert "none" not in icons


def test_pictures_are_chosen_with_the_keyboard_alone(visitor: Visitor) -> None:
    summary = visitor.page.locator("#by-picture summary").nth(1)
    summary.focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator("#by-picture .tiles button:focus")).to_have_count(1)
    visitor.page.keyboard.press("Enter")
    visitor.hears("utter_topic/temporary_housing_rules")


def test_an_answer_has_a_page_to_read_on(visitor: Visitor) -> None:
    presses(visitor, "work", "unemployment_benefit")
    visitor.hears("utter_topic/unemployment_benefit")
    link = visitor.page.get_by_role("link", name="nav.no/dagpenger")
    expect(link).to_have_attribute("href", "https://www.nav.no/dagpenger")
    expect(link).to_have_attribute("rel", "noreferrer noopener")


@pytest.mark.parametrize("language", ["nb", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_have_no_fault_axe_knows(visits: Visits, language: str, scheme: str) -> None:
    visitor = visits(language, scheme=scheme, may_inject=True)
    visitor.evaluate(ALL_OPEN)
    assert grave_faults(visitor.page) == []
