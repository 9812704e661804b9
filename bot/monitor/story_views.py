"""Who has seen what a person told. Written in the transaction that reads it, so never after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.escalation.holder import staff_name
from bot.register import Register
from bot.store.tables import Staff, StoryView
from bot.store.transaction import Transaction

PAGE = "page"
OPEN_PAGE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class View:
    name: str
    """As staff read it, with where they work."""
    at: datetime


def log_view(tx: Transaction, staff_id: int, reference: str, *, via: str = PAGE) -> None:
    tx.add(StoryView(staff_id=staff_id, reference=reference, at=tx.now, via=via))
    tx.flush()


def log_open_page(tx: Transaction, staff_id: int, reference: str) -> None:
    """A page that is open fetches the story anew at each change: one row a minute is enough.

    That somebody opened it is logged already; these rows say how long they had it before them. One
    for each of a hundred changes would bury the rows that count.
    """
    last = tx.scalar(
        select(StoryView.at)
        .where(StoryView.staff_id == staff_id, StoryView.reference == reference)
        .order_by(StoryView.id.desc())
        .limit(1)
    )
    if last is None or last <= tx.now - OPEN_PAGE_EVERY:
        log_view(tx, staff_id, reference)


def read_views(tx: Transaction, register: Register, reference: str) -> Sequence[View]:
    """The newest first."""
    rows = tx.execute(
        select(Staff, StoryView.at)
        .join(StoryView, StoryView.staff_id == Staff.id)
        .where(StoryView.reference == reference)
        .order_by(StoryView.id.desc())
    )
    return [View(staff_name(register, staff), at) for staff, at in rows]
