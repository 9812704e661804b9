"""Signs of life: every running role writes one, so that readiness can be seen from outside."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select

from bot.store.database import Store
from bot.store.tables import RoleBeat
from bot.store.transaction import Transaction

EVERY = timedelta(seconds=2)
MISSED_AFTER = timedelta(seconds=10)
FORGOTTEN_AFTER = timedelta(days=1)
CLOCK = "clock"
"""No role, but it leaves a sign as well: when it was last forwarded."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Heard:
    """The latest sign of life of a role, in raw database time."""

    at: datetime
    ready: bool


def beat(tx: Transaction, *, start: str, instance: str, role: str, ready: bool) -> None:
    tx.merge(RoleBeat(start=start, instance=instance, role=role, ready=ready, beat_at=tx.raw_now))


def roles_missing(tx: Transaction, start: str, expected: Sequence[str]) -> list[str]:
    """The roles of this start that are not ready, or have not been heard of for a while."""
    ready = set(
        tx.scalars(
            select(RoleBeat.role).where(
                RoleBeat.start == start,
                RoleBeat.ready.is_(True),
                RoleBeat.beat_at > tx.raw_now - MISSED_AFTER,
            )
        )
    )
    return [role for role in expected if role not in ready]


def heard_of(tx: Transaction, start: str) -> dict[str, Heard]:
    """The roles of this start that gave a sign of life within the last day."""
    rows = tx.execute(
        select(RoleBeat.role, RoleBeat.beat_at, RoleBeat.ready)
        .where(RoleBeat.start == start, RoleBeat.beat_at > tx.raw_now - FORGOTTEN_AFTER)
        .order_by(RoleBeat.beat_at)
    )
    return {row.role: Heard(row.beat_at, row.ready) for row in rows}


def note_forward(tx: Transaction) -> None:
    beat(tx, start=CLOCK, instance=CLOCK, role=CLOCK, ready=True)


def forwarded_at(tx: Transaction) -> datetime | None:
    """Raw database time at which the clock was last forwarded, if within the last day."""
    heard = heard_of(tx, CLOCK).get(CLOCK)
    return heard.at if heard else None


def forget_old_beats(tx: Transaction) -> None:
    tx.execute(delete(RoleBeat).where(RoleBeat.beat_at < tx.raw_now - FORGOTTEN_AFTER))


@dataclass(frozen=True)
class Pulse:
    """Beats for one role, from a thread of its own, until the process ends."""

    store: Store
    start: str
    instance: str
    role: str
    is_ready: Callable[[], bool]

    def begin(self) -> None:
        threading.Thread(target=self._beat_on, name="pulse", daemon=True).start()

    def once(self) -> None:
        with self.store.write() as tx:
            beat(
                tx,
                start=self.start,
                instance=self.instance,
                role=self.role,
                ready=self.is_ready(),
            )
            forget_old_beats(tx)

    def _beat_on(self) -> None:
        pause = threading.Event()
        while True:
            try:
                self.once()
            except Exception:
                log.exception("no_pulse", role=self.role)
            pause.wait(EVERY.total_seconds() if self.is_ready() else 0.2)
