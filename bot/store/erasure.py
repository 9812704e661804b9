"""Destroying what people have told: their rows, in the order foreign keys allow, and the key.

Whether something may be destroyed is for the caller to know. A case that is destroyed is counted
among the past ones first: that there was one is nobody's secret, whose it was is.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete, or_, select, update

from bot.store.tables import (
    Attachment,
    AttachmentContent,
    CallbackEvent,
    CallbackNote,
    CallbackRequest,
    Conversation,
    DataKey,
    Dialogue,
    Escalation,
    EscalationEvent,
    Handover,
    HandsetCall,
    HandsetMessage,
    Inbound,
    IncomingCall,
    Outbox,
    Page,
    PageCall,
    PastCase,
    Receipt,
    Relay,
    RelayTurn,
    SafetyQuestion,
    Table,
)
from bot.store.transaction import Transaction

Destroyed = Counter[str]
"""How many rows of each table."""


def destroy_conversations(tx: Transaction, ids: Collection[str]) -> Destroyed:
    """Everything of these conversations, whatever state it is in, and what opens it in backups."""
    tx.execute(select(Conversation.id).where(Conversation.id.in_(ids)).with_for_update())
    cases = select(Escalation.id).where(Escalation.conversation_id.in_(ids))
    requests = select(CallbackRequest.id).where(CallbackRequest.conversation_id.in_(ids))
    destroyed = destroy_escalations(tx, tx.scalars(cases).all())
    destroyed += destroy_requests(tx, tx.scalars(requests).all())
    destroyed += _delete(tx, SafetyQuestion, SafetyQuestion.conversation_id.in_(ids))
    destroyed += _delete_relays(tx, ids)
    destroyed += _delete_outbox(tx, Outbox.conversation_id.in_(ids))
    destroyed += _delete_attachments(tx, Attachment.conversation_id.in_(ids))
    destroyed += _delete(tx, Inbound, Inbound.conversation_id.in_(ids))
    destroyed += _delete(tx, IncomingCall, IncomingCall.conversation_id.in_(ids))
    destroyed += _delete(tx, Dialogue, Dialogue.conversation_id.in_(ids))
    destroyed += _delete(tx, DataKey, DataKey.conversation_id.in_(ids))
    for conversation_id in ids:
        tx.destroy_key(conversation_id)  # also where this transaction still remembers it
    return destroyed + _delete(tx, Conversation, Conversation.id.in_(ids))


def _delete_relays(tx: Transaction, ids: Collection[str]) -> Destroyed:
    """Of these people; of these interpreters only that it was they: the people are others."""
    tx.execute(
        update(Relay)
        .where(Relay.helper_conversation_id.in_(ids))
        .values(helper_conversation_id=None)
        .execution_options(synchronize_session=False)
    )
    destroyed = _delete(tx, RelayTurn, RelayTurn.conversation_id.in_(ids))
    return destroyed + _delete(tx, Relay, Relay.conversation_id.in_(ids))


def empty_conversation(tx: Transaction, conversation: Conversation) -> Destroyed:
    """Keep the phone's number and its wishes under a new key; the words under the old are gone.

    Only for a conversation without a message or a case.
    """
    address = tx.unseal(conversation.id, conversation.address)
    destroyed = _delete(tx, Dialogue, Dialogue.conversation_id == conversation.id)
    tx.destroy_key(conversation.id)
    destroyed[DataKey.__tablename__] += 1
    conversation.address = tx.seal(conversation.id, address)
    conversation.contact_phone = conversation.place = conversation.human_wanted_at = None
    conversation.emptied_at = tx.now
    return destroyed


def destroy_escalations(tx: Transaction, ids: Collection[int]) -> Destroyed:
    """Cases with their history, pages, calls and what was sent to duty lines about them."""
    for case in tx.scalars(select(Escalation).where(Escalation.id.in_(ids))):
        _count_past(
            tx,
            case,
            what="escalation",
            kind=case.kind,
            began_at=case.opened_at,
            answered_at=case.acknowledged_at,
            outcome=case.outcome,
        )
    pages = select(Page.id).where(Page.escalation_id.in_(ids))
    destroyed = _delete_outbox(tx, Outbox.page_id.in_(pages))
    destroyed += _delete(tx, PageCall, PageCall.page_id.in_(pages))
    destroyed += _delete(tx, Page, Page.escalation_id.in_(ids))
    destroyed += _delete(tx, EscalationEvent, EscalationEvent.escalation_id.in_(ids))
    return destroyed + _delete(tx, Escalation, Escalation.id.in_(ids))


def destroy_requests(tx: Transaction, ids: Collection[int]) -> Destroyed:
    """Callback requests with their history, what was added to them, and their handovers."""
    for request in tx.scalars(select(CallbackRequest).where(CallbackRequest.id.in_(ids))):
        _count_past(
            tx,
            request,
            what="request",
            kind=None,
            began_at=request.first_contact_at,
            answered_at=request.reached_at,
            outcome=request.close_reason,
        )
    destroyed = Destroyed()
    for part in (CallbackEvent, CallbackNote, Handover):
        destroyed += _delete(tx, part, part.request_id.in_(ids))
    return destroyed + _delete(tx, CallbackRequest, CallbackRequest.id.in_(ids))


def destroy_inbounds(tx: Transaction, ids: Collection[int]) -> Destroyed:
    """Messages, with what was sent along with them and the safety questions they raised."""
    destroyed = _delete(tx, SafetyQuestion, SafetyQuestion.inbound_id.in_(ids))
    destroyed += _delete_attachments(tx, Attachment.inbound_id.in_(ids))
    destroyed += _delete(tx, RelayTurn, RelayTurn.inbound_id.in_(ids))
    return destroyed + _delete(tx, Inbound, Inbound.id.in_(ids))


def destroy_outbox(tx: Transaction, ids: Collection[int]) -> Destroyed:
    return _delete_outbox(tx, Outbox.id.in_(ids))


def destroy_handsets(tx: Transaction, number: str) -> Destroyed:
    """What is on one simulated phone (E.164) of the demo."""
    messages = _delete(tx, HandsetMessage, HandsetMessage.number == number)
    return messages + _delete(tx, HandsetCall, HandsetCall.number == number)


def _delete_outbox(tx: Transaction, which: ColumnElement[bool]) -> Destroyed:
    taken = select(Outbox.carrier_id).where(which, Outbox.carrier_id.is_not(None))
    destroyed = _delete(tx, Receipt, Receipt.carrier_id.in_(taken))
    theirs = select(Outbox.id).where(which)
    destroyed += _delete(tx, RelayTurn, RelayTurn.outbox_id.in_(theirs))
    return destroyed + _delete(tx, Outbox, which)


def _delete_attachments(tx: Transaction, which: ColumnElement[bool]) -> Destroyed:
    those = select(Attachment.id).where(which)
    contents = _delete(tx, AttachmentContent, AttachmentContent.attachment_id.in_(those))
    return contents + _delete(tx, Attachment, which)


def _delete(tx: Transaction, table: type[Table], which: ColumnElement[bool]) -> Destroyed:
    done: CursorResult[Any] = tx.execute(  # type: ignore[assignment]
        delete(table).where(which).execution_options(synchronize_session=False)
    )
    return Destroyed({table.__tablename__: done.rowcount})


def _count_past(
    tx: Transaction,
    case: Escalation | CallbackRequest,
    *,
    what: str,
    kind: str | None,
    began_at: datetime,
    answered_at: datetime | None,
    outcome: str | None,
) -> None:
    language = select(Conversation.language).where(Conversation.id == case.conversation_id)
    tx.add(
        PastCase(
            what=what,
            kind=kind,
            place=case.place,
            language=tx.scalar(language),
            month=began_at.strftime("%Y-%m"),
            minutes_to_answer=_minutes(began_at, answered_at),
            minutes_to_end=_minutes(began_at, case.closed_at),
            outcome=outcome,
        )
    )


def _minutes(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else int((end - start).total_seconds() // 60)


def is_open(conversation_id: ColumnElement[str]) -> ColumnElement[bool]:
    """SQL: does anything of this conversation still wait for somebody, or for its time?"""
    waiting = (
        select(Escalation.id).where(
            Escalation.conversation_id == conversation_id, Escalation.state != "closed"
        ),
        select(CallbackRequest.id).where(
            CallbackRequest.conversation_id == conversation_id, CallbackRequest.state != "closed"
        ),
        select(SafetyQuestion.id).where(
            SafetyQuestion.conversation_id == conversation_id, SafetyQuestion.state == "open"
        ),
        select(Inbound.id).where(
            Inbound.conversation_id == conversation_id,
            or_(Inbound.due_at.is_not(None), Inbound.holding_at.is_not(None)),
        ),
        select(Outbox.id).where(
            Outbox.conversation_id == conversation_id, Outbox.due_at.is_not(None)
        ),
        select(IncomingCall.id).where(
            IncomingCall.conversation_id == conversation_id, IncomingCall.due_at.is_not(None)
        ),
        select(Attachment.id).where(
            Attachment.conversation_id == conversation_id,
            or_(Attachment.due_at.is_not(None), Attachment.alone_at.is_not(None)),
        ),
        select(Relay.id).where(
            or_(
                Relay.conversation_id == conversation_id,
                Relay.helper_conversation_id == conversation_id,
            ),
            Relay.due_at.is_not(None),
        ),
    )
    return or_(*(each.exists() for each in waiting))


def has_case(conversation_id: ColumnElement[str]) -> ColumnElement[bool]:
    """SQL: is a case of this conversation kept, open or closed?"""
    return or_(
        *(
            select(case.id).where(case.conversation_id == conversation_id).exists()
            for case in (Escalation, CallbackRequest)
        )
    )


def has_message(conversation_id: ColumnElement[str]) -> ColumnElement[bool]:
    """SQL: is anything said in this conversation, or a call of it, kept?"""
    return or_(
        *(
            select(message.id).where(message.conversation_id == conversation_id).exists()
            for message in (Inbound, Outbox, IncomingCall)
        )
    )
