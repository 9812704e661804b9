"""Nobody ever meets silence: after a minute without a reply a holding text goes out."""

from sqlalchemy import select

from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.store.due_work import take
from bot.store.tables import Conversation, Inbound, Outbox
from bot.store.transaction import Transaction


def hold_overdue(tx: Transaction, speaker: Speaker, inbound_id: int) -> None:
    """Send a holding text to somebody who has waited a minute; one for several messages."""
    inbound = take(tx, Inbound, inbound_id, Inbound.holding_at <= tx.now)
    if inbound is None:
        return
    inbound.holding_at = None
    if not _held_since(tx, inbound):
        speaker.tell(
            tx,
            tx.get_one(Conversation, inbound.conversation_id),
            "utter_holding",
            key=f"inbound:{inbound.id}:holding",
            lane=Lane.FOLLOW_UP,
        )


def _held_since(tx: Transaction, inbound: Inbound) -> bool:
    """Whether an earlier message of theirs that still waits has brought them the text already."""
    earlier = tx.scalar(
        select(Outbox.id)
        .where(
            Outbox.conversation_id == inbound.conversation_id,
            Outbox.name == "utter_holding",
            Outbox.created_at >= inbound.received_at,
        )
        .limit(1)
    )
    return earlier is not None
