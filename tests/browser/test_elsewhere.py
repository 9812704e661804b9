"""The chat under a path, and in a frame on a kommune's own site, as docs/embedding.md says."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.delivery.speaker import Speaker
from bot.edge.app import build
from bot.escalation.lines import confirm
from bot.monitor.accounts import add_staff
from bot.settings import Settings
from bot.store import Store, schema
from tests.browser.staff.conftest import NAME, PASSWORD
from tests.product import ROOT
from tests.twilio_standin.loopback import LoopbackServer

pytestmark = pytest.mark.browser

NO_BED = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"
BUSY = 30_000.0
"""Milliseconds: the first message of a server waits for the safety net to be read."""
TOLD = "Jeg sier fra til vakttelefonen nå"
SNIPPET_ADDRESS = "https://lavterskel.example/"

Serve = Callable[..., LoopbackServer]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """An edge with settings of its own: screening needs no more, so an emergency is answered."""
    begun: list[tuple[LoopbackServer, Store]] = []

    def serving(**changes: object) -> LoopbackServer:
        settings = Settings(
            database_url=f"sqlite:///{tmp_path}/lavterskel.db",
            state_dir=tmp_path / "state",
            register_dir=Path("data/register/demo"),
            carrier="simulator",
        ).model_copy(update=changes)
        store = Store.open(settings)
        schema.upgrade(store)
        speaker = Speaker.load(settings.register_dir)
        with store.write() as tx:
            for line in speaker.register.lines:
                confirm(tx, line, by="tests")
            add_staff(tx, name=NAME, role="adviser", password=PASSWORD)
        server = LoopbackServer(build(settings, store, speaker, start="tests", roles=("edge",)))
        server.start()
        begun.append((server, store))
        return server

    yield serving
    for server, store in begun:
        server.stop()
        store.close()


@pytest.fixture
def kommune() -> Iterator[Callable[[str], LoopbackServer]]:
    """A kommune's site: one page, with the documented snippet leading to an address."""
    sites = []

    def site(address: Callable[[], str]) -> LoopbackServer:
        async def page(_request: Request) -> Response:
            return HTMLResponse(f"<!doctype html><title>Kommunen</title>{snippet(address())}")

        server = LoopbackServer(Starlette(routes=[Route("/", page)]))
        server.start()
        sites.append(server)
        return server

    yield site
    for server in sites:
        server.stop()


def snippet(address: str) -> str:
    """The one snippet of the documentation, as a kommune copies it."""
    text = (Path(ROOT) / "docs" / "embedding.md").read_text(encoding="utf-8")
    return text.split("```html\n")[1].split("```")[0].replace(SNIPPET_ADDRESS, address)


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(locale="nb")
    yield made
    made.close()


def test_everything_stays_under_the_path_of_the_public_address(
    serve: Serve, context: BrowserContext
) -> None:
    server = serve(public_url="http://chat.example/hjelp")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(f"{server.url}/hjelp/")
    page.locator("#text").fill(NO_BED)
    page.locator("#composer button").click()
    expect(page.locator("#thread li.assistant").first).to_contain_text(TOLD, timeout=BUSY)
    page.reload()
    expect(page.locator("#thread li.person")).to_contain_text("Lykkefjord")
    page.goto(f"{server.url}/hjelp/monitor")
    page.fill("#name", NAME)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_role("button", name="Ta saken").click()
    expect(page.locator("#standing")).to_contain_text(NAME)
    page.get_by_role("link", name="Ny sak for en som ringer").click()
    expect(page.get_by_role("heading", name="Ny sak for en som ringer")).to_be_visible()
    assert [url for url in asked if not url.startswith(f"{server.url}/hjelp/")] == []


def test_the_documented_snippet_shows_the_chat_on_a_site_that_is_named(
    serve: Serve, kommune: Callable[..., LoopbackServer], context: BrowserContext
) -> None:
    addresses: list[str] = []
    site = kommune(lambda: addresses[0])
    addresses.append(f"{serve(embedding_sites=(site.url,)).url}/")
    page = context.new_page()
    page.goto(site.url)
    chat = page.frame_locator("iframe")
    chat.locator("#text").fill(NO_BED)
    chat.locator("#composer button").click()
    expect(chat.locator("#thread li.assistant").first).to_contain_text(TOLD, timeout=BUSY)
    assert page.title() == "Kommunen"


def test_no_other_site_may_frame_the_chat_and_none_the_sign_in(
    serve: Serve, kommune: Callable[..., LoopbackServer], context: BrowserContext
) -> None:
    addresses: list[str] = []
    named, other = (kommune(lambda: addresses[0]) for _ in range(2))
    server = serve(embedding_sites=(named.url,))
    for site, address in ((other, f"{server.url}/"), (named, f"{server.url}/login")):
        addresses[:] = [address]
        page = context.new_page()
        page.goto(site.url)
        page.wait_for_load_state("networkidle")
        frame = page.frame_locator("iframe")
        expect(frame.locator("form")).to_have_count(0)
        page.close()
