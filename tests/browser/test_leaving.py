"""The way out: at once, and with nothing to come back to."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visits
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]
RENT = "jeg får ikke betalt husleia denne måneden"


def assert_gone(visitor: Visitor) -> None:
    visitor.page.wait_for_url(visitor.exit_address)
    visitor.page.go_back()
    assert "måneden" not in visitor.page.locator("body").inner_text()
    visitor.page.goto(f"{visitor.product.url}/")
    expect(visitor.page.locator("body.start")).to_be_visible()
    expect(visitor.own).to_have_count(0)


def test_the_button_leaves_and_back_shows_nothing(visitor: Visitor) -> None:
    visitor.writes(RENT)
    visitor.hears("utter_call_offer")

    visitor.leave_button.click()

    assert_gone(visitor)


def test_shift_three_times_leaves(visitor: Visitor) -> None:
    visitor.writes(RENT)
    visitor.hears("utter_call_offer")

    for _ in range(3):
        visitor.page.keyboard.press("Shift")

    assert_gone(visitor)


def test_the_screen_is_empty_before_anything_else_happens(visitor: Visitor) -> None:
    """Even where the network is gone and the way out cannot be shown."""
    visitor.writes(RENT)
    visitor.hears("utter_call_offer")
    tried: list[str] = []

    def nowhere(route: Route) -> None:
        tried.append(route.request.url)
        route.abort("aborted")

    visitor.page.route(visitor.exit_address, nowhere)

    visitor.leave_button.click()

    visitor.wait_until(lambda: bool(tried))
    assert visitor.page.url == f"{visitor.product.url}/"
    expect(visitor.page.locator("body")).to_be_empty()


def test_leaving_in_one_tab_leaves_in_all(visitor: Visitor) -> None:
    visitor.writes(RENT)
    visitor.hears("utter_call_offer")
    other = visitor.other_tab()

    visitor.leave_button.click()

    other.page.wait_for_url(visitor.exit_address)


def test_leaving_without_any_script(visits: Visits) -> None:
    visitor = visits(is_scripted=False)
    visitor.writes(RENT)
    visitor.hears("utter_call_offer")

    visitor.leave_button.click()

    assert_gone(visitor)


@pytest.mark.parametrize(
    "keys",
    [
        ("Escape", "Escape", "Escape"),
        ("Shift", "Shift"),
        ("Shift", "Shift", "a", "Shift"),
        ("Shift+H", "Shift+E", "Shift+I"),
    ],
    ids=["escape", "twice", "a letter between", "capital letters"],
)
def test_other_keys_leave_nothing(visitor: Visitor, keys: tuple[str, ...]) -> None:
    visitor.box.focus()

    for key in keys:
        visitor.page.keyboard.press(key)

    # A press more would be the third one for Shift alone, and nothing but a letter comes now.
    visitor.page.keyboard.press("x")
    assert visitor.page.url == f"{visitor.product.url}/"
    expect(visitor.leave_button).to_be_visible()


def test_slow_presses_of_shift_leave_nothing(visitor: Visitor) -> None:
    visitor.page.clock.install()
    for _ in range(3):
        visitor.page.keyboard.press("Shift")
        visitor.page.clock.fast_forward(1500)

    assert visitor.page.url == f"{visitor.product.url}/"
    expect(visitor.leave_button).to_be_visible()
