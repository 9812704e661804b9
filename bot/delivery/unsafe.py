"""Phones at which nothing of ours may turn up of its own accord."""

from sqlalchemy import select

from bot.store.tables import CallbackRequest, Conversation
from bot.store.transaction import Transaction


def is_phone_unsafe(tx: Transaction, conversation: Conversation) -> bool:
    """Whether the person has said, with any request still open, that others may read it."""
    said = select(CallbackRequest.id).where(
        CallbackRequest.conversation_id == conversation.id,
        CallbackRequest.phone_safe == "no",
        CallbackRequest.state != "closed",
    )
    return tx.scalar(said.limit(1)) is not None
