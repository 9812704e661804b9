"""The staff pages in a real browser, served by an edge of this process: a store for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.applications import Starlette

from bot.delivery.speaker import Speaker
from bot.edge.app import build
from bot.escalation.lines import confirm
from bot.escalation.opening import open_escalation
from bot.monitor.accounts import add_staff
from bot.settings import Settings
from bot.store import Store, schema
from bot.store.conversations import conversation_of
from tests.monitor.waiting import Waiting
from tests.twilio_standin.loopback import LoopbackServer

NAME, PASSWORD = "Kari Nordmann", "basu-tilo-remy-kafo"
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
    ("adviser", "/monitor/register"),
    ("office", "/monitor"),
    ("office", "/monitor/cases/{case}"),
    ("office", "/worklist"),
    ("adviser", "/worklist"),
    ("lead", "/monitor/office"),
    ("administrator", "/monitor/accounts"),
    ("administrator", "/monitor/register"),
)

SignIn = Callable[[str], Page]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(_settings(tmp_path))
    schema.upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def speaker(tmp_path: Path, store: Store) -> Speaker:
    speaker = Speaker.load(_settings(tmp_path).register_dir)
    with store.write() as tx:
        for line in speaker.register.lines:
            confirm(tx, line, by="tests")
        add_staff(tx, name=NAME, role="adviser", password=PASSWORD)
    return speaker


@pytest.fixture
def server(tmp_path: Path, store: Store, speaker: Speaker) -> Iterator[LoopbackServer]:
    app: Starlette = build(_settings(tmp_path), store, speaker, start="tests", roles=("edge",))
    running = LoopbackServer(app)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def context(chromium: Browser, server: LoopbackServer) -> Iterator[BrowserContext]:
    """A browser in which an adviser is signed in; a test fails on an error in a page."""
    faults: list[str] = []
    made = chromium.new_context(base_url=server.url)
    made.on("weberror", lambda error: faults.append(str(error.error)))
    page = made.new_page()
    page.goto("/login")
    page.locator("#name").focus()
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pågående saker")).to_be_visible()
    page.close()
    yield made
    made.close()
    assert faults == []


@pytest.fixture
def open_case(store: Store, speaker: Speaker) -> Callable[[], str]:
    numbers = iter(range(100))

    def opening() -> str:
        number = next(numbers)
        with store.write() as tx:
            return open_escalation(
                tx,
                speaker,
                conversation_of(tx, "chat", f"secret of browser {number}"),
                kind="shelter",
                key=f"test:{number}",
                place=speaker.register.place("9901"),
                words="jeg har ikke noe sted å sove",
            ).reference

    return opening


@pytest.fixture
def waiting(store: Store, speaker: Speaker) -> Waiting:
    """Makes callback requests."""
    return Waiting(store, speaker)


@pytest.fixture
def scheme() -> Literal["light", "dark"]:
    """light or dark; a test may ask for both."""
    return "light"


@pytest.fixture
def sign_in(
    scheme: Literal["light", "dark"],
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
            base_url=server.url,
            bypass_csp=True,
            color_scheme=scheme,
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


def _settings(folder: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder}/lavterskel.db",
        state_dir=folder / "state",
        register_dir=Path("data/register/demo"),
        carrier="simulator",
    )
