"""The carrier's copy of a text: made empty once it is of no more use.

A carrier keeps what people wrote, and what we wrote to them, for long after. A row says from when
on that copy may go; it is added with what makes it so, and is gone once the copy is empty.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.delivery.carrier import Carrier, CarrierBusy, CarrierError, CarrierRefused
from bot.delivery.outcomes import retry_delay
from bot.store import Store, Transaction
from bot.store.due_work import claim, release, still_held
from bot.store.tables import CarrierCopy

TEXTS = ("SM", "MM")
"""What ids of texts begin with at Twilio; calls and simulated texts have no copy.

https://www.twilio.com/docs/glossary/what-is-a-sid
"""
LONGEST_ON_ITS_WAY = timedelta(hours=1)
"""After so long no receipt is waited for any more."""
LEASE = timedelta(seconds=30)
"""Longer than the carrier's time-out."""

log = structlog.get_logger()


def empty_copy(tx: Transaction, carrier_id: str, *, after: timedelta = timedelta()) -> None:
    """Have the copy of a text made empty ``after`` a while; of two wishes the earlier holds."""
    if not carrier_id.startswith(TEXTS):
        return
    dialect = tx.get_bind().dialect.name
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    wish = insert(CarrierCopy).values(carrier_id=carrier_id, due_at=tx.now + after, attempts=0)
    tx.execute(
        wish.on_conflict_do_update(
            index_elements=["carrier_id"],
            set_={"due_at": wish.excluded.due_at},
            where=wish.excluded.due_at < CarrierCopy.due_at,
        )
    )


@dataclass(frozen=True)
class Copies:
    """Makes copies empty, one after another."""

    store: Store
    carrier: Carrier
    holder: str

    def empty_next(self) -> int:
        """Make one copy empty, outside any transaction; gives how many were due, at most one."""
        copy = self._claim()
        if copy is None:
            return 0
        try:
            self.carrier.redact(copy.carrier_id)
        except CarrierError as error:
            self._keep_trying(copy.id, error)
        else:
            self._end(copy.id)
        return 1

    def _claim(self) -> CarrierCopy | None:
        with self.store.read() as tx:
            due = select(CarrierCopy.id).where(CarrierCopy.due_at <= tx.now).limit(1)
            if tx.scalar(due) is None:
                return None
        with self.store.write() as tx:
            rows = claim(tx, CarrierCopy, holder=self.holder, lease=LEASE)
        return rows[0] if rows else None

    def _keep_trying(self, row_id: int, error: CarrierError) -> None:
        if isinstance(error, CarrierRefused) and error.permanent:
            log.warning("copy_stays", copy=row_id, code=error.code)
            self._end(row_id)
            return
        with self.store.write() as tx:
            row = still_held(tx, row_id, CarrierCopy, self.holder)
            if row is not None:
                wait = error.retry_after if isinstance(error, CarrierBusy) else None
                row.due_at = tx.now + (wait or retry_delay(row.attempts))
                release(row)

    def _end(self, row_id: int) -> None:
        with self.store.write() as tx:
            row = still_held(tx, row_id, CarrierCopy, self.holder)
            if row is not None:
                tx.delete(row)
