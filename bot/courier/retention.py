"""What is past its date is destroyed, oldest first, in small steps that keep nobody waiting.

The periods are the register's (``retention.yml``). Nothing is touched that is open, or that belongs
to a conversation in which something is. A case goes first, then the messages of a conversation that
has none left, then the conversation with its key: each step leaves something whole behind.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Select, and_, delete, or_, select, type_coerce, update

from bot.callbacks.handover.due import is_handed_over
from bot.register import Register
from bot.store import Store, Transaction
from bot.store.erasure import (
    Destroyed,
    destroy_conversations,
    destroy_escalations,
    destroy_inbounds,
    destroy_outbox,
    destroy_requests,
    empty_conversation,
    has_case,
    has_message,
    is_open,
)
from bot.store.tables import (
    CallbackRequest,
    Conversation,
    Dialogue,
    ErasedRequest,
    Escalation,
    HandsetCall,
    HandsetMessage,
    Inbound,
    IncomingCall,
    Outbox,
    Receipt,
    SignInFailure,
    StaffSession,
    StoryView,
)

EVERY_SECONDS = 60.0
MOST_AT_ONCE = 100
"""Rows a transaction: a few milliseconds, in which a page may have to wait."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Step:
    """One kind of thing that has a date: which rows are past it, and how they go."""

    name: str
    rows: Callable[[Transaction, Register], Select[Any]]
    """Their primary keys; asked again, and locked, right before they are destroyed."""
    destroy: Callable[[Transaction, Sequence[Any]], Destroyed]


@dataclass
class Retention:
    store: Store
    register: Register
    _log_holds_more: bool = field(default=False, init=False)
    """SQLite's write-ahead log may still hold what was destroyed."""

    def go(self) -> int:
        """Destroy one helping of everything past its date; gives how many rows were."""
        destroyed = sum((self._take(step) for step in STEPS), Destroyed())
        if destroyed:
            log.info("destroyed", **destroyed)
            self._log_holds_more = True
        if self._log_holds_more:
            self._log_holds_more = not self.store.empty_log()
        return destroyed.total()

    def _take(self, step: Step) -> Destroyed:
        try:
            with self.store.read() as tx:  # a look that takes no write lock
                if tx.execute(step.rows(tx, self.register).limit(1)).first() is None:
                    return Destroyed()
            with self.store.write() as tx:
                query = step.rows(tx, self.register).limit(MOST_AT_ONCE)
                keys = tx.scalars(query.with_for_update(skip_locked=True)).all()
                return step.destroy(tx, keys) if keys else Destroyed()
        except Exception:
            log.exception("retention_failed", step=step.name)
            return Destroyed()


def _past_escalations(tx: Transaction, register: Register) -> Select[Any]:
    return (
        select(Escalation.id)
        .where(
            Escalation.state == "closed",
            Escalation.closed_at <= tx.now - register.kept_for.escalation,
            ~is_open(Escalation.conversation_id.expression),
        )
        .order_by(Escalation.id)
    )


def _past_requests(tx: Transaction, register: Register) -> Select[Any]:
    until = tx.now - register.kept_for.request
    return (
        select(CallbackRequest.id)
        .where(
            CallbackRequest.state == "closed",
            CallbackRequest.closed_at <= until,
            is_handed_over(register, until),
            ~is_open(CallbackRequest.conversation_id.expression),
        )
        .order_by(CallbackRequest.id)
    )


def _left_drafts(tx: Transaction, register: Register) -> Select[Any]:
    return select(Dialogue.conversation_id).where(
        Dialogue.updated_at <= tx.now - register.kept_for.draft,
        ~is_open(Dialogue.conversation_id.expression),
    )


def _forget_drafts(tx: Transaction, ids: Sequence[str]) -> Destroyed:
    tx.execute(delete(Dialogue).where(Dialogue.conversation_id.in_(ids)))
    return Destroyed({Dialogue.__tablename__: len(ids)})


def _old_messages(
    table: type[Inbound] | type[Outbox], at: ColumnElement[datetime]
) -> Callable[[Transaction, Register], Select[Any]]:
    """Those that belong to no case: of people who asked something, and of officers."""

    def rows(tx: Transaction, register: Register) -> Select[Any]:
        of = table.conversation_id.expression
        return (
            select(table.id)
            .where(at <= tx.now - register.kept_for.conversation, ~has_case(of), ~is_open(of))
            .order_by(table.id)
        )

    return rows


def _destroy_inbounds(tx: Transaction, ids: Sequence[int]) -> Destroyed:
    wrote = select(Inbound.conversation_id).where(Inbound.id.in_(ids))
    tx.execute(update(Conversation).where(Conversation.id.in_(wrote)).values(emptied_at=None))
    return destroy_inbounds(tx, ids)


