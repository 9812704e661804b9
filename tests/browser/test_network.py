"""A lost network: what is written stays, says so, and is sent once when there is contact."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]
RENT = "jeg får ikke betalt husleia denne måneden"


def test_a_message_written_without_a_network_is_sent_when_it_is_back(visitor: Visitor) -> None:
    visitor.writes(RENT)
    visitor.hears("utter_call_offer")
    visitor.context.set_offline(True)

    visitor.writes("takk for hjelpen")

    expect(visitor.connection).to_have_text(visitor.say("utter_chat_lost"))
    unsent = visitor.own.last
    expect(unsent).to_contain_text("takk for hjelpen")
    expect(unsent.locator(".state")).to_have_text(visitor.say("utter_chat_unsent"))
    visitor.context.set_offline(False)
    expect(visitor.connection).to_have_text(visitor.say("utter_chat_back"), timeout=15_000)
    visitor.hears("utter_thanks")
    expect(visitor.own).to_have_count(2)
    expect(visitor.page.locator("#thread .state")).to_have_count(0)
    expect(visitor.connection).to_be_empty(timeout=15_000)


def test_the_very_first_message_waits_for_a_network(visitor: Visitor) -> None:
    visitor.context.set_offline(True)
    visitor.writes(RENT)
    expect(visitor.connection).to_have_text(visitor.say("utter_chat_lost"))

    visitor.context.set_offline(False)

    visitor.hears("utter_call_offer")
    expect(visitor.own).to_have_count(1)


def test_an_answer_that_got_lost_does_not_make_two_messages(visitor: Visitor) -> None:
    """The server has the message, but its answer never comes: the second try is the same one."""
    cut = iter([True])

    def cut_once(route: object) -> None:
        if next(cut, False):
            route.fetch()  # type: ignore[attr-defined] -- reaches the server
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    visitor.page.route("**/chat/messages", cut_once)

    visitor.writes(RENT)

    visitor.hears("utter_call_offer")
    visitor.page.reload()
    expect(visitor.own).to_have_count(1)


def test_messages_that_come_while_there_is_no_network_are_there_afterwards(
    visitor: Visitor,
) -> None:
    visitor.writes(RENT)
    visitor.hears("utter_call_offer")
    other = visitor.other_tab()
    visitor.page.evaluate("dispatchEvent(new Event('offline'))")
    expect(visitor.connection).to_have_text(visitor.say("utter_chat_lost"))

    other.chooses(2)
    other.hears("utter_call_declined")
    visitor.page.evaluate("dispatchEvent(new Event('online'))")

    visitor.hears("utter_call_declined")
    expect(visitor.connection).to_have_text(visitor.say("utter_chat_back"))


def test_a_machine_that_slept_listens_again_by_itself(visits: Visits) -> None:
    visitor = visits()
    visitor.writes(RENT)
    visitor.hears("utter_call_offer")
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))

    # The clock jumps, as it does when a lid was closed for an hour.
    visitor.evaluate("() => { const now = Date.now; Date.now = () => now() + 3600_000; }")

    visitor.wait_until(lambda: any(url.endswith("/chat/events") for url in asked))


def test_too_many_messages_are_slowed_and_nothing_written_is_lost(visitor: Visitor) -> None:
    visitor.writes("hei")
    visitor.hears("utter_welcome_chat")

    def refused() -> bool:
        if visitor.page.locator("#fault").is_visible():
            return True
        visitor.writes("hei igjen")
        return False

    visitor.wait_until(refused)

    last_line = visitor.say("utter_chat_fault_slowed", seconds=7).splitlines()[-1]
    words = last_line.split("7")[0].strip()
    expect(visitor.page.locator("#fault")).to_contain_text(words)
    waiting = visitor.page.locator("#thread li.waiting")
    visitor.wait_until(
        lambda: visitor.box.input_value() == "hei igjen" or waiting.count() > 0,
        lambda: "what was refused is nowhere",
    )
