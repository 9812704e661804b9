"""The real product and a real browser: one of each for the folder, one visitor a test.

Playwright keeps a loop running in the thread while it is open, beside which no asynchronous test
can run: it ends with this folder, not with the session.
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.delivery.speaker import Speaker
from tests.browser.visitor import Visitor
from tests.product import REGISTER, Product, product

ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--no-first-run",
)
START_SECONDS = 180.0
"""Beside everything else a busy machine does."""
NAMES = ("chromium", "chromium-browser", "google-chrome")

Visits = Callable[..., Visitor]


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A started product that all share; each visitor comes from an address of their own."""
    state = tmp_path_factory.mktemp("product")
    with product(f"sqlite:///{state}/lavterskel.db", state) as started:
        started.environment["LAVTERSKEL_TRUSTED_PROXIES"] = "127.0.0.1"
        started.start(wait=False)
        started.wait_until_ready(within=START_SECONDS)
        yield started


@pytest.fixture(scope="package")
def speaker() -> Speaker:
    return Speaker.load(REGISTER)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    named = os.environ.get("CHROMIUM")
    path = named or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "there is no chromium on this machine: make chromium"
    # Chromium refuses its sandbox to root, as in a container.
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visits(running: Product, speaker: Speaker, chromium: Browser) -> Iterator[Visits]:
    """Let people visit the chat. No page of theirs may ask another host, or break its own rules."""
    visitors: list[Visitor] = []

    def visit(language: str = "nb", **options: object) -> Visitor:
        visitor = Visitor.arrives(chromium, running, speaker, language, **options)
        visitors.append(visitor)
        return visitor

    yield visit
    for visitor in visitors:
        visitor.context.close()
    assert [wrong for visitor in visitors for wrong in visitor.wrongs] == []


@pytest.fixture
def visitor(visits: Visits) -> Visitor:
    """Somebody with a phone, on the first page, in bokmål."""
    return visits()