def _old_calls(tx: Transaction, register: Register) -> Select[Any]:
    """That somebody called, once it belongs to no case: also hidden numbers, which have none."""
    of = type_coerce(IncomingCall.conversation_id, Conversation.id.type)
    belongs = and_(of.is_not(None), or_(has_case(of), is_open(of)))
    return (
        select(IncomingCall.id)
        .where(
            IncomingCall.started_at <= tx.now - register.kept_for.conversation,
            IncomingCall.due_at.is_(None),
            ~belongs,
        )
        .order_by(IncomingCall.id)
    )


def _forget_calls(tx: Transaction, ids: Sequence[int]) -> Destroyed:
    tx.execute(delete(IncomingCall).where(IncomingCall.id.in_(ids)))
    return Destroyed({IncomingCall.__tablename__: len(ids)})


HAS_WISH = and_(
    Conversation.channel == "sms",
    or_(
        Conversation.opted_out_at.is_not(None),
        Conversation.unsafe_at.is_not(None),
        Conversation.no_texts_at.is_not(None),
        Conversation.no_calls_at.is_not(None),
    ),
)
"""The phone wants no texts, is not safe, or a call does not reach its owner: kept for longer."""


def _silent_conversations(tx: Transaction, register: Register) -> Select[Any]:
    keep = register.kept_for
    is_wish_past = and_(
        Conversation.emptied_at.is_not(None), Conversation.emptied_at <= tx.now - keep.wish
    )
    return (
        select(Conversation.id)
        .where(
            Conversation.created_at <= tx.now - keep.conversation,
            or_(~HAS_WISH, Conversation.emptied_at.is_(None), is_wish_past),
            ~has_message(Conversation.id.expression),
            ~has_case(Conversation.id.expression),
        )
        .order_by(Conversation.created_at)
    )


def _end_conversations(tx: Transaction, ids: Sequence[str]) -> Destroyed:
    with_wish = tx.scalars(
        select(Conversation).where(
            Conversation.id.in_(ids), HAS_WISH, Conversation.emptied_at.is_(None)
        )
    ).all()
    kept = {conversation.id for conversation in with_wish}
    destroyed = destroy_conversations(tx, [each for each in ids if each not in kept])
    return sum((empty_conversation(tx, each) for each in with_wish), destroyed)


def _old_receipts(tx: Transaction, register: Register) -> Select[Any]:
    return select(Receipt.carrier_id).where(
        Receipt.received_at <= tx.now - register.kept_for.receipt
    )


def _forget_receipts(tx: Transaction, carrier_ids: Sequence[str]) -> Destroyed:
    tx.execute(delete(Receipt).where(Receipt.carrier_id.in_(carrier_ids)))
    return Destroyed({Receipt.__tablename__: len(carrier_ids)})


def _rows(table: type[Any], at: ColumnElement[datetime], period: Callable[[Register], Any]) -> Step:
    """Rows without anything about a person in them, or of the demo, by their age alone."""
    key = next(iter(table.__table__.primary_key))

    def destroy(tx: Transaction, keys: Sequence[Any]) -> Destroyed:
        tx.execute(delete(table).where(key.in_(keys)))
        return Destroyed({table.__tablename__: len(keys)})

    return Step(
        table.__tablename__,
        lambda tx, register: select(key).where(at <= tx.now - period(register)).order_by(at),
        destroy,
    )


STEPS = (
    Step("escalations", _past_escalations, destroy_escalations),
    Step("requests", _past_requests, destroy_requests),
    Step("drafts", _left_drafts, _forget_drafts),
    Step("inbound", _old_messages(Inbound, Inbound.received_at.expression), _destroy_inbounds),
    Step("outbox", _old_messages(Outbox, Outbox.created_at.expression), destroy_outbox),
    Step("calls", _old_calls, _forget_calls),
    Step("conversations", _silent_conversations, _end_conversations),
    Step("receipts", _old_receipts, _forget_receipts),
    _rows(StoryView, StoryView.at.expression, lambda register: register.kept_for.story_view),
    _rows(ErasedRequest, ErasedRequest.at.expression, lambda register: register.kept_for.erased),
    _rows(StaffSession, StaffSession.created_at.expression, lambda each: each.kept_for.sign_in),
    _rows(SignInFailure, SignInFailure.at.expression, lambda each: each.kept_for.sign_in),
    _rows(HandsetMessage, HandsetMessage.at.expression, lambda each: each.kept_for.conversation),
    _rows(HandsetCall, HandsetCall.at.expression, lambda each: each.kept_for.conversation),
)
