"""``GET /chat/events``: what is new in a conversation, sent to every page that shows it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import ExitStack

from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from bot.edge.chat.cursor import Cursor
from bot.edge.chat.page import View, render_choices, render_messages, render_tabs
from bot.edge.chat.showing import mark_as_shown
from bot.edge.house import House

MOST_STREAMS = 4
"""Of one conversation. A browser opens six connections to a host: some stay free to send by."""
HEARTBEAT_SECONDS = 10
"""So often a silent stream says that it lives, before any proxy takes it for dead."""

END_WITHIN_SECONDS = 2.0
"""So long a stream may take to end by itself; then it is cut."""


async def news_of(
    house: House, conversation_id: str, look: Callable[[], View], cursor: Cursor, prefix: str
) -> AsyncIterator[ServerSentEvent]:
    """First what a page at this cursor lacks, then each message as it comes.

    Of the other tabs only that there is news in them. It ends when the conversation is no more
    this page's to show.
    """
    sent: set[str] = set()
    tabs = ""
    heard: dict[str, asyncio.Event] = {}
    with ExitStack() as listening:
        heard[conversation_id] = listening.enter_context(house.watch.listening(conversation_id))
        while not house.watch.ended:
            for news in heard.values():
                news.clear()
            view = await run_in_threadpool(look)
            if view.conversation_id != conversation_id or view.is_over:
                return
            unheard = {tab.conversation_id for tab in view.tabs} - heard.keys()
            if unheard:  # before it is looked at, so that nothing falls between the two
                for topic in unheard:
                    heard[topic] = listening.enter_context(house.watch.listening(topic))
                continue
            fresh = [message for message in view.thread.after(cursor) if message.id not in sent]
            if fresh or not sent:
                yield _event(view, "thread", render_messages(fresh))
                yield _event(view, "choices", render_choices(view))
                await run_in_threadpool(mark_as_shown, house, view)
            if (now := render_tabs(view, prefix=prefix).strip()) != tabs:
                tabs = now
                yield _event(view, "tabs", tabs)
            sent.update(message.id for message in view.thread.messages)
            await _any_of(heard.values())


async def _any_of(events: Iterable[asyncio.Event]) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def _event(view: View, name: str, html: str) -> ServerSentEvent:
    return ServerSentEvent(html, event=name, id=str(view.thread.cursor))
