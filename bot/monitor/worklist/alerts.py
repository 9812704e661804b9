"""The requests that somebody above must hear of: tried again and again, and nobody reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from bot.monitor.worklist.sight import CLOSED
from bot.monitor.worklist.standing import office_name
from bot.register import Register
from bot.store.tables import CallbackRequest
from bot.store.transaction import Transaction

MOST_NAMED = 5


@dataclass(frozen=True)
class Missed:
    """One request, as everybody may see it who may see it at all."""

    reference: str
    office: str | None
    times: int


@dataclass(frozen=True)
class Alerts:
    count: int
    oldest: Sequence[Missed]
    """As many as are read."""


def of_nks() -> ColumnElement[bool]:
    """Missed so often, wherever, that NKS hears of it."""
    return _waiting(CallbackRequest.monitor_alerted_at.is_not(None))


def of_lead(office_id: str) -> ColumnElement[bool]:
    """Missed so often that the lead of the office hears of it."""
    theirs = CallbackRequest.office_id == office_id
    return _waiting(and_(theirs, CallbackRequest.lead_alerted_at.is_not(None)))


def read_alerts(tx: Transaction, register: Register, which: ColumnElement[bool]) -> Alerts:
    count = tx.scalar(select(func.count(CallbackRequest.id)).where(which)) or 0
    if not count:
        return Alerts(0, ())
    rows = tx.execute(
        select(CallbackRequest.reference, CallbackRequest.office_id, CallbackRequest.missed)
        .where(which)
        .order_by(CallbackRequest.first_contact_at, CallbackRequest.id)
        .limit(MOST_NAMED)
    )
    oldest = [
        Missed(row.reference, office_name(register, row.office_id), row.missed) for row in rows
    ]
    return Alerts(count, oldest)


def _waiting(alerted: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(CallbackRequest.state != CLOSED, CallbackRequest.reached_at.is_(None), alerted)
