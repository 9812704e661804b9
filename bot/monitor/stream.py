"""``GET /monitor/events``: the board as it changes, to a browser that stays connected.

At the first byte the whole present board is there, so a laptop that slept shows the truth at once.
"""

import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field

import structlog
from sse_starlette import EventSourceResponse, ServerSentEvent
from sse_starlette.sse import SendTimeoutError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.monitor.access import staff_page
from bot.monitor.cookies import session_token
from bot.monitor.feed import BEAT_SECONDS, Feed, Seat
from bot.monitor.house import feed_of, house_of
from bot.monitor.sessions import Standing, Visitor
from bot.store.watch import ESCALATIONS

MOST_STREAMS = 8
"""Of one session: a browser needs one, a second browser window of another profile one more."""
RETRY_MS = 1_000
SEND_SECONDS = 10
"""A browser that takes nothing for so long is gone."""

log = structlog.get_logger()


@dataclass
class Stream:
    """One open connection. It keeps no session alive, and ends with the session."""

    feed: Feed
    seat: Seat
    token: str
    last_id: int | None
    _sent: str = field(default="", init=False)

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        watch = self.feed.watch
        with watch.listening(ESCALATIONS):
            generation = watch.generation(ESCALATIONS)
            async for event in self._everything():
                yield event
            beat_at = time.monotonic()
            while not watch.ended:
                patience = beat_at - time.monotonic()
                reached = await watch.news_after(ESCALATIONS, generation, patience)
                if reached != generation:
                    ids = watch.events_after(generation)
                    generation = reached
                    for event in await self._news(ids):
                        yield event
                if time.monotonic() >= beat_at:
                    beat_at = time.monotonic() + BEAT_SECONDS
                    standing = await self.feed.standing(self.token)
                    if standing is None:
                        yield ServerSentEvent(event="ended", data="")
                        return
                    self.seat = Seat(standing.visitor, self.seat.root_path)
                    for event in await self._news(()):
                        yield event
                    yield _beat(standing)

    async def _everything(self) -> AsyncIterator[ServerSentEvent]:
        self._sent = await self.feed.board(self.seat, not_before=time.monotonic())
        yield self._board(retry=RETRY_MS)
        if self.last_id is not None:
            changed = await self.feed.changed_since(self.seat, self.last_id)
            if changed:
                yield self._cases(changed)

    async def _news(self, ids: Collection[int]) -> list[ServerSentEvent]:
        events = []
        fragment = await self.feed.board(self.seat)
        if fragment != self._sent:
            self._sent = fragment
            events.append(self._board())
        if ids:
            changed = await self.feed.changed(self.seat, ids)
            events += [self._cases(changed)] if changed else []
        return events

    def _board(self, retry: int | None = None) -> ServerSentEvent:
        cursor = str(self.feed.watch.tips.escalation_event)
        return ServerSentEvent(event="board", id=cursor, data=self._sent, retry=retry)

    def _cases(self, references: list[str]) -> ServerSentEvent:
        cursor = str(self.feed.watch.tips.escalation_event)
        return ServerSentEvent(event="case", id=cursor, data=json.dumps(references))


@staff_page(fetched=True)
async def show_events(request: Request, visitor: Visitor) -> Response:
    feed = feed_of(request)
    token = session_token(request, house_of(request).settings) or ""
    open_streams: Counter[str] = request.app.state.open_streams
    if open_streams[token] >= MOST_STREAMS:
        return Response(status_code=429, headers={"Retry-After": "5"})
    seat = Seat(visitor, request.scope.get("root_path", ""))
    stream = Stream(feed, seat, token, _last_id(request))
    return _Events(_counted(stream, open_streams), ping=0, send_timeout=SEND_SECONDS, sep="\n")


class _Events(EventSourceResponse):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A browser that went to sleep takes nothing more: that is no fault of ours."""
        try:
            await super().__call__(scope, receive, send)
        except SendTimeoutError:
            log.info("stream_cut")


async def _counted(stream: Stream, open_streams: Counter[str]) -> AsyncIterator[ServerSentEvent]:
    open_streams[stream.token] += 1
    try:
        async for event in stream.events():
            yield event
    finally:
        open_streams[stream.token] -= 1
        if not open_streams[stream.token]:
            del open_streams[stream.token]


def _beat(standing: Standing) -> ServerSentEvent:
    """A sign of life, with product time and when the session ends."""
    data = {
        "now": standing.now.isoformat(),
        "ends": standing.ends_at.isoformat(),
        "renewable": standing.renewable,
    }
    return ServerSentEvent(event="beat", data=json.dumps(data))


def _last_id(request: Request) -> int | None:
    written = request.headers.get("last-event-id", "")
    return int(written) if written.isdecimal() and len(written) < 19 else None
