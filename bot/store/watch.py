"""News for open pages: one look at the database for all of them, five times a second.

Pages of any edge process see what any other process has written, and nothing but the store has to
be told. While no page is open nobody looks.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool

from bot.store.database import Store
from bot.store.tables import EscalationEvent, Inbound, Outbox
from bot.store.transaction import Transaction

LOOK_EVERY_SECONDS = 0.2
SETTLED_AFTER_SECONDS = 10.0
"""A row may become visible after one with a higher id, by as long as a transaction may take."""
OVERLAP_ROWS = 200
"""The same at the first look, when it is not known yet what was there before."""
REMEMBERED = 5_000
"""Events of escalations that a stream may ask for afterwards."""
ESCALATIONS = "escalations"
"""The topic of whatever happens to any escalation."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Tips:
    """The highest ids anybody has seen."""

    inbound: int = 0
    outbox: int = 0
    escalation_event: int = 0


Row = tuple[str, int]
"""Table and id."""


class Watch:
    """Wakes the listeners of a topic: the id of a conversation, or ``ESCALATIONS``."""

    def __init__(self, store: Store) -> None:
        self.tips = Tips()
        self.ended = False
        self._store = store
        self._listeners: dict[str, set[asyncio.Event]] = {}
        self._wanted = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._history: deque[tuple[float, Tips]] = deque()
        self._seen: set[Row] = set()
        self._generations: Counter[str] = Counter()
        self._events: deque[tuple[int, int]] = deque(maxlen=REMEMBERED)

    @contextmanager
    def listening(self, topic: str) -> Iterator[asyncio.Event]:
        """An event that is set at news of the topic, and at the end of the process.

        To be asked for before the first reading, so that nothing falls between the two.
        """
        news = asyncio.Event()
        if self.ended:
            news.set()
        self._listeners.setdefault(topic, set()).add(news)
        self._wanted.set()
        try:
            yield news
        finally:
            listeners = self._listeners[topic]
            listeners.discard(news)
            if not listeners:
                del self._listeners[topic]
                if topic != ESCALATIONS:
                    del self._generations[topic]

    def listeners(self, topic: str) -> int:
        return len(self._listeners.get(topic, ()))

    def generation(self, topic: str) -> int:
        """Counts up with each news of the topic, while somebody listens to it."""
        return self._generations[topic]

    async def news_after(self, topic: str, generation: int, seconds: float) -> int:
        """Wait for a later generation, at most so long; gives the one it is now."""
        with self.listening(topic) as news:
            if self.generation(topic) == generation and not self.ended:
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), max(0.0, seconds))
        return self.generation(topic)

    def events_after(self, generation: int) -> list[int]:
        """Ids of the escalations' events first seen after this generation of ESCALATIONS."""
        return [event_id for seen_in, event_id in self._events if seen_in > generation]

    async def run(self) -> None:
        """Look until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            if not self._listeners:
                self._history.clear()
                self._wanted.clear()
                await self._wanted.wait()
            try:
                await self._look()
            except Exception:
                log.exception("watch_failed")
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def end(self) -> None:
        """Let every stream end; may be called from a signal handler or another thread."""
        self.ended = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake_all)

    async def _look(self) -> None:
        is_first = not self._history
        tips, rows = await run_in_threadpool(self._read, self._floor())
        known = self._seen
        self._seen = set(rows)
        self.tips = tips
        self._remember(tips)
        if is_first:
            self._wake_all()
            return
        fresh = {row: topic for row, topic in rows.items() if row not in known}
        upcoming = self.generation(ESCALATIONS) + 1
        self._events.extend(
            (upcoming, row[1]) for row, topic in sorted(fresh.items()) if topic == ESCALATIONS
        )
        for topic in set(fresh.values()):
            self._wake(topic)

    def _floor(self) -> Tips | None:
        return self._history[0][1] if self._history else None

    def _remember(self, tips: Tips) -> None:
        """Keep the newest tips that are old enough for everything below them to be visible."""
        now = time.monotonic()
        if not self._history:
            self._history.append((now, _lowered(tips)))
        self._history.append((now, tips))
        while len(self._history) > 1 and self._history[1][0] < now - SETTLED_AFTER_SECONDS:
            self._history.popleft()

    def _read(self, floor: Tips | None) -> tuple[Tips, dict[Row, str]]:
        with self._store.read() as tx:
            if floor is None:
                floor = _lowered(_tips(tx))
            rows = dict(_rows_above(tx, floor))
        return _highest(floor, rows), rows

    def _wake(self, topic: str) -> None:
        if topic not in self._listeners:
            return
        self._generations[topic] += 1
        for news in self._listeners[topic]:
            news.set()

    def _wake_all(self) -> None:
        for topic in self._listeners:
            self._wake(topic)


_CONVERSATIONS: Final = (("inbound", Inbound), ("outbox", Outbox))


def _tips(tx: Transaction) -> Tips:
    def highest(table: type[Inbound] | type[Outbox] | type[EscalationEvent]) -> int:
        return tx.scalar(select(func.max(table.id))) or 0

    return Tips(highest(Inbound), highest(Outbox), highest(EscalationEvent))


def _lowered(tips: Tips) -> Tips:
    return Tips(
        max(0, tips.inbound - OVERLAP_ROWS),
        max(0, tips.outbox - OVERLAP_ROWS),
        max(0, tips.escalation_event - OVERLAP_ROWS),
    )


def _rows_above(tx: Transaction, floor: Tips) -> Iterator[tuple[Row, str]]:
    """Every row above the floor and the topic it belongs to."""
    for name, table in _CONVERSATIONS:
        above = select(table.id, table.conversation_id).where(table.id > getattr(floor, name))
        for row_id, conversation_id in tx.execute(above):
            yield (name, row_id), conversation_id
    events = select(EscalationEvent.id).where(EscalationEvent.id > floor.escalation_event)
    for event_id in tx.scalars(events):
        yield ("escalation_event", event_id), ESCALATIONS


def _highest(floor: Tips, rows: dict[Row, str]) -> Tips:
    def tip(name: str) -> int:
        ids = (row_id for table, row_id in rows if table == name)
        return max(ids, default=getattr(floor, name))

    return Tips(tip("inbound"), tip("outbox"), tip("escalation_event"))
