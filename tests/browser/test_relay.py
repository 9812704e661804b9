"""An interpreter in the chat: tabs for several people, by keyboard, on small screens, without a
script."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import grave_faults
from tests.browser.conftest import Visits
from tests.browser.test_reflow import CUT_OFF, SMALL_TARGETS
from tests.browser.visitor import LARGEST_ZOOM, Visitor

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]

PATIENCE_MS = 20_000
YES = {"ti": "እወ", "ar": "نعم"}
LANGUAGES = ["nb", "pl", "ar"]
OWN_WORDS = "jeg er frivillig på biblioteket"


def begins(visitor: Visitor, spoken: str, called: str = "Amina") -> None:
    visitor.page.get_by_role("link", name=visitor.say("utter_chat_relay_way")).click()
    visitor.page.locator("#spoken").select_option(spoken)
    visitor.page.locator("#called").fill(called)
    visitor.page.locator("#begin button").click()
    expect(visitor.page.locator("#voice")).to_be_visible(timeout=PATIENCE_MS)
    visitor.page.wait_for_load_state()  # with its styles


def rows(visitor: Visitor) -> Locator:
    """The sentences that are read aloud."""
    return visitor.page.locator("#thread .pairs > li")


def is_asked_what_they_need(visitor: Visitor) -> None:
    last = visitor.page.locator("#thread > li").last.locator("[lang=nb]").last
    expect(last).to_have_text("Hva trenger du hjelp til?", timeout=PATIENCE_MS)


def sides(visitor: Visitor) -> list[dict[str, float]]:
    """Where the two languages of the first row stand, looked at in one moment."""
    script = """() => [...document.querySelectorAll("#thread .pairs > li:first-child p")]
      .slice(0, 2).map((it) => it.getBoundingClientRect().toJSON())"""
    found: list[dict[str, float]] = visitor.evaluate(script)
    return found


def tabs(visitor: Visitor) -> Locator:
    return visitor.page.locator("#tabs a")


def current(visitor: Visitor) -> str:
    return visitor.page.locator("#tabs a[aria-current=page]").inner_text().replace("\n", " ")


def test_two_people_by_keyboard_alone(visits: Visits) -> None:
    visitor = visits("nb")
    begins(visitor, "ti")
    begins(visitor, "ar")
    expect(tabs(visitor)).to_have_count(3)
    assert current(visitor) == "2 العربية"

    tabs(visitor).nth(1).focus()
    visitor.page.keyboard.press("Enter")
    expect(tabs(visitor).nth(1)).to_have_attribute("aria-current", "page")
    visitor.choice("1").focus()
    visitor.page.keyboard.press("Enter")
    is_asked_what_they_need(visitor)
    visitor.page.keyboard.press("Shift+Tab")
    assert visitor.page.evaluate("document.activeElement !== document.body")

    visitor.page.goto(f"{visitor.product.url}/?relay=2")
    expect(visitor.page.locator("#thread > li")).to_have_count(1)


def test_it_is_clear_who_says_what(visits: Visits) -> None:
    visitor = visits("nb")
    begins(visitor, "ti")
    visitor.writes(YES["ti"])
    is_asked_what_they_need(visitor)
    visitor.page.get_by_label(visitor.say("utter_chat_relay_myself")).check()
    visitor.writes(OWN_WORDS)
    expect(visitor.page.get_by_label(visitor.say("utter_chat_relay_says"))).to_be_checked()
    visitor.page.locator("#thread .interpreter time").wait_for()

    labels = visitor.page.locator("#thread > li > .who").all_inner_texts()
    assert labels == [
        "Automatisk assistent",
        "Personen",
        "Automatisk assistent",
        "Tolk (kaller seg Amina)",
    ]
    visitor.page.reload()
    assert visitor.page.locator("#thread > li > .who").all_inner_texts() == labels


def test_the_two_languages_stand_side_by_side_or_below_each_other(visits: Visits) -> None:
    wide = visits("nb", size=(1280, 900))
    begins(wide, "ar")
    theirs, norwegian = (rows(wide).first.locator("p").nth(place) for place in (0, 1))
    expect(theirs).to_have_attribute("lang", "ar")
    expect(theirs).to_have_attribute("dir", "rtl")
    expect(norwegian).to_have_attribute("lang", "nb")

    def beside() -> bool:
        left, right = sides(wide)
        return abs(left["top"] - right["top"]) < 8 and left["right"] <= right["left"]

    def below() -> bool:
        first, second = sides(wide)
        return second["top"] >= first["bottom"]

    wide.wait_until(beside, lambda: str(sides(wide)))
    wide.page.set_viewport_size({"width": 320, "height": 640})
    wide.wait_until(below, lambda: str(sides(wide)))


def test_what_comes_in_another_tab_is_marked_while_one_writes(visits: Visits) -> None:
    visitor = visits("nb")
    begins(visitor, "ti")
    other = visitor.other_tab()
    begins(other, "ar")
    visitor.page.reload()
    expect(tabs(visitor)).to_have_count(3)
    visitor.page.goto(f"{visitor.product.url}/?relay=1")
    other.page.goto("about:blank")
    expect(tabs(visitor).nth(2).locator(".news")).to_have_count(0)

    # Without its page open, an answer comes in the second tab.
    visitor.evaluate(
        """async () => {
          const page = await (await fetch("/?relay=2")).text();
          const fresh = new DOMParser().parseFromString(page, "text/html");
          const relay = fresh.querySelector("input[name=relay]").value;
          const body = new URLSearchParams({ relay, text: "1", key: "a-key-of-another-tab-1" });
          const headers = { Accept: "application/json" };
          await fetch("/chat/messages", { method: "POST", body, headers });
        }"""
    )

    expect(tabs(visitor).nth(2).locator(".news")).to_have_count(1, timeout=PATIENCE_MS)


def test_the_end_is_said_and_nothing_of_the_person_stays(visits: Visits) -> None:
    visitor = visits("nb")
    begins(visitor, "ti")
    visitor.page.get_by_role("button", name=visitor.say("utter_chat_relay_end")).click()
    expect(visitor.page.locator("#closed")).to_contain_text("Samtale 1 er avsluttet.")
    expect(visitor.page.locator("#thread")).to_have_count(0)
    visitor.page.wait_for_timeout(1000)
    expect(visitor.box).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(320, 640), LARGEST_ZOOM], ids=["320 px", "400 %"])
def test_nothing_scrolls_sideways(visits: Visits, language: str, size: tuple[int, int]) -> None:
    visitor = visits(language, size=size)
    visitor.page.goto(f"{visitor.product.url}/chat/relay")
    assert visitor.width_to_scroll() == 0
    assert visitor.evaluate(CUT_OFF) == []
    assert visitor.evaluate(SMALL_TARGETS) == []
    visitor.page.goto(f"{visitor.product.url}/")
    for spoken in ("ti", "ckb"):
        begins(visitor, spoken, "tolk 4711 " + "lang" * 7)
    visitor.page.get_by_label(visitor.say("utter_chat_relay_myself")).check()
    visitor.writes(f"{OWN_WORDS} {'lang' * 30}")
    rows(visitor).first.wait_for()
    assert visitor.width_to_scroll() == 0
    assert visitor.evaluate(CUT_OFF) == []
    assert visitor.evaluate(SMALL_TARGETS) == []


def test_the_tabs_of_an_arabic_page_run_from_right_to_left(visits: Visits) -> None:
    visitor = visits("ar", size=(1280, 900))
    begins(visitor, "ti")
    own, person = tabs(visitor).nth(0).bounding_box(), tabs(visitor).nth(1).bounding_box()
    assert own is not None
    assert person is not None
    assert own["x"] > person["x"]
    expect(rows(visitor).first.locator("p").first).to_have_attribute("dir", "ltr")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_grave(visits: Visits, language: str, scheme: str) -> None:
    visitor = visits(language, scheme=scheme, may_inject=True)
    visitor.page.goto(f"{visitor.product.url}/chat/relay")
    assert grave_faults(visitor.page) == []
    visitor.page.goto(f"{visitor.product.url}/")
    begins(visitor, "ar")
    visitor.page.get_by_label(visitor.say("utter_chat_relay_myself")).check()
    visitor.writes(OWN_WORDS)
    visitor.page.locator("#thread > li.assistant").nth(1).wait_for()  # asked for consent again
    visitor.page.goto(f"{visitor.product.url}/?relay=1")
    assert grave_faults(visitor.page) == []
    visitor.page.locator("#end button").click()
    visitor.page.locator("#closed").wait_for()
    visitor.page.wait_for_load_state()
    assert grave_faults(visitor.page) == []


def test_without_a_script_it_is_whole(visits: Visits) -> None:
    visitor = visits("nb", is_scripted=False)
    begins(visitor, "ti")
    visitor.chooses(1)
    is_asked_what_they_need(visitor)
    assert current(visitor) == "1 ትግርኛ"
    visitor.page.get_by_label(visitor.say("utter_chat_relay_myself")).check()
    visitor.writes(OWN_WORDS)
    expect(visitor.page.locator("#thread .interpreter")).to_contain_text(OWN_WORDS)
    tabs(visitor).first.click()
    expect(visitor.page.locator("#voice")).to_have_count(0)
    tabs(visitor).last.click()
    visitor.page.locator("#end button").click()
    expect(visitor.page.locator("#closed")).to_be_visible()


def test_the_way_out_leaves_from_every_page(visits: Visits) -> None:
    visitor = visits("nb")
    visitor.page.goto(f"{visitor.product.url}/chat/relay")
    for _ in range(3):
        visitor.page.keyboard.press("Shift")
    expect(visitor.page).to_have_title("Weather")
    visitor.page.goto(f"{visitor.product.url}/")
    begins(visitor, "ti")
    visitor.leave_button.click()
    expect(visitor.page).to_have_title("Weather")
    answer = visitor.page.goto(f"{visitor.product.url}/?relay=1")
    assert answer is not None
    assert answer.status == 404
