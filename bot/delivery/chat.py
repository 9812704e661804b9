"""What the chat page has shown: the receipts of a channel that has no carrier."""

from sqlalchemy import update

from bot.delivery.channel import Channel
from bot.delivery.outbox import OutboxState
from bot.store.tables import Outbox
from bot.store.transaction import Transaction


def mark_shown(tx: Transaction, conversation_id: str, last_id: int) -> None:
    """Note that the person's browser has our messages up to this one (an id of the outbox)."""
    tx.execute(
        update(Outbox)
        .where(
            Outbox.conversation_id == conversation_id,
            Outbox.channel.in_((Channel.CHAT, Channel.RELAY)),
            Outbox.id <= last_id,
            Outbox.state == OutboxState.ACCEPTED,
        )
        .values(state=OutboxState.DELIVERED)
    )
