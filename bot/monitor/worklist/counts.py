"""How many wait, in numbers that say nothing of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.monitor.sessions import Visitor
from bot.monitor.worklist.sight import CLOSED, seen_by
from bot.monitor.worklist.standing import is_late, office_name
from bot.register import Register
from bot.store.tables import CallbackRequest
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class OfficeCount:
    office: str | None
    """None: no office is known."""
    waiting: int
    late: int
    unowned: int


def count_by_office(tx: Transaction, register: Register, visitor: Visitor) -> Sequence[OfficeCount]:
    """Of each office the visitor may see, those with the most late ones first."""
    late = func.count().filter(is_late(tx.now))
    rows = tx.execute(
        select(
            CallbackRequest.office_id,
            func.count().label("waiting"),
            late.label("late"),
            func.count().filter(CallbackRequest.owner_staff_id.is_(None)).label("unowned"),
        )
        .where(CallbackRequest.state != CLOSED, seen_by(visitor))
        .group_by(CallbackRequest.office_id)
    )
    counts = [
        OfficeCount(office_name(register, row.office_id), row.waiting, row.late, row.unowned)
        for row in rows
    ]
    return sorted(counts, key=lambda count: (-count.late, -count.waiting, count.office or ""))
