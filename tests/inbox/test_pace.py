"""One conversation is read no faster than anybody writes; screening never waits."""

import pytest
from sqlalchemy import func, select

from bot.delivery.speaker import Speaker
from bot.inbox.pace import MOST_AT_ONCE, PAUSE
from bot.inbox.receiving import Arrival, receive
from bot.inbox.screening import screen_conversation
from bot.settings import Settings
from bot.store import Store
from bot.store.clock import forward
from bot.store.tables import Conversation, Escalation, Inbound

ANNA = "+4790000001"
DANGER = "jeg har ikke noe sted å sove i natt"


@pytest.fixture
def speaker(settings: Settings) -> Speaker:
    return Speaker.load(settings.register_dir)


def write(store: Store, speaker: Speaker, channel: str, *texts: str, sender: str = ANNA) -> None:
    with store.write() as tx:
        known = tx.scalar(select(func.count(Inbound.id))) or 0
        for number, text in enumerate(texts, start=known):
            receive(tx, Arrival(channel, f"key-{number}", sender, text, {}))
    with store.read() as tx:
        conversations = tx.scalars(select(Conversation.id)).all()
    for conversation_id in conversations:
        screen_conversation(store, speaker, conversation_id)


def readable(store: Store) -> int:
    """How many messages the brain may read by now."""
    with store.read() as tx:
        due = select(func.count(Inbound.id)).where(
            Inbound.state == "screened", Inbound.due_at <= tx.now
        )
        return tx.scalar(due) or 0


def read_all(store: Store) -> None:
    with store.write() as tx:
        due = Inbound.state == "screened", Inbound.due_at <= tx.now
        for row in tx.scalars(select(Inbound).where(*due)):
            row.state, row.due_at = "read", None


@pytest.mark.parametrize("channel", ["sms", "chat"])
def test_a_loop_is_read_at_the_pace_of_a_writer(
    store: Store, speaker: Speaker, channel: str
) -> None:
    write(store, speaker, channel, *["hva koster det"] * (MOST_AT_ONCE + 10))
    assert readable(store) == MOST_AT_ONCE
    read_all(store)
    for _ in range(10):
        with store.write() as tx:
            forward(tx, PAUSE)
        assert readable(store) <= 2  # the database's own clock goes on too
        read_all(store)
    with store.read() as tx:
        assert set(tx.scalars(select(Inbound.state))) == {"read"}


def test_every_message_is_screened_at_once(store: Store, speaker: Speaker) -> None:
    write(store, speaker, "sms", *["hva koster det"] * (MOST_AT_ONCE + 10), DANGER)
    with store.read() as tx:
        assert "received" not in tx.scalars(select(Inbound.state)).all()
        assert tx.scalars(select(Escalation.kind)).all() == ["shelter"]


def test_others_do_not_wait(store: Store, speaker: Speaker) -> None:
    write(store, speaker, "sms", *["hva koster det"] * (MOST_AT_ONCE + 10))
    read_all(store)
    write(store, speaker, "sms", "hva koster det", sender="+4790000002")
    assert readable(store) == 1


def test_a_minute_later_everything_is_as_before(store: Store, speaker: Speaker) -> None:
    write(store, speaker, "sms", *["hva koster det"] * MOST_AT_ONCE)
    read_all(store)
    with store.write() as tx:
        forward(tx, MOST_AT_ONCE * PAUSE)
    write(store, speaker, "sms", "hva koster det")
    assert readable(store) == 1
