from collections.abc import Callable

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.edge.app import build
from bot.escalation.lines import confirm
from bot.settings import Settings
from bot.store import Store
from bot.store.tables import Conversation, EscalationEvent
from tests.edge.chat.browser import Browser

Answer = Callable[..., None]


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
def browser(app: Starlette) -> Browser:
    return Browser(TestClient(app))


@pytest.fixture
def answer(store: Store, speaker: Speaker) -> Answer:
    """Say something in the only conversation, as the brain or a member of staff would."""
    said = iter(range(1000))

    def answering(body: str, name: str = "utter_greeting", lane: Lane = Lane.REPLY) -> None:
        with store.write() as tx:
            conversation = tx.scalars(select(Conversation)).one()
            conversation.greeted_at = tx.now
            key = f"tests:{next(said)}"
            speaker.say(tx, conversation, body, name=name, key=key, lane=lane)

    return answering


@pytest.fixture
def events_of(store: Store) -> Callable[[], list[str]]:
    """What has happened in the cases, in order."""

    def reading() -> list[str]:
        with store.read() as tx:
            return list(tx.scalars(select(EscalationEvent.what).order_by(EscalationEvent.id)))

    return reading
