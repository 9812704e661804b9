"""News of a table that only grows: one look at the database for everybody who waits for it.

What any process has written is seen, and nothing but the store has to be told. A row may become
visible after one with a higher id (PostgreSQL gives ids out before it commits), so each look goes
back a little.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute
from starlette.concurrency import run_in_threadpool

from bot.store.database import Store

LOOK_EVERY_SECONDS = 0.2
OVERLAP = 500
"""How many ids back a late row may be."""
REMEMBERED = 5_000

log = structlog.get_logger()


class Watch:
    """Counts up whenever new rows are seen; while nobody waits it does not look."""

    def __init__(self, store: Store, ids: InstrumentedAttribute[int]) -> None:
        self.generation = 0
        self.cursor = 0
        """The highest id seen."""
        self._store = store
        self._ids = ids
        self._seen: set[int] = set()
        self._fresh: deque[tuple[int, int]] = deque(maxlen=REMEMBERED)
        self._news = asyncio.Event()
        self._wanted = asyncio.Event()
        self._listeners = 0

    async def run(self) -> None:
        """Look until cancelled. A look that fails is tried again: the database may be away."""
        self._news, self._wanted = asyncio.Event(), asyncio.Event()
        while True:
            try:
                await self._look()
            except Exception:
                log.exception("watch_failed")
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            if not self._listeners:
                self._wanted.clear()
                await self._wanted.wait()

    @contextmanager
    def listening(self) -> Iterator[None]:
        self._listeners += 1
        self._wanted.set()
        try:
            yield
        finally:
            self._listeners -= 1

    async def news_after(self, generation: int, seconds: float) -> int:
        """Wait for a later generation, at most so long; gives the one it is now."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                while self.generation == generation:
                    await self._news.wait()
        except TimeoutError:
            pass
        return self.generation

    def ids_after(self, generation: int) -> list[int]:
        """The ids that were first seen after this generation."""
        return [row_id for seen_in, row_id in self._fresh if seen_in > generation]

    async def _look(self) -> None:
        is_first = not self.generation
        ids = await run_in_threadpool(self._read)
        fresh = sorted(ids - self._seen)
        self._seen = ids
        if not fresh and not is_first:
            return
        self.generation += 1
        self.cursor = max(ids, default=0)
        if not is_first:
            self._fresh.extend((self.generation, row_id) for row_id in fresh)
        self._news.set()
        self._news = asyncio.Event()

    def _read(self) -> set[int]:
        with self._store.read() as tx:
            highest = self.cursor or tx.scalar(select(func.max(self._ids))) or 0
            return set(tx.scalars(select(self._ids).where(self._ids > highest - OVERLAP)))
