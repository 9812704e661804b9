"""What has left this house for an office's own system, and what was erased because it was wished.

Neither says anything of what a request is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.callbacks.handover.due import HandoverState
from bot.monitor.accounts import WITH_AN_OFFICE
from bot.monitor.sessions import Visitor
from bot.monitor.worklist.standing import office_name
from bot.register import Register
from bot.store.tables import CallbackRequest, ErasedRequest, Handover
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class HandedOver:
    """One delivery to the system of an office."""

    office: str | None
    office_id: str
    at: datetime
    """When it was to be delivered."""
    state: HandoverState
    """waiting, acknowledged or superseded."""
    acknowledged_at: datetime | None
    """When the system answered that it has it."""
    is_failing: bool
    """It waits, and was tried in vain."""
    status: int | None
    """The HTTP status last answered; None while nothing has answered."""
    tells_of_end: bool
    """Whether it tells that the request is closed."""


@dataclass(frozen=True)
class Erased:
    """A request that is gone because the person wished it."""

    reference: str
    at: datetime
    was_open: bool
    handed_over: bool
    """Whether the office's own system had it."""


def read_handovers(
    tx: Transaction, register: Register, request: CallbackRequest
) -> Sequence[HandedOver]:
    """The newest last."""
    rows = tx.scalars(
        select(Handover).where(Handover.request_id == request.id).order_by(Handover.id)
    )
    return [
        HandedOver(
            office=office_name(register, each.office_id),
            office_id=each.office_id,
            at=each.created_at,
            state=HandoverState(each.state),
            acknowledged_at=each.acknowledged_at,
            is_failing=each.state == HandoverState.WAITING and each.attempts > 0,
            status=each.status,
            tells_of_end=each.closed_at is not None,
        )
        for each in rows
    ]


def find_erased(tx: Transaction, visitor: Visitor, reference: str) -> Erased | None:
    """None for an office whose it was not, and for what was never here."""
    reference = reference.strip().upper()
    if not reference.isalnum():  # PostgreSQL takes no NUL
        return None
    row = tx.get(ErasedRequest, reference)
    if row is None or (visitor.role in WITH_AN_OFFICE and row.office_id != visitor.office_id):
        return None
    return Erased(row.reference, row.at, row.was_open, row.handed_over)
