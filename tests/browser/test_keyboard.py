"""Only a keyboard: everything can be reached, seen and used, in an order that makes sense."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.visitor import LARGEST_ZOOM, Visitor

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]

FOCUSED = """() => {
  const it = document.activeElement;
  const box = it.getBoundingClientRect();
  const at = (x, y) => document.elementFromPoint(x, y);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const seen = at(box.left + box.width / 2, y);
  const style = getComputedStyle(it);
  return {
    name: it.id || it.innerText.trim() || it.tagName,
    isSeen: Boolean(seen) && (it.contains(seen) || seen.contains(it)),
    isBody: it === document.body,
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
  };
}"""
"""Where the focus is, whether its middle can be seen, and how thick its outline is."""


def walk(visitor: Visitor, most: int = 60) -> list[str]:
    """Press Tab through the whole page; each stop must be seen. Gives their names."""
    names: list[str] = []
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        stop = visitor.evaluate(FOCUSED)
        if stop["isBody"]:
            return names
        assert stop["isSeen"], f"{stop['name']} is covered, after {names}"
        assert stop["outline"] >= 2, f"the focus on {stop['name']} cannot be seen"
        names.append(stop["name"])
    raise AssertionError(f"no end of {names}")


def test_a_question_is_asked_and_answered_by_keyboard_alone(visitor: Visitor) -> None:
    keyboard = visitor.page.keyboard
    keyboard.press("Tab")
    assert visitor.evaluate(FOCUSED)["name"] == visitor.say("utter_chat_skip")
    keyboard.press("Enter")
    keyboard.type("jeg får ikke betalt husleia")
    keyboard.press("Enter")
    keyboard.type("hva gjør jeg")
    assert visitor.own.count() == 0  # Enter makes a line, it sends nothing

    keyboard.press("Control+Enter")

    visitor.hears("utter_call_offer")
    expect(visitor.own).to_have_count(1)
    expect(visitor.box).to_be_focused()
    expect(visitor.box).to_have_value("")
    keyboard.press("Shift+Tab")
    expect(visitor.choice(2)).to_be_focused()
    keyboard.press("Enter")
    visitor.hears("utter_call_declined")
    expect(visitor.own.last).to_be_focused()


@pytest.mark.parametrize("size", [(390, 844), LARGEST_ZOOM], ids=["phone", "400 %"])
def test_every_stop_is_seen_and_has_a_visible_focus(visits: Visits, size: tuple[int, int]) -> None:
    visitor = visits("nb", size=size)
    first_page = walk(visitor)
    assert first_page[:2] == [visitor.say("utter_chat_skip"), visitor.say("utter_chat_leave")]
    assert "text" in first_page
    assert visitor.say("utter_chat_send") in first_page

    visitor.writes("jeg får ikke betalt husleia denne måneden")
    visitor.hears("utter_call_offer")
    visitor.sees_choices("1", "2")
    visitor.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    visitor.page.locator("body").press("Home")
    in_thread = walk(visitor)
    choices = in_thread.index("1 ja")
    sending = [visitor.say("utter_chat_attach"), visitor.say("utter_chat_send")]
    assert in_thread[choices : choices + 5] == ["1 ja", "2 nei", "text", *sending]
    last = [visitor.say("utter_chat_young"), visitor.say("utter_chat_relay_way")]
    assert in_thread[-2:] == last  # the pictures, and the way in for interpreters


def test_backwards_nothing_is_covered_either(visits: Visits) -> None:
    visitor = visits("nb", size=LARGEST_ZOOM)
    visitor.writes("jeg får ikke betalt husleia denne måneden")
    visitor.hears("utter_call_offer")
    visitor.sees_choices("1", "2")
    visitor.send_button.focus()

    for _ in range(6):
        visitor.page.keyboard.press("Shift+Tab")
        stop = visitor.evaluate(FOCUSED)
        if stop["isBody"]:
            break
        assert stop["isSeen"], f"{stop['name']} is covered"
