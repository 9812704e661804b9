"""What was written in the chat since a case was opened: the person's messages, and ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.delivery.channel import Channel
from bot.delivery.outbox import OutboxState
from bot.escalation.writing import STAFF_MESSAGE
from bot.store.phone_tokens import for_the_brain, restored
from bot.store.tables import Escalation, Inbound, Outbox
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Message:
    sender: str
    """person, human (staff) or machine."""
    at: datetime
    text: str
    is_shown: bool
    """On the person's page; their own always is."""


def read_thread(tx: Transaction, escalation: Escalation) -> Sequence[Message]:
    """In the order it was written, from the message that opened the case."""
    conversation_id = escalation.conversation_id
    opening = select(func.max(Inbound.id)).where(
        Inbound.conversation_id == conversation_id, Inbound.received_at <= escalation.opened_at
    )
    inbounds = tx.scalars(
        select(Inbound).where(
            Inbound.conversation_id == conversation_id,
            Inbound.id >= (tx.scalar(opening) or 0),
        )
    )
    sent = tx.scalars(
        select(Outbox).where(
            Outbox.conversation_id == conversation_id,
            Outbox.channel == Channel.CHAT,
            Outbox.line_id.is_(None),
            Outbox.created_at >= escalation.opened_at,
        )
    )
    messages = [_theirs(tx, row) for row in inbounds] + [_ours(tx, row) for row in sent]
    return sorted(messages, key=lambda message: message.at)


def _theirs(tx: Transaction, row: Inbound) -> Message:
    copy = for_the_brain(tx.unseal(row.conversation_id, row.text), row.id)
    return Message("person", row.received_at, restored(tx, row.conversation_id, copy), True)


def _ours(tx: Transaction, row: Outbox) -> Message:
    sender = "human" if row.name == STAFF_MESSAGE else "machine"
    shown = row.state == OutboxState.DELIVERED
    return Message(sender, row.created_at, tx.unseal(row.conversation_id, row.body), shown)
