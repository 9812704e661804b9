"""What survives: a reload, a second tab, another language."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]
RENT = "jeg får ikke betalt husleia denne måneden"


def test_a_conversation_survives_a_reload(visitor: Visitor) -> None:
    visitor.writes(RENT)
    visitor.hears("utter_call_offer")
    before = visitor.messages()

    visitor.page.reload()

    assert visitor.messages() == before
    visitor.sees_choices("1", "2")


def test_two_tabs_show_the_same_thread(visitor: Visitor) -> None:
    visitor.writes(RENT)
    visitor.hears("utter_call_offer")
    other = visitor.other_tab()
    assert other.messages() == visitor.messages()

    other.chooses(2)

    visitor.hears("utter_call_declined")
    other.hears("utter_call_declined")
    visitor.wait_until(
        lambda: visitor.messages() == other.messages(),
        lambda: f"{visitor.messages()} is not {other.messages()}",
    )
    expect(visitor.page.locator("#choices")).to_be_hidden()


def test_another_language_keeps_the_thread_and_what_is_being_written(visits: Visits) -> None:
    visitor = visits("nb")
    visitor.writes(RENT)
    visitor.hears("utter_call_offer")
    visitor.box.fill("nie dokończ")
    visitor.page.locator("#languages summary").click()

    visitor.page.locator('#language button[value="ar"]').click()

    expect(visitor.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "ar")
    expect(visitor.box).to_have_value("nie dokończ")
    expect(visitor.own.first).to_contain_text(RENT)
    visitor.language = "ar"
    expect(visitor.send_button).to_have_text(visitor.say("utter_chat_send"))
    visitor.writes("شكرا")
    expect(visitor.own).to_have_count(2)
    visitor.hears("utter_thanks")


def test_another_language_without_any_script(visits: Visits) -> None:
    visitor = visits("nb", is_scripted=False)

    visitor.page.locator('#language button[value="pl"]').click()

    visitor.language = "pl"
    expect(visitor.page.locator("h1")).to_have_text(visitor.say("utter_chat_heading"))
    expect(visitor.page.locator("html")).to_have_attribute("lang", "pl")
