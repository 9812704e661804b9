"""Phones at which nothing of ours may turn up of its own accord."""

from sqlalchemy import select

from bot.store.tables import CallbackRequest, Conversation
from bot.store.transaction import Transaction


def is_phone_unsafe(tx: Transaction, conversation: Conversation) -> bool:
    """Whether the person has said, with a request, that others may read their phone.

    Said with one that is still open, or what they said last of it: it is the same phone after a
    request has ended.
    """
    said = tx.execute(
        select(CallbackRequest.phone_safe, CallbackRequest.state)
        .where(
            CallbackRequest.conversation_id == conversation.id,
            CallbackRequest.phone_safe.in_(("yes", "no")),
        )
        .order_by(CallbackRequest.id.desc())
    ).all()
    is_last_word = bool(said) and said[0].phone_safe == "no"
    return is_last_word or any(row.phone_safe == "no" and row.state != "closed" for row in said)
