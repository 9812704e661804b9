"""Calls that speak a page: made one at a time to a phone, the oldest that waits first."""

import secrets
from datetime import timedelta

from sqlalchemy import select

from bot.delivery.outbox import OutboxState
from bot.delivery.speaker import Speaker
from bot.store.tables import Escalation, Outbox, Page, PageCall
from bot.store.transaction import Transaction

LONGEST_CALL = timedelta(seconds=100)
"""After this a call whose end nobody told us of is taken for ended; shorter than a rung's wait."""


def ring(tx: Transaction, speaker: Speaker, page: Page, conversation_id: str, *, key: str) -> None:
    """Call the phone of a page, once a key. The words are fetched when somebody picks up."""
    token = secrets.token_urlsafe(24)
    queued = speaker.ring(tx, page, token, conversation_id=conversation_id, key=key)
    if queued is not None:
        tx.add(PageCall(token=token, key=key, page_id=page.id, made_at=tx.now))
        tx.flush()


def call_about(tx: Transaction, speaker: Speaker, page: Page) -> None:
    """Call about a case, or as soon as its phone is free; who waited there longer goes first."""
    page.call_wanted_at = page.call_wanted_at or tx.now
    tx.flush()
    if not is_call_under_way(tx, page.duty_phone):
        call_next(tx, speaker, page.duty_phone)


def call_next(tx: Transaction, speaker: Speaker, duty_phone: bytes) -> None:
    """A phone is free: call about the case that has waited longest for it and is still open."""
    waiting = tx.execute(
        select(Page, Escalation)
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(
            Page.duty_phone == duty_phone,
            Page.call_wanted_at.is_not(None),
            Page.ended_at.is_(None),
            Escalation.state == "open",
        )
        .order_by(Page.call_wanted_at, Page.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if waiting is not None:
        page, escalation = waiting
        page.call_wanted_at = None
        key = f"page:{page.id}:{page.times}:call"
        ring(tx, speaker, page, escalation.conversation_id, key=key)


def is_call_under_way(tx: Transaction, duty_phone: bytes) -> bool:
    """Whether the phone rings or is on the line; a call that never left is none."""
    call = tx.scalar(
        select(PageCall.id)
        .join(Page, Page.id == PageCall.page_id)
        .join(Outbox, Outbox.key == PageCall.key)
        .where(
            Page.duty_phone == duty_phone,
            PageCall.ended_at.is_(None),
            PageCall.made_at > tx.now - LONGEST_CALL,
            Outbox.state.not_in((OutboxState.DROPPED, OutboxState.FAILED)),
        )
        .limit(1)
    )
    return call is not None


def call_of_token(tx: Transaction, token: str) -> PageCall | None:
    return tx.scalar(select(PageCall).where(PageCall.token == token))


def call_of_key(tx: Transaction, key: str) -> PageCall | None:
    return tx.scalar(select(PageCall).where(PageCall.key == key))
