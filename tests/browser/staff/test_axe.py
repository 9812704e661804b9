"""axe-core finds nothing serious or critical on any staff page, calm or busy, light or dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

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
def test_a_form_for_a_caller_that_lacks_something(sign_in: SignIn) -> None:
    page = sign_in("adviser")
    page.goto("/monitor/new")
    page.get_by_text("Ingenting av dette").click()
    page.fill("#words", "vil snakke med noen om husleia")
    page.get_by_role("button", name="Send").click()
    page.locator("#faults").wait_for()
    assert grave_faults(page) == []
