"""The board for every open page: read and rendered once for all who see the same."""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from starlette.concurrency import run_in_threadpool

from bot.monitor.board import MOST_SHOWN, Board, Share, read_board, read_kinds, share_of
from bot.monitor.house import House
from bot.monitor.line_news import LineNews
from bot.monitor.pages import render
from bot.monitor.sessions import Standing, Visitor, standing_of
from bot.monitor.sight import sight_of
from bot.store.tables import Escalation, EscalationEvent
from bot.store.watch import ESCALATIONS, OVERLAP_ROWS

LINES_PATIENCE_SECONDS = 0.3
"""So long a board may wait to tell how the duty lines stand; without it, it does without."""
BEAT_SECONDS = 5.0
"""Between two signs of life; time itself changes a board too, so as often it is read anew."""

Moment = tuple[int, int]


@dataclass(frozen=True)
class Seat:
    """Who watches, and under which path."""

    visitor: Visitor
    root_path: str


class Feed:
    def __init__(self, house: House) -> None:
        self.watch = house.watch
        self.line_news = LineNews(house)
        self._house = house
        self._lock = asyncio.Lock()
        self._moment: Moment | None = None
        self._board: Board | None = None
        self._read_at = 0.0
        self._rendered: dict[tuple[Share, str], str] = {}

    async def board(self, seat: Seat, *, not_before: float = 0.0) -> str:
        """The board as this visitor sees it: as of the last news, or not before a moment.

        ``not_before``: of ``time.monotonic``. Fifty who connect at once share one reading.
        """
        async with self._lock:
            board = await self._current(not_before)
            share = share_of(seat.visitor, board, self._house.speaker.register)
            key = (share, seat.root_path)
            if key not in self._rendered:
                self._rendered[key] = await run_in_threadpool(self._render, board, *key)
            return self._rendered[key]

    async def changed(self, seat: Seat, ids: Collection[int]) -> list[str]:
        """The references of the cases that these events changed, of those the visitor may see."""
        return await run_in_threadpool(self._changed, seat, EscalationEvent.id.in_(ids))

    async def changed_since(self, seat: Seat, cursor: int) -> list[str]:
        """The same for all events after a cursor, and a few before it that may have come late."""
        return await run_in_threadpool(
            self._changed, seat, EscalationEvent.id > cursor - OVERLAP_ROWS
        )

    async def standing(self, token: str) -> Standing | None:
        return await run_in_threadpool(self._standing, token)

    async def _current(self, not_before: float) -> Board:
        moment = (self.watch.generation(ESCALATIONS), int(time.monotonic() / BEAT_SECONDS))
        if self._board is None or self._moment != moment or self._read_at < not_before:
            self._read_at = time.monotonic()
            self._board = await run_in_threadpool(self._read)
            self._moment = moment
            self._rendered.clear()
        return self._board

    def _read(self) -> Board:
        with self._house.store.read() as tx:
            return read_board(tx, self._house)

    def _render(self, board: Board, share: Share, root_path: str) -> str:
        return render_board(self._house, self.line_news, board, share, root_path)

    def _changed(self, seat: Seat, which: ColumnElement[bool]) -> list[str]:
        register = self._house.speaker.register
        query = (
            select(
                Escalation.reference,
                Escalation.state,
                Escalation.place,
                Escalation.acknowledged_by,
                Escalation.acknowledged_staff_id,
                Escalation.contact_due_at,
                Escalation.reminded_at,
                Escalation.opened_by_staff_id,
            )
            .join(EscalationEvent, EscalationEvent.escalation_id == Escalation.id)
            .where(which)
            .distinct()
        )
        with self._house.store.read() as tx:
            rows, now = tx.execute(query).all(), tx.now
        return [row.reference for row in rows if sight_of(seat.visitor, row, register, now)]

    def _standing(self, token: str) -> Standing | None:
        with self._house.store.read() as tx:
            return standing_of(tx, token)


def render_board(
    house: House, line_news: LineNews, board: Board, share: Share, root_path: str
) -> str:
    kinds = {}
    lines = line_news.latest(LINES_PATIENCE_SECONDS) if share.shows_counts else None
    if share.shows_kind:
        with house.store.read() as tx:
            kinds = dict(read_kinds(tx, share))
    text = house.speaker.catalogue.text
    return render(
        "board.html",
        root_path,
        board=board,
        share=share,
        lines=lines,
        most=MOST_SHOWN,
        kinds={reference: text(f"utter_kind_{kind}", "nb") for reference, kind in kinds.items()},
    )
