"""Right to left where it belongs, and numbers that keep their order in it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]

# Where the digits of the first number in an element stand, from the left.
DIGITS = """(selector) => {
  const places = [];
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let i = 0; i < node.data.length; i++) {
      if (!/[0-9]/.test(node.data[i])) continue;
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      places.push([node.data[i], box.left, box.top]);
    }
  }
  return places;
}"""


def test_arabic_runs_from_right_to_left(visits: Visits) -> None:
    visitor = visits("ar")
    expect(visitor.page.locator("html")).to_have_attribute("dir", "rtl")
    leave = visitor.leave_button.bounding_box()
    assert leave is not None
    assert leave["x"] < 100  # at the end of the line, which is the left

    visitor.writes("ما قدرت أدفع الإيجار هذا الشهر شو أعمل")

    visitor.hears("utter_call_offer")
    own = visitor.own.bounding_box()
    said = visitor.page.locator("#thread li.assistant").last.bounding_box()
    assert own is not None
    assert said is not None
    assert own["x"] < said["x"]


def test_a_person_may_write_another_direction_than_the_page(visits: Visits) -> None:
    visitor = visits("nb")
    visitor.box.fill("ما عندي")
    assert visitor.box.evaluate("it => getComputedStyle(it).direction") == "rtl"
    visitor.box.fill("jeg har")
    assert visitor.box.evaluate("it => getComputedStyle(it).direction") == "ltr"


@pytest.mark.parametrize("written", ["رقمي 412 34 567 شكرا", "412 34 567", "+47 412 34 567"])
def test_a_phone_number_keeps_its_order_in_arabic(visits: Visits, written: str) -> None:
    visitor = visits("ar", size=(1280, 900))

    visitor.writes(written)

    expect(visitor.own).to_have_count(1)
    assert_in_order(visitor)
    visitor.page.locator("#thread li.person time").wait_for()  # as the server keeps it
    assert_in_order(visitor)


def assert_in_order(visitor: Visitor) -> None:
    places = visitor.evaluate(DIGITS, "#thread li.person .block")
    assert len({round(top) for _, _, top in places}) == 1
    in_order = "".join(digit for digit, _, _ in sorted(places, key=lambda place: place[1]))
    assert in_order.endswith("41234567")


def test_the_numbers_for_danger_keep_their_order_in_arabic(visits: Visits) -> None:
    visitor = visits("ar")
    for number in ("112", "113"):
        places = visitor.evaluate(DIGITS, f'#danger a[href="tel:{number}"]')
        assert "".join(digit for digit, _, _ in sorted(places, key=lambda p: p[1])) == number
