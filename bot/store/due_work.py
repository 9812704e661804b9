"""Claiming due work: rows with a ``due_at``, taken by one worker at a time under a lease.

A worker that dies simply stops renewing; its rows come back when the lease has run out. Leases use
the database's raw time, so that forwarding the product clock frees nothing early.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, inspect, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from bot.store.tables import Attachment, CarrierCopy, Handover, Inbound, Leased, Outbox, Table
from bot.store.transaction import Transaction

Work = TypeVar("Work", Inbound, Outbox, CarrierCopy, Handover, Attachment)
Row = TypeVar("Row", bound=Table)
LEASED_TABLES: tuple[
    type[Inbound] | type[Outbox] | type[CarrierCopy] | type[Handover] | type[Attachment], ...
] = (Inbound, Outbox, CarrierCopy, Handover, Attachment)


def claim(
    tx: Transaction,
    table: type[Work],
    *,
    holder: str,
    lease: timedelta,
    limit: int = 1,
    where: Sequence[ColumnElement[bool]] = (),
    order: Sequence[InstrumentedAttribute[int]] = (),
) -> list[Work]:
    """Take up to ``limit`` due rows nobody holds. Commit before working on them.

    Workers on PostgreSQL skip rows another is taking; on SQLite there is one writer at a time.
    """
    query = (
        select(table)
        .where(
            table.due_at <= tx.now,
            or_(table.lease_until.is_(None), table.lease_until <= tx.raw_now),
            *where,
        )
        .order_by(*order, table.due_at, table.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = list(tx.scalars(query))
    for row in rows:
        row.lease_holder = holder
        row.lease_until = tx.raw_now + lease
        row.attempts += 1
    return rows


def still_held(tx: Transaction, row_id: int, table: type[Work], holder: str) -> Work | None:
    """The row again, locked, if its lease is still this holder's; else None: let it be."""
    row = tx.scalar(select(table).where(table.id == row_id).with_for_update())
    return row if row is not None and row.lease_holder == holder else None


def is_held(tx: Transaction, row: Leased) -> bool:
    """Whether a worker has the row in hand."""
    return row.lease_until is not None and row.lease_until > tx.raw_now


def release(row: Leased) -> None:
    """Give the row back; its ``due_at`` says when it may be taken again."""
    row.lease_holder = None
    row.lease_until = None


def free_leases(tx: Transaction, holder: str | None = None) -> None:
    """Let go of what an earlier life of this very worker held when it died.

    Without ``holder`` of everybody's: only for a start that is alone with its database.
    """
    for table in LEASED_TABLES:
        mine = table.lease_holder.is_not(None) if holder is None else table.lease_holder == holder
        tx.execute(update(table).where(mine).values(lease_holder=None, lease_until=None))


def take(
    tx: Transaction, table: type[Row], row_id: int, still_due: ColumnElement[bool]
) -> Row | None:
    """One row to be dealt with inside this very transaction: locked, no lease needed.

    None when it is due no longer, or another worker has it in hand.
    """
    return tx.scalar(
        select(table)
        .where(inspect(table).primary_key[0] == row_id, still_due)
        .with_for_update(skip_locked=True)
    )
