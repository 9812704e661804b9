"""Phones at which nothing of ours may turn up of its own accord."""

from collections.abc import Collection
from itertools import groupby

from sqlalchemy import select

from bot.store.tables import CallbackRequest, Conversation
from bot.store.transaction import Transaction


def is_phone_unsafe(tx: Transaction, conversation: Conversation) -> bool:
    """Whether the person has said, with a request, that others may read their phone."""
    return bool(unsafe_conversations(tx, [conversation.id]))


def unsafe_conversations(tx: Transaction, ids: Collection[str]) -> frozenset[str]:
    """Those of the conversations whose phone is not safe by what was said with a request.

    Said with one that is still open, or what they said last of it: it is the same phone after a
    request has ended.
    """
    rows = tx.execute(
        select(CallbackRequest.conversation_id, CallbackRequest.phone_safe, CallbackRequest.state)
        .where(
            CallbackRequest.conversation_id.in_(ids),
            CallbackRequest.phone_safe.in_(("yes", "no")),
        )
        .order_by(CallbackRequest.conversation_id, CallbackRequest.id.desc())
    )
    unsafe = set()
    for conversation_id, group in groupby(rows, key=lambda row: row.conversation_id):
        said = list(group)
        is_last_word = said[0].phone_safe == "no"
        if is_last_word or any(row.phone_safe == "no" and row.state != "closed" for row in said):
            unsafe.add(conversation_id)
    return frozenset(unsafe)
