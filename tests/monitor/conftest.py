"""The edge's application without a server, and staff who may sign in to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from bot.delivery.speaker import Speaker
from bot.edge.app import build
from bot.escalation.lines import confirm
from bot.monitor.accounts import add_staff
from bot.settings import Settings
from bot.store import Store
from bot.store.clock import forward
from tests.monitor.browser import Browser

NAME = "Kari Nordmann"
PASSWORD = "basu-tilo-remy-kafo"


@pytest.fixture
def speaker(settings: Settings, store: Store) -> Speaker:
    speaker = Speaker.load(settings.register_dir)
    with store.write() as tx:
        for line in speaker.register.lines:
            confirm(tx, line, by="tests")
    return speaker


@pytest.fixture
def app(settings: Settings, store: Store, speaker: Speaker) -> Starlette:
    return build(settings, store, speaker, start="tests", roles=("edge",))


@pytest.fixture
def adviser(store: Store) -> str:
    """An adviser with the password PASSWORD; gives the name."""
    with store.write() as tx:
        add_staff(tx, name=NAME, role="adviser", password=PASSWORD)
    return NAME


@pytest.fixture
def browser(app: Starlette) -> Browser:
    return Browser(app)


@pytest.fixture
def signed_in(browser: Browser, adviser: str) -> Browser:
    assert browser.sign_in(adviser, PASSWORD).status_code == 303
    return browser


@pytest.fixture
def later(store: Store) -> Callable[[timedelta], None]:
    """Forward the clock."""

    def wait(span: timedelta) -> None:
        with store.write() as tx:
            forward(tx, span)

    return wait
