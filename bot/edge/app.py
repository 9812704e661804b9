"""The edge's web application."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from bot.delivery.speaker import Speaker
from bot.edge import health, phones, sms, voice, voice_door
from bot.edge.chat.digits import phones_of
from bot.edge.chat.routes import chat_routes
from bot.edge.house import House
from bot.edge.prefix import PathPrefix
from bot.edge.recordings import play_recording
from bot.edge.signature import SignatureCheck
from bot.monitor.feed import Feed
from bot.monitor.routes import monitor_routes
from bot.settings import Settings
from bot.store import Store
from bot.store.watch import Watch

WORKING_THREADS = 8


def build(
    settings: Settings, store: Store, speaker: Speaker, *, start: str, roles: tuple[str, ...]
) -> Starlette:
    """The application of one edge process."""
    house = House(
        settings=settings,
        store=store,
        speaker=speaker,
        signatures=_signature_check(settings),
        start=start,
        roles=roles,
        watch=Watch(store),
        phones=phones_of(speaker.register),
    )
    routes: list[BaseRoute] = [
        Route("/sms", sms.receive_sms, methods=["POST"]),
        Route("/sms/status", sms.receive_status, methods=["POST"]),
        Route("/voice/page/{token}", voice.speak_page, methods=["POST"]),
        Route("/voice/inbound", voice_door.receive_call, methods=["POST"]),
        Route("/voice/recordings/{language}/{file}", play_recording),
        Route("/voice/status", voice.receive_call_status, methods=["POST"]),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", health.metrics),
        *chat_routes(house),
        *monitor_routes(),
    ]
    if speaker.register.made_up and settings.carrier == "simulator":
        routes += phones.phone_routes()
    prefix = urlsplit(settings.public_url or "").path.rstrip("/")
    app = Starlette(
        routes=routes,
        middleware=[Middleware(PathPrefix, prefix=prefix)],
        lifespan=_lifespan,
    )
    app.state.house = house
    app.state.feed = Feed(house)
    app.state.open_streams = Counter()
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Few threads: more would only wait for each other, each with a connection of its own."""
    to_thread.current_default_thread_limiter().total_tokens = WORKING_THREADS
    house: House = app.state.house
    watching = asyncio.create_task(house.watch.run(), name="watch")
    yield
    house.watch.end()
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching


def _signature_check(settings: Settings) -> SignatureCheck | None:
    tokens = [token.get_secret_value() for token in settings.twilio_auth_token]
    if not tokens:
        return None
    return SignatureCheck(tokens, settings.public_url, settings.trusted_proxies)
