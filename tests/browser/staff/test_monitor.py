"""The monitor in a real browser: by keyboard, in two tabs, and through a lost network."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from bot.monitor.sessions import IDLE
from bot.store import Store
from bot.store.clock import forward
from bot.store.tables import Escalation, EscalationEvent
from tests.browser.staff.conftest import NAME, PASSWORD
from tests.twilio_standin.loopback import LoopbackServer

pytestmark = pytest.mark.browser

SOON_MS = 10_000
SMALLEST_TARGET = 44


def tab_to(page: Page, id_: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == id_:
            return
    raise AssertionError(f"#{id_} is not reached by the keyboard")


def test_a_case_is_taken_noted_and_closed_by_keyboard_alone(
    context: BrowserContext, open_case: Callable[[], str], store: Store
) -> None:
    reference = open_case()
    page = context.new_page()
    page.goto("/monitor")
    tab_to(page, f"take-{reference}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Sak {reference}")).to_be_visible()
    tab_to(page, "note-words")
    page.keyboard.type("Ringte, ingen svarte.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".history")).to_contain_text("Ringte, ingen svarte.")
    while page.evaluate("document.activeElement.parentElement?.id") != "closing":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_contain_text("Lukket")
    with store.read() as tx:
        assert tx.scalars(select(Escalation.outcome)).one() == "spoken_with"


def test_a_promise_is_made_and_a_contact_logged_by_keyboard_alone(
    context: BrowserContext, open_case: Callable[[], str]
) -> None:
    reference = open_case()
    page = context.new_page()
    page.goto(f"/monitor/cases/{reference}")
    tab_to(page, "promise")
    page.keyboard.type("Innen 30")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_contain_text("avtalt før")
    tab_to(page, "contact")
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_contain_text("har hatt kontakt siden")
    expect(page.locator("#contact")).to_have_count(0)


def test_a_promise_that_is_broken_turns_an_open_board_red_by_itself(
    context: BrowserContext, open_case: Callable[[], str], store: Store
) -> None:
    reference = open_case()
    page = context.new_page()
    page.goto(f"/monitor/cases/{reference}")
    page.locator("#promise").select_option("10")
    page.get_by_role("button", name="Ta saken").click()
    expect(page.locator("#standing")).to_contain_text("avtalt før")
    page.goto("/monitor")
    expect(page.locator(f"#case-{reference}")).not_to_contain_text("RØD")
    with store.write() as tx:
        forward(tx, timedelta(minutes=10))
    row = page.locator(f"#case-{reference}")
    expect(row).to_contain_text("RØD", timeout=2 * SOON_MS)
    expect(row).to_contain_text("kontakt ikke meldt")


def test_single_keys_work_only_while_their_switch_is_on(
    context: BrowserContext, open_case: Callable[[], str]
) -> None:
    first, second = open_case(), open_case()
    page = context.new_page()
    page.goto("/monitor")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == ""
    page.get_by_role("switch", name="Hurtigtaster").check()
    for key, reached in (("j", first), ("j", second), ("k", first)):
        page.keyboard.press(key)
        expect(page.locator(f"#open-{reached}")).to_be_focused()
    page.reload()
    expect(page.get_by_role("switch", name="Hurtigtaster")).to_be_checked()
    page.keyboard.press("j")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", name=f"Sak {first}")).to_be_visible()


def test_two_tabs_share_one_stream_and_the_one_that_stays_takes_it_over(
    context: BrowserContext, open_case: Callable[[], str]
) -> None:
    streams: list[str] = []
    context.on(
        "request",
        lambda request: streams.append(request.url) if "/monitor/events" in request.url else None,
    )
    one, other = context.new_page(), context.new_page()
    one.goto("/monitor")
    other.goto("/monitor")
    first = open_case()
    for page in (one, other):
        expect(page.locator(f"#case-{first}")).to_be_visible(timeout=SOON_MS)
    assert len(streams) == 1
    one.close()
    second = open_case()
    expect(other.locator(f"#case-{second}")).to_be_visible(timeout=SOON_MS)
    assert len(streams) == 2


def test_a_page_that_lost_the_network_says_so_and_is_right_again_at_once(
    context: BrowserContext, server: LoopbackServer, open_case: Callable[[], str]
) -> None:
    page = context.new_page()
    page.goto("/monitor")
    expect(page.locator("#summary")).to_contain_text("Ingen pågående saker")
    server.stop()
    expect(page.locator("#stale")).to_be_visible(timeout=2 * SOON_MS)
    reference = open_case()
    server.start()
    expect(page.locator(f"#case-{reference}")).to_be_visible(timeout=SOON_MS)
    expect(page.locator("#stale")).to_be_hidden()


def test_the_keyboard_stays_where_it_was_when_the_board_changes(
    context: BrowserContext, open_case: Callable[[], str]
) -> None:
    reference = open_case()
    page = context.new_page()
    page.goto("/monitor")
    tab_to(page, f"take-{reference}")
    newer = open_case()
    expect(page.locator(f"#case-{newer}")).to_be_visible(timeout=SOON_MS)
    expect(page.locator(f"#take-{reference}")).to_be_focused()


def test_an_open_case_changes_by_itself_and_keeps_what_is_being_written(
    context: BrowserContext, open_case: Callable[[], str], store: Store
) -> None:
    reference = open_case()
    page = context.new_page()
    page.goto(f"/monitor/cases/{reference}")
    page.get_by_role("button", name="Ta saken").click()
    page.locator("#note-words").fill("Halvferdig")
    with store.write() as tx:
        case = tx.scalars(select(Escalation)).one()
        sealed = tx.seal(case.conversation_id, "jeg er på stasjonen")
        tx.add(EscalationEvent(escalation_id=case.id, at=tx.now, what="noted", note=sealed))
    expect(page.locator("#case-state")).to_contain_text("på stasjonen", timeout=SOON_MS)
    expect(page.locator("#note-words")).to_have_value("Halvferdig")


def test_the_end_of_a_session_is_announced_and_can_be_put_off(
    context: BrowserContext, store: Store
) -> None:
    page = context.new_page()
    page.goto("/monitor")
    with store.write() as tx:
        forward(tx, IDLE - timedelta(minutes=1))
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_role("button", name="Fortsett å være logget inn")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    with store.write() as tx:
        forward(tx, timedelta(minutes=2))
    page.reload()
    expect(page.get_by_role("heading", name="Pågående saker")).to_be_visible()


def test_a_session_that_ends_leads_to_the_sign_in(context: BrowserContext, store: Store) -> None:
    page = context.new_page()
    page.goto("/monitor")
    with store.write() as tx:
        forward(tx, IDLE)
    expect(page.get_by_role("heading", name="Logg inn")).to_be_visible(timeout=SOON_MS)


def test_everything_works_without_a_script(
    chromium: Browser, server: LoopbackServer, open_case: Callable[[], str]
) -> None:
    open_case()
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/monitor")
    page.fill("#name", NAME)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_role("button", name="Ta saken").click()
    page.locator("#write-words").fill("Hei, jeg heter Kari.")
    page.get_by_role("button", name="Send til personen").click()
    expect(page.locator(".thread .human")).to_contain_text("Hei, jeg heter Kari.")
    page.get_by_text("Gi saken fra deg").click()
    page.get_by_role("button", name="Ja, gi saken fra meg").click()
    expect(page.locator("#standing")).to_contain_text("Ingen har tatt saken")
    context.close()


@pytest.mark.parametrize("width", [320, 1440])
def test_forty_cases_need_no_scrolling_sideways(
    context: BrowserContext, open_case: Callable[[], str], width: int
) -> None:
    for _ in range(40):
        open_case()
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/monitor")
    expect(page.locator("li.case")).to_have_count(40)
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
    for target in page.locator("button:visible, li.case a").all()[:12]:
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= SMALLEST_TARGET
