"""axe-core finds nothing serious or critical on any staff page, calm or busy, light or dark."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from bot.delivery.speaker import Speaker
from bot.escalation.ways import Way, note_failure
from bot.store import Store
from bot.store.clock import forward
from tests.browser.axe import grave_faults
from tests.browser.staff.conftest import PAGES, PEOPLE, SignIn
from tests.twilio_standin.loopback import LoopbackServer

pytestmark = pytest.mark.browser

by_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def test_the_sign_in_and_what_it_says_of_a_wrong_password(
    chromium: Browser, server: LoopbackServer
) -> None:
    page = chromium.new_page(base_url=server.url, bypass_csp=True)
    page.goto("/login")
    assert grave_faults(page) == []
    page.fill("#name", "Ingen")
    page.fill("#password", "feil passord")
    page.get_by_role("button", name="Logg inn").click()
    page.locator("#fault").wait_for()
    assert grave_faults(page) == []
    page.context.close()


@by_scheme
def test_every_page_on_a_calm_and_on_a_busy_day(
    sign_in: SignIn, open_case: Callable[[], str]
) -> None:
    found = []
    pages = {role: sign_in(role) for role in PEOPLE}
    for day in ("calm", "busy"):
        for _ in range(1 if day == "calm" else 20):
            reference = open_case()
        for role, path in PAGES:
            page = pages[role]
            page.goto(path.format(case=reference))
            found += [f"{day} {role} {path}: {fault}" for fault in grave_faults(page)]
    assert found == []


@by_scheme
def test_a_case_in_hand_with_its_forms_open(sign_in: SignIn, open_case: Callable[[], str]) -> None:
    reference = open_case()
    page = sign_in("adviser")
    page.goto(f"/monitor/cases/{reference}")
    page.get_by_role("button", name="Ta saken").click()
    for summary in ("Lukk saken", "Gi saken fra deg"):
        page.get_by_text(summary).first.click()
    assert grave_faults(page) == []


@by_scheme
def test_duty_lines_that_have_failed_and_a_case_nobody_reached_in_time(
    sign_in: SignIn, open_case: Callable[[], str], store: Store, speaker: Speaker
) -> None:
    reference = open_case()
    page = sign_in("adviser")
    page.goto(f"/monitor/cases/{reference}")
    page.locator("#promise").select_option("10")
    page.get_by_role("button", name="Ta saken").click()
    page.locator("#contact").wait_for()
    with store.write() as tx:
        note_failure(tx, speaker.register.line("lykkefjord-duty"), Way.SMS, 21614)
        forward(tx, timedelta(minutes=10))
    found = []
    pages = {"adviser": page, "administrator": sign_in("administrator"), "lead": sign_in("lead")}
    for role, path in (
        ("adviser", "/monitor"),
        ("adviser", f"/monitor/cases/{reference}"),
        ("administrator", "/monitor/register"),
        ("lead", "/monitor/office"),
    ):
        pages[role].goto(path)
        pages[role].locator(".late, .red-words").first.wait_for()
        found += [f"{role} {path}: {fault}" for fault in grave_faults(pages[role])]
    assert found == []


@by_scheme
def test_a_form_for_a_caller_that_lacks_something(sign_in: SignIn) -> None:
    page = sign_in("adviser")
    page.goto("/monitor/new")
    page.get_by_text("Ingenting av dette").click()
    page.fill("#words", "vil snakke med noen om husleia")
    page.get_by_role("button", name="Send").click()
    page.locator("#faults").wait_for()
    assert grave_faults(page) == []
