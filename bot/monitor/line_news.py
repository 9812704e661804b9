"""How all duty lines stand, read aside from whoever waits for it, and at most once a minute.

Gaps follow from hours and holidays and take a while to find; the board waits for nothing.
"""

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

import structlog

from bot.escalation.ways import usable_lines
from bot.monitor.house import House
from bot.monitor.line_proofs import read_proofs
from bot.register import Gap, Register
from bot.store.transaction import Transaction

EVERY_SECONDS = 60.0
TOO_OLD_SECONDS = 2 * EVERY_SECONDS
"""What is older, because nobody has asked for a while, is read anew before it is shown."""
PATIENCE_SECONDS = 10.0
"""Of a page that is about the lines."""
SOON = timedelta(hours=48)

log = structlog.get_logger()


@dataclass(frozen=True)
class Lines:
    """The duty lines at one moment."""

    at: datetime
    is_anybody_connected: bool
    gaps: Sequence[Gap]
    unproved: int
    """Confirmed lines that nothing has proved for ``test_every_days``."""
    test_every_days: int
    failed: int
    """Lines that cannot be reached in some way of theirs."""

    @property
    def soon(self) -> int:
        """The gaps that have begun, or begin within two days."""
        return sum(is_soon(gap, self.at) for gap in self.gaps)


def is_soon(gap: Gap, now: datetime) -> bool:
    return gap.begins < now + SOON


def read_state(tx: Transaction, register: Register) -> Lines:
    proofs = read_proofs(tx, register).values()
    return Lines(
        at=tx.now,
        is_anybody_connected=bool(register.atlas.connected),
        gaps=register.gaps(usable_lines(tx, register), tx.now),
        unproved=sum(proof.is_overdue for proof in proofs),
        test_every_days=register.page.test_every_days,
        failed=sum(bool(proof.failures) for proof in proofs),
    )


class LineNews:
    """One for a process."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="line-news")
        self._lock = Lock()
        self._reading: Future[Lines | None] | None = None
        self._begun_at = 0.0
        self._known: Lines | None = None
        self._known_at = 0.0

    def latest(self, patience: float) -> Lines | None:
        """The last reading; None when there is none yet, nor within ``patience`` seconds."""
        with self._lock:
            reading = self._reading_now()
            if self._known is not None and time.monotonic() < self._known_at + TOO_OLD_SECONDS:
                return self._known
        try:
            return reading.result(patience)
        except TimeoutError:
            return None

    def forget(self) -> None:
        """Something has changed that whoever changed it will want to see."""
        with self._lock:
            self._reading = self._known = None

    def _reading_now(self) -> "Future[Lines | None]":
        now = time.monotonic()
        reading = self._reading
        if reading is not None and reading.done() and (known := reading.result()) is not None:
            self._known, self._known_at = known, self._begun_at
        if reading is None or (reading.done() and now >= self._begun_at + EVERY_SECONDS):
            reading = self._reading = self._thread.submit(self._read)
            self._begun_at = now
        return reading

    def _read(self) -> Lines | None:
        """None, and a line in the log, when it cannot be read."""
        try:
            with self._house.store.read() as tx:
                return read_state(tx, self._house.speaker.register)
        except Exception:
            log.exception("lines_not_read")
            return None
