"""The requests that wait, as a list shows them: the most urgent first, then the oldest.

What a request is about is read only for those who may see it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, true

from bot.callbacks.relayed import Relayed, relayed_among
from bot.delivery.unsafe import unsafe_conversations
from bot.language.served import language_name
from bot.monitor.pages import NORWEGIAN
from bot.monitor.sessions import Visitor
from bot.monitor.worklist.filters import Filters
from bot.monitor.worklist.sight import CLOSED, RequestSight, request_sight, seen_by
from bot.monitor.worklist.standing import is_late, office_name, urgency
from bot.monitor.worklist.tried import Tried, read_tried
from bot.register import Register
from bot.store.tables import CallbackRequest, Conversation, Staff
from bot.store.transaction import Transaction

ON_ONE_PAGE = 40
"""What is seen at a glance."""


@dataclass(frozen=True)
class Details:
    """Of the story: what a list shows of it to those who may read it."""

    needs: Sequence[str]
    possible_application: bool
    tried_before: bool
    human_wanted: bool
    interpreter: str | None
    """The language, as staff read it."""
    window: str
    """any, morning, afternoon, or the person's own words."""
    contact_by: str
    is_unsafe: bool
    relayed: Relayed | None
    """None where the person writes themselves."""
    is_for_another: bool
    """Somebody else wrote for the person."""


@dataclass(frozen=True)
class WaitingRequest:
    """One row."""

    id: int
    reference: str
    office: str | None
    """None while no office is known."""
    first_contact_at: datetime
    latest_at: datetime
    is_late: bool
    is_urgent: bool
    is_reached: bool
    """Staff have spoken with the person, who has not yet said that it helped."""
    language: str | None
    owner: str | None
    tried: Tried | None
    sight: RequestSight
    details: Details | None
    """None when it is not the visitor's to read."""


def read_rows(
    tx: Transaction, register: Register, visitor: Visitor, filters: Filters
) -> Sequence[WaitingRequest]:
    """One page of them, and one more where there are more."""
    rows = tx.execute(
        select(
            CallbackRequest.id,
            CallbackRequest.reference,
            CallbackRequest.state,
            CallbackRequest.office_id,
            CallbackRequest.opened_by_staff_id,
            CallbackRequest.first_contact_at,
            CallbackRequest.latest_at,
            CallbackRequest.urgent_at,
            CallbackRequest.reached_at,
            CallbackRequest.language,
            is_late(tx.now).label("is_late"),
            Staff.name.label("owner"),
        )
        .outerjoin(Staff, Staff.id == CallbackRequest.owner_staff_id)
        .where(CallbackRequest.state != CLOSED, seen_by(visitor), *filters.conditions(visitor))
        .where(is_late(tx.now) if filters.late else true())
        .order_by(*urgency(tx.now))
        .limit(ON_ONE_PAGE + 1)
        .offset(ON_ONE_PAGE * (filters.page - 1))
    ).all()
    sights = {row.id: request_sight(visitor, row) for row in rows}
    details = _read_details(tx, [id_ for id_, sight in sights.items() if sight and sight.story])
    tried = read_tried(tx, list(sights))
    return [
        _waiting(row, register, sight, tried.get(row.id), details.get(row.id))
        for row in rows
        if (sight := sights[row.id]) is not None
    ]


def _waiting(
    row: Any,
    register: Register,
    sight: RequestSight,
    tried: Tried | None,
    details: Details | None,
) -> WaitingRequest:
    return WaitingRequest(
        id=row.id,
        reference=row.reference,
        office=office_name(register, row.office_id),
        first_contact_at=row.first_contact_at,
        latest_at=row.latest_at,
        is_late=row.is_late,
        is_urgent=row.urgent_at is not None,
        is_reached=row.reached_at is not None,
        language=language_name(row.language, NORWEGIAN) if row.language else None,
        owner=row.owner,
        tried=tried,
        sight=sight,
        details=details,
    )


def _read_details(tx: Transaction, ids: Sequence[int]) -> Mapping[int, Details]:
    rows = tx.execute(
        select(
            CallbackRequest.id,
            CallbackRequest.conversation_id,
            CallbackRequest.needs,
            CallbackRequest.possible_application,
            CallbackRequest.tried_before,
            CallbackRequest.human_wanted,
            CallbackRequest.interpreter,
            CallbackRequest.window,
            CallbackRequest.contact_by,
            CallbackRequest.on_behalf.is_not(None).label("is_for_another"),
            Conversation.unsafe_at,
        )
        .join(Conversation, Conversation.id == CallbackRequest.conversation_id)
        .where(CallbackRequest.id.in_(ids))
    ).all()
    conversations = {row.conversation_id for row in rows}
    unsafe, relayed = unsafe_conversations(tx, conversations), relayed_among(tx, conversations)
    return {
        row.id: Details(
            needs=row.needs,
            possible_application=row.possible_application,
            tried_before=row.tried_before,
            human_wanted=row.human_wanted,
            interpreter=tx.unseal(row.conversation_id, row.interpreter)
            if row.interpreter
            else None,
            window=tx.unseal(row.conversation_id, row.window),
            contact_by=row.contact_by,
            is_unsafe=row.unsafe_at is not None or row.conversation_id in unsafe,
            relayed=relayed.get(row.conversation_id),
            is_for_another=row.is_for_another,
        )
        for row in rows
    }
