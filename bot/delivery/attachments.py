"""What people send besides words: kept sealed for staff, and never interpreted by us."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select

from bot.delivery.copies import empty_copy
from bot.store.due_work import release
from bot.store.tables import Attachment, AttachmentContent
from bot.store.transaction import Transaction

A_DAY = timedelta(days=1)


class AttachmentState(StrEnum):
    WAITING = "waiting"
    KEPT = "kept"
    FAILED = "failed"
    """The carrier did not give it to us."""
    REFUSED = "refused"
    """No picture, voice message or PDF, or too large, or one too many in a day."""


@dataclass(frozen=True)
class Sent:
    """As a door hands it in: its content, or the carrier's ids of it, or nothing we can take."""

    content_type: str | None = None
    content: bytes | None = field(default=None, repr=False)
    carrier_media: str | None = None


def add(tx: Transaction, conversation_id: str, inbound_id: int, sent: Sequence[Sent]) -> None:
    """Store what came with one message, which is new."""
    for number, each in enumerate(sent):
        row = Attachment(
            conversation_id=conversation_id,
            inbound_id=inbound_id,
            number=number,
            received_at=tx.now,
            state=AttachmentState.REFUSED,
            carrier_media=each.carrier_media,
        )
        tx.add(row)
        tx.flush()
        if each.content is not None and each.content_type is not None:
            keep(tx, row, each.content, each.content_type)
        elif each.carrier_media is not None:
            row.state, row.due_at = AttachmentState.WAITING, tx.now


def keep(tx: Transaction, row: Attachment, content: bytes, content_type: str) -> None:
    """Seal the bytes, once.

    The row is changed in one statement: PostgreSQL would check a row changed twice against its
    message, which whoever screens that may have locked.
    """
    sealed = tx.seal_bytes(row.conversation_id, content)
    row.content_type, row.size = content_type, len(content)
    tx.add(AttachmentContent(attachment_id=row.id, content=sealed))
    _settle(tx, row, AttachmentState.KEPT)


def give_up(tx: Transaction, row: Attachment, state: AttachmentState) -> None:
    """It will not be had: staff see that there was something, and the carrier's copy goes."""
    _settle(tx, row, state)


def _settle(tx: Transaction, row: Attachment, state: AttachmentState) -> None:
    row.state, row.due_at = state, None
    release(row)
    if row.carrier_media is not None:
        empty_copy(tx, row.carrier_media)


def content_of(tx: Transaction, row: Attachment) -> bytes:
    """The very bytes that were sent, of one that is kept."""
    sealed = tx.get_one(AttachmentContent, row.id).content
    return tx.unseal_bytes(row.conversation_id, sealed)


def of_conversation(
    tx: Transaction, conversation_id: str, *which: ColumnElement[bool]
) -> Sequence[Attachment]:
    """In the order they came."""
    query = select(Attachment).where(Attachment.conversation_id == conversation_id, *which)
    return tx.scalars(query.order_by(Attachment.id)).all()


def came_within_a_day(tx: Transaction, conversation_id: str, until: datetime) -> int:
    """How many came in the day before, those not taken left out."""
    return tx.scalars(
        select(func.count(Attachment.id)).where(
            Attachment.conversation_id == conversation_id,
            Attachment.received_at > until - A_DAY,
            Attachment.received_at <= until,
            Attachment.state != AttachmentState.REFUSED,
        )
    ).one()


def await_words(tx: Transaction, inbound_id: int, until: datetime) -> None:
    """Somebody is to be asked to phone when no words have come by then."""
    for row in tx.scalars(select(Attachment).where(Attachment.inbound_id == inbound_id)):
        row.alone_at = until


def await_no_longer(tx: Transaction, conversation_id: str) -> None:
    waiting = (Attachment.conversation_id == conversation_id, Attachment.alone_at.is_not(None))
    for row in tx.scalars(select(Attachment).where(*waiting)):
        row.alone_at = None
