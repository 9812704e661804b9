"""How a request stands: whether it is late, and which of two is the more urgent."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, false, func, or_

from bot.monitor.worklist.sight import CLOSED
from bot.register import Register
from bot.store.tables import CallbackRequest


def is_late(now: datetime) -> ColumnElement[bool]:
    """A promised time has passed, and nobody has phoned since."""
    return and_(
        CallbackRequest.state != CLOSED,
        CallbackRequest.reached_at.is_(None),
        or_(
            CallbackRequest.late_since.is_not(None),
            CallbackRequest.latest_at < now,
            func.coalesce(CallbackRequest.window_ends_at < now, false()),
        ),
    )


def is_request_late(request: CallbackRequest, now: datetime) -> bool:
    """The same of a request that has been read."""
    if request.state == CLOSED or request.reached_at is not None:
        return False
    promised = (request.latest_at, request.window_ends_at)
    return request.late_since is not None or any(at is not None and at < now for at in promised)


def urgency(now: datetime) -> tuple[SQLColumnExpression[Any], ...]:
    """The most urgent first, then the oldest; those who wait for the person's own answer last."""
    return (
        CallbackRequest.reached_at.is_not(None),
        CallbackRequest.urgent_at.is_(None),
        CallbackRequest.risen.desc(),
        is_late(now).desc(),
        CallbackRequest.tried_before.desc(),
        CallbackRequest.human_wanted.desc(),
        CallbackRequest.first_contact_at,
        CallbackRequest.id,
    )


def office_name(register: Register, office_id: str | None) -> str | None:
    """None while no office is known; the id of one the register has no longer."""
    office = register.office(office_id) if office_id else None
    return office.name if office else office_id
