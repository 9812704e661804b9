"""axe-core finds nothing serious or critical on any staff page, calm or busy, light or dark."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from bot.delivery.speaker import Speaker
from bot.monitor.accounts import add_staff
from bot.store import Store
from tests.browser.axe import grave_faults
from tests.browser.staff.conftest import PASSWORD
from tests.twilio_standin.loopback import LoopbackServer

pytestmark = pytest.mark.browser

PEOPLE = {
    "adviser": ("Ada", None),
    "office": ("Ola", "nav-lykkefjord"),
    "lead": ("Liv", "nav-lykkefjord"),
    "administrator": ("Siv", None),
}
PAGES = (
    ("adviser", "/monitor"),
    ("adviser", "/monitor/cases/{case}"),
    ("adviser", "/monitor/cases/NOSUCH"),
    ("adviser", "/monitor/new"),
    ("adviser", "/monitor/accounts"),
    ("office", "/monitor"),
    ("office", "/monitor/cases/{case}"),
    ("lead", "/monitor/office"),
    ("administrator", "/monitor/accounts"),
    ("administrator", "/monitor/register"),
)

SignIn = Callable[[str], Page]


@pytest.fixture(params=["light", "dark"])
def sign_in(
    request: pytest.FixtureRequest,
    chromium: Browser,
    server: LoopbackServer,
    store: Store,
    speaker: Speaker,
) -> Iterator[SignIn]:
    """A browser in which somebody of this role is signed in."""
    with store.write() as tx:
        for role, (name, office) in PEOPLE.items():
            add_staff(tx, name=name, role=role, office_id=office, password=PASSWORD)
    contexts = []

    def signing_in(role: str) -> Page:
        context = chromium.new_context(
            base_url=server.url, bypass_csp=True, color_scheme=request.param
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/login")
        page.fill("#name", PEOPLE[role][0])
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Logg inn").click()
        page.wait_for_url("**/monitor")
        return page

    yield signing_in
    for context in contexts:
        context.close()


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


def test_a_case_in_hand_with_its_forms_open(sign_in: SignIn, open_case: Callable[[], str]) -> None:
    reference = open_case()
    page = sign_in("adviser")
    page.goto(f"/monitor/cases/{reference}")
    page.get_by_role("button", name="Ta saken").click()
    for summary in ("Lukk saken", "Gi saken fra deg"):
        page.get_by_text(summary).first.click()
    assert grave_faults(page) == []


def test_a_form_for_a_caller_that_lacks_something(sign_in: SignIn) -> None:
    page = sign_in("adviser")
    page.goto("/monitor/new")
    page.get_by_text("Ingenting av dette").click()
    page.fill("#words", "vil snakke med noen om husleia")
    page.get_by_role("button", name="Send").click()
    page.locator("#faults").wait_for()
    assert grave_faults(page) == []
