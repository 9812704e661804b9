"""The staff pages in a real browser, served by an edge of this process: a store for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from starlette.applications import Starlette

from bot.delivery.speaker import Speaker
from bot.edge.app import build
from bot.escalation.lines import confirm
from bot.escalation.opening import open_escalation
from bot.inbox.receiving import conversation_of
from bot.monitor.accounts import add_staff
from bot.settings import Settings
from bot.store import Store, schema
from tests.twilio_standin.loopback import LoopbackServer

NAME, PASSWORD = "Kari Nordmann", "basu-tilo-remy-kafo"


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


def _settings(folder: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder}/lavterskel.db",
        state_dir=folder / "state",
        register_dir=Path("data/register/demo"),
        carrier="simulator",
    )
