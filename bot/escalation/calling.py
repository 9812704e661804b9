"""Calls that speak a page: made one at a time to a phone, and what came of each."""

import secrets
from datetime import timedelta

from sqlalchemy import select

from bot.delivery.speaker import Speaker
from bot.store.tables import Page, PageCall
from bot.store.transaction import Transaction

LONGEST_CALL = timedelta(minutes=3)
"""After this a call whose end nobody told us of is taken for ended."""


def ring(tx: Transaction, speaker: Speaker, page: Page, conversation_id: str, *, key: str) -> None:
    """Call the phone of a page, once a key. The words are fetched when somebody picks up."""
    token = secrets.token_urlsafe(24)
    queued = speaker.ring(tx, page, token, conversation_id=conversation_id, key=key)
    if queued is not None:
        tx.add(PageCall(token=token, key=key, page_id=page.id, made_at=tx.now))
        tx.flush()


def is_call_under_way(tx: Transaction, duty_phone: bytes) -> bool:
    call = tx.scalar(
        select(PageCall.id)
        .join(Page, Page.id == PageCall.page_id)
        .where(
            Page.duty_phone == duty_phone,
            PageCall.ended_at.is_(None),
            PageCall.made_at > tx.now - LONGEST_CALL,
        )
        .limit(1)
    )
    return call is not None


def call_of_token(tx: Transaction, token: str) -> PageCall | None:
    return tx.scalar(select(PageCall).where(PageCall.token == token))


def call_of_key(tx: Transaction, key: str) -> PageCall | None:
    return tx.scalar(select(PageCall).where(PageCall.key == key))
