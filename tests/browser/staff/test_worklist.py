"""The worklist in a real browser: by keyboard, on a phone, and without a script."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.callbacks.attempts import Result
from tests.browser.axe import grave_faults
from tests.browser.staff.conftest import PASSWORD, PEOPLE, SignIn
from tests.browser.staff.test_reflow import scrolls_sideways
from tests.monitor.waiting import WORDS, Waiting
from tests.twilio_standin.loopback import LoopbackServer

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 1024}
SMALLEST_TARGET = 24
SMALLEST_ON_A_PHONE = 44

by_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def many(waiting: Waiting, number: int = 40) -> list[str]:
    return [
        waiting.ask(
            needs=["money", "food"],
            interpreter="arabisk" if each % 3 else None,
            window="etter klokka to, ikke onsdag" if each % 5 == 0 else "afternoon",
            phone_safe="no" if each % 7 == 0 else "yes",
            ago=timedelta(hours=50 - each),
        )
        for each in range(number)
    ]


def test_an_attempt_is_logged_in_the_list_by_keys_alone(sign_in: SignIn, waiting: Waiting) -> None:
    first, second = waiting.ask(ago=timedelta(hours=3)), waiting.ask()
    page = sign_in("office")
    page.goto("/worklist")
    page.get_by_role("switch", name="Hurtigtaster").check()
    for key, reached in (("j", first), ("j", second), ("k", first), ("ArrowDown", second)):
        page.keyboard.press(key)
        expect(page.locator(f"#open-{reached}")).to_be_focused()
    page.keyboard.press("i")
    expect(page.locator(f"#row-{second}")).to_contain_text("ikke svar")
    expect(page.locator(f"#open-{second}")).to_be_focused()
    expect(page.locator("#news")).to_contain_text("ikke svar")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Ringeønske {second}")).to_be_visible()
    expect(page.get_by_role("switch", name="Hurtigtaster")).to_be_checked()
    page.keyboard.press("s")
    expect(page.locator("#standing")).to_contain_text("Dere har snakket med personen")
    expect(page.get_by_role("switch", name="Hurtigtaster")).to_be_checked()  # the script is there
    page.keyboard.press("l")
    expect(page.get_by_role("heading", name="Ringeønsker")).to_be_visible()
    assert waiting.request(second).attempts == 2


def test_letters_do_nothing_until_their_switch_is_on_and_a_question_mark_shows_them(
    sign_in: SignIn, waiting: Waiting
) -> None:
    reference = waiting.ask()
    page = sign_in("office")
    page.goto("/worklist")
    page.locator(f"#open-{reference}").focus()
    page.keyboard.press("i")
    page.keyboard.press("?")
    assert page.url.endswith("/worklist")
    expect(page.locator("#keys p")).to_be_hidden()
    page.get_by_role("switch", name="Hurtigtaster").check()
    page.keyboard.press("?")
    expect(page.locator("#keys p")).to_contain_text("ikke svar")
    page.keyboard.press("i")
    assert waiting.request(reference).attempts == 0, "no row has the focus"


@pytest.mark.parametrize("result", ["reached", "no_answer", "wrong_number", "voicemail_left"])
def test_each_result_is_one_key_on_the_page_of_a_request(
    sign_in: SignIn, waiting: Waiting, result: str
) -> None:
    reference = waiting.ask(may_leave_voicemail=True)
    page = sign_in("office")
    page.goto(f"/worklist/{reference}")
    page.get_by_role("switch", name="Hurtigtaster").check()
    button = page.locator(f'button[value="{result}"]')
    letter = button.get_attribute("data-letter")
    assert letter is not None
    label = re.sub(r"\W+\w$", "", button.inner_text().strip())
    page.keyboard.press(letter)
    expect(page.locator(".history")).to_contain_text(label)
    assert waiting.request(reference).attempts == 1


def test_everything_works_without_a_script(
    chromium: Browser, server: LoopbackServer, sign_in: SignIn, waiting: Waiting
) -> None:
    reference = waiting.ask()
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/worklist")
    page.fill("#name", PEOPLE["office"][0])
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_label("Gjelder").select_option("money")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_text("Ingen av dem passer")).to_be_visible()
    page.get_by_role("link", name="Vis alle").click()
    page.get_by_role("link", name=reference).click()
    page.get_by_role("button", name="Jeg tar ansvaret").click()
    expect(page.locator("#standing")).to_contain_text("Ansvarlig: Ola")
    page.get_by_role("button", name="Ikke svar").click()
    expect(page.locator(".history")).to_contain_text("Ikke svar – Ola")
    page.get_by_text("Ferdig: lukk ringeønsket").click()
    page.get_by_label("Hvorfor er det ferdig?").fill("Kom innom kontoret")
    page.get_by_role("button", name="Lukk ringeønsket").click()
    expect(page.locator("#standing")).to_contain_text("Lukket")
    context.close()


def test_forty_are_seen_on_one_screen(sign_in: SignIn, waiting: Waiting) -> None:
    many(waiting)
    page = sign_in("office")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto("/worklist")
    rows = page.locator(".waiting tbody tr")
    expect(rows).to_have_count(40)
    heights = [box["height"] for row in rows.all() if (box := row.bounding_box())]
    assert min(heights) >= SMALLEST_TARGET
    table = page.locator(".waiting").bounding_box()
    assert table is not None
    assert table["height"] <= DESK["height"]


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_nothing_scrolls_sideways_and_everything_is_big_enough(
    sign_in: SignIn, waiting: Waiting, width: int
) -> None:
    reference, *_ = many(waiting, 5)
    page = sign_in("office")
    page.set_viewport_size({"width": width, "height": 700})
    for path in ("/worklist", f"/worklist/{reference}"):
        page.goto(path)
        assert not scrolls_sideways(page)
        for target in page.locator("main button:visible, .waiting a, summary:visible").all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= SMALLEST_ON_A_PHONE


def test_the_whole_row_leads_to_the_request(sign_in: SignIn, waiting: Waiting) -> None:
    reference = waiting.ask()
    page = sign_in("office")
    page.goto("/worklist")
    box = page.locator(f"#row-{reference} .tried").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    expect(page.get_by_role("heading", name=f"Ringeønske {reference}")).to_be_visible()
    words = page.locator("blockquote", has_text=WORDS)
    expect(words).to_have_attribute("lang", "ar")
    assert words.evaluate("each => getComputedStyle(each).direction") == "rtl"


def test_an_open_list_changes_by_itself_and_keeps_the_focus(
    sign_in: SignIn, waiting: Waiting
) -> None:
    reference = waiting.ask()
    page = sign_in("office")
    page.clock.install()
    page.goto("/worklist")
    page.locator(f"#open-{reference}").focus()
    newer = waiting.ask(human_wanted=True)
    page.clock.run_for(25_000)
    expect(page.locator(f"#row-{newer}")).to_be_visible()
    assert focused(page) == f"open-{reference}"


@by_scheme
def test_axe_finds_nothing_on_a_busy_day(sign_in: SignIn, waiting: Waiting) -> None:
    many(waiting, 12)
    missed, late, nowhere = waiting.ask(), waiting.ask(), waiting.ask(place=None)
    office, lead, adviser = sign_in("office"), sign_in("lead"), sign_in("adviser")
    waiting.try_(missed, *[Result.NO_ANSWER] * 5)
    waiting.change(late, late_since=waiting.now(), urgent_at=waiting.now())
    found = []
    for page, path in (
        (office, "/worklist"),
        (office, f"/worklist/{late}"),
        (office, "/worklist/NOSUCH"),
        (lead, "/worklist"),
        (lead, "/monitor/office"),
        (adviser, "/monitor"),
        (adviser, "/worklist"),
        (adviser, f"/worklist/{nowhere}"),
        (adviser, f"/worklist/{late}"),
    ):
        page.goto(path)
        for summary in page.locator("main summary:visible").all():
            summary.click()
        found += [f"{path}: {fault}" for fault in grave_faults(page)]
    assert found == []


@by_scheme
def test_axe_finds_nothing_in_a_form_that_lacks_something(
    sign_in: SignIn, waiting: Waiting
) -> None:
    reference = waiting.ask()
    page = sign_in("office")
    page.goto(f"/worklist/{reference}")
    page.get_by_text("Ferdig: lukk ringeønsket").click()
    page.locator("#close-words").evaluate("each => each.removeAttribute('required')")
    page.get_by_role("button", name="Lukk ringeønsket").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv hvorfor")
    expect(page.locator("#close-words")).to_be_focused()
    assert grave_faults(page) == []
