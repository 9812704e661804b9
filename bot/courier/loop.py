"""The courier's threads: one hands messages out, some carry them, one goes the rounds, one
makes the carrier's copies empty, and each chore has its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog
from sqlalchemy import select

from bot.courier.heartbeat import EVERY_SECONDS, Heartbeat
from bot.courier.rate import RateLimit
from bot.courier.rounds import Rounds
from bot.delivery.carrier import Outgoing
from bot.delivery.copies import Copies
from bot.delivery.outbox import Lane
from bot.delivery.sending import Sender
from bot.store.tables import Outbox

CARRIERS = 8
"""Messages under way at once: a carrier's answer takes some hundred milliseconds."""
IDLE_SECONDS = 0.05
ROUND_SECONDS = 0.2
MOMENT_SECONDS = 0.05
COPIES_PER_SECOND = 5.0
"""Requests to the carrier that bring nobody anything, so a page must never wait for one."""
AFTER_FAULT_SECONDS = 1.0

log = structlog.get_logger()


@dataclass(frozen=True)
class Chore:
    """Work that may wait, in a thread of its own so that nothing waits for it."""

    name: str
    work: Callable[[], int]
    """Does one helping; gives how much there was."""
    pause: float
    """Seconds between two looks, once there is nothing."""


@dataclass
class Courier:
    """Runs until :meth:`stop`; what it had claimed comes back to others when its lease ends."""

    sender: Sender
    rounds: Rounds
    rate: RateLimit
    copies: Copies
    chores: Sequence[Chore] = ()
    heartbeat: Heartbeat | None = None
    copy_rate: RateLimit = field(default_factory=lambda: RateLimit(COPIES_PER_SECOND))
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        threads = [
            threading.Thread(target=self._repeat, args=(work, pause), name=name)
            for name, work, pause in (
                ("dispatch", self._dispatch, IDLE_SECONDS),
                ("rounds", self.rounds.go, ROUND_SECONDS),
                ("copies", self._empty_copy, ROUND_SECONDS),
            )
        ]
        threads += [
            threading.Thread(target=self._do, args=(chore,), name=chore.name)
            for chore in self.chores
        ]
        self._pool = ThreadPoolExecutor(CARRIERS, thread_name_prefix="carry")
        self._free = threading.Semaphore(CARRIERS)
        for thread in threads:
            thread.start()
        if self.heartbeat is not None:  # nobody waits for the watch outside, not even at the end
            threading.Thread(
                target=self._repeat,
                args=(self.heartbeat.give, EVERY_SECONDS),
                name="heartbeat",
                daemon=True,
            ).start()
        for thread in threads:
            thread.join()
        self._pool.shutdown(wait=True)

    def stop(self) -> None:
        self._stopping.set()

    def _do(self, chore: Chore) -> None:
        """Not before its first pause: a start has more urgent things to do."""
        self._stopping.wait(chore.pause)
        self._repeat(chore.work, chore.pause)

    def _repeat(self, work: Callable[[], int | None], pause: float) -> None:
        """Do the work again and again; a fault is logged and waited out, never the end."""
        while not self._stopping.is_set():
            try:
                done = work()
            except Exception:
                log.exception("courier_fault", work=threading.current_thread().name)
                self._stopping.wait(AFTER_FAULT_SECONDS)
            else:
                if not done:
                    self._stopping.wait(pause)

    def _dispatch(self) -> int:
        """Hand out the most urgent messages, as many as the carrier and we are free for at once.

        No more than go out in a moment, so that a page that comes now is behind no reply that came
        before.
        """
        if not self._anything_waits():
            return 0
        self._stopping.wait(max(0.0, self.rate.delay()))
        free = self._take_free(self.rate.within(MOMENT_SECONDS))
        claimed = self.sender.claim_next(free, tuple(Lane))
        for _ in range(free - len(claimed)):
            self._free.release()
        if claimed:
            self.rate.take(len(claimed))
        for row_id, message in claimed:
            self._pool.submit(self._carry, row_id, message)
        return len(claimed)

    def _take_free(self, most: int) -> int:
        """Reserve as many of those who carry as are free, at least one: wait for that."""
        self._free.acquire()
        taken = 1
        while taken < most and self._free.acquire(blocking=False):
            taken += 1
        return taken

    def _carry(self, row_id: int, message: Outgoing) -> None:
        try:
            self.sender.send(row_id, message)
        except Exception:
            log.exception("carry_fault", outbox=row_id)  # its lease ends, and it goes again
        finally:
            self._free.release()

    def _empty_copy(self) -> int:
        """Make one copy at the carrier empty, while nothing waits to be sent."""
        if self._anything_waits():
            return 0
        self._stopping.wait(max(0.0, self.copy_rate.delay()))
        self.copy_rate.take()
        return self.copies.empty_next()

    def _anything_waits(self) -> bool:
        store = self.sender.store
        with store.read() as tx:
            waits = tx.scalar(
                select(Outbox.id)
                .where(
                    Outbox.due_at <= tx.now,
                    (Outbox.lease_until.is_(None)) | (Outbox.lease_until <= tx.raw_now),
                )
                .limit(1)
            )
        return waits is not None
