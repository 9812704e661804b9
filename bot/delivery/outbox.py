"""The outbox: every message we send is a row first, in one of four lanes."""

from datetime import datetime
from enum import IntEnum, StrEnum

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.encoding import measure
from bot.delivery.relayed import is_on_a_page
from bot.store.tables import Outbox
from bot.store.transaction import Transaction


class Lane(IntEnum):
    """What goes first when the carrier takes only so many a second."""

    PAGE = 0
    EMERGENCY_REPLY = 1
    REPLY = 2
    FOLLOW_UP = 3


class OutboxState(StrEnum):
    QUEUED = "queued"
    ACCEPTED = "accepted"
    """The carrier has it; in the chat, the person's page can fetch it."""
    SENT = "sent"
    DELIVERED = "delivered"
    """On the person's phone; in the chat, on their page."""
    FAILED = "failed"
    DROPPED = "dropped"
    """No longer wanted, or the person has asked for silence."""


_STATE_AT_ONCE: dict[str, OutboxState] = {
    Channel.CHAT: OutboxState.ACCEPTED,
    Channel.CALL: OutboxState.DROPPED,
}
"""Of messages that need no carrier: the row itself is what the chat page shows."""


def queue(
    tx: Transaction,
    *,
    key: str,
    lane: Lane,
    channel: str,
    conversation_id: str,
    name: str,
    body: str,
    line_id: str | None = None,
    page_id: int | None = None,
    due_at: datetime | None = None,
) -> Outbox | None:
    """Put a message in the outbox, once a key; None when that key was there already.

    Without ``line_id`` it goes to the person of the conversation, whose key seals it either way.
    """
    if tx.scalar(select(Outbox.id).where(Outbox.key == key)) is not None:
        return None
    size = measure(body)
    is_shown = channel == Channel.RELAY and is_on_a_page(tx, conversation_id)
    shown_on = Channel.CHAT if is_shown else channel
    state = _STATE_AT_ONCE.get(shown_on, OutboxState.QUEUED)
    waits = state is OutboxState.QUEUED
    row = Outbox(
        encoding=size.encoding,
        segments=size.segments,
        key=key,
        lane=lane,
        channel=channel,
        conversation_id=conversation_id,
        line_id=line_id,
        page_id=page_id,
        name=name,
        body=tx.seal(conversation_id, body),
        created_at=tx.now,
        state=state,
        due_at=(due_at or tx.now) if waits else None,
        accepted_at=tx.now if state is OutboxState.ACCEPTED else None,
        attempts=0,
    )
    tx.add(row)
    tx.flush()
    return row
