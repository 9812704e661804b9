"""Which requests have still to be handed over, and which have been.

An office with a system of its own is told of a request when it gets it, and again when it is closed
or opened anew. What is missing is read from the requests themselves, so that no room that changes
one has to think of it.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from bot.register import Register
from bot.store.tables import CallbackRequest, Handover
from bot.store.transaction import Transaction


class HandoverState(StrEnum):
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    """The office's system has answered that it has it."""
    SUPERSEDED = "superseded"
    """The request has changed since, or its office has no system any more."""


def targets(register: Register) -> dict[str, str]:
    """Office → the address its own system takes requests at."""
    return {office.id: url for office in register.offices.values() if (url := office.handover_url)}


def missing(offices: Collection[str]) -> Select[CallbackRequest]:
    """The requests of these offices whose present state no handover tells of."""
    newest, tells = aliased(Handover), aliased(Handover)
    newest_id = (
        select(func.max(newest.id))
        .where(
            newest.request_id == CallbackRequest.id,
            newest.state != HandoverState.SUPERSEDED,
        )
        .correlate(CallbackRequest)
        .scalar_subquery()
    )
    is_told = (
        select(tells.id)
        .where(
            tells.id == newest_id,
            tells.office_id == CallbackRequest.office_id,
            tells.closed_at.is_not_distinct_from(CallbackRequest.closed_at),
        )
        .exists()
    )
    return select(CallbackRequest).where(CallbackRequest.office_id.in_(offices), ~is_told)


def hand_over(tx: Transaction, request: CallbackRequest, office_id: str) -> Handover:
    """Have the request, as it is now, delivered to its office's system."""
    earlier = select(func.count(Handover.id)).where(Handover.request_id == request.id)
    handover = Handover(
        key=f"{request.reference}.{office_id}.{(tx.scalar(earlier) or 0) + 1}",
        request_id=request.id,
        office_id=office_id,
        closed_at=request.closed_at,
        created_at=tx.now,
        due_at=tx.now,
        state=HandoverState.WAITING,
        attempts=0,
    )
    tx.add(handover)
    tx.flush()
    return handover


def is_superseded(handover: Handover, request: CallbackRequest) -> bool:
    """Has the request moved on since this delivery was wanted? Another tells what is true now."""
    return (handover.office_id, handover.closed_at) != (request.office_id, request.closed_at)


def is_handed_over(register: Register, until: datetime) -> ColumnElement[bool]:
    """SQL: nothing of a closed request has still to reach its office's system.

    Its last word was acknowledged by ``until``; or there is no such system, and the office has had
    it before its eyes here.
    """
    last_word = select(Handover.id).where(
        Handover.request_id == CallbackRequest.id,
        Handover.office_id == CallbackRequest.office_id,
        Handover.closed_at == CallbackRequest.closed_at,
        Handover.acknowledged_at <= until,
    )
    return or_(
        CallbackRequest.office_id.is_(None),
        CallbackRequest.office_id.not_in(targets(register)),
        last_word.exists(),
    )
