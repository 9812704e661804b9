"""``GET /chat/events``: what is new in a conversation, sent to every page that shows it."""

from collections.abc import AsyncIterator

from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from bot.edge.chat.cursor import Cursor
from bot.edge.chat.page import View, look_again, render_choices, render_messages
from bot.edge.chat.showing import mark_as_shown
from bot.edge.house import House

MOST_STREAMS = 4
"""Of one conversation. A browser opens six connections to a host: some stay free to send by."""
HEARTBEAT_SECONDS = 10
"""So often a silent stream says that it lives, before any proxy takes it for dead."""

END_WITHIN_SECONDS = 2.0
"""So long a stream may take to end by itself; then it is cut."""


async def news_of(
    house: House, conversation_id: str, preferred: str, cursor: Cursor
) -> AsyncIterator[ServerSentEvent]:
    """First what a page at this cursor lacks, then each message as it comes."""
    sent: set[str] = set()
    with house.watch.listening(conversation_id) as news:
        while not house.watch.ended:
            news.clear()
            view = await run_in_threadpool(look_again, house, conversation_id, preferred)
            fresh = [message for message in view.thread.after(cursor) if message.id not in sent]
            if fresh or not sent:
                yield _event(view, "thread", render_messages(fresh))
                yield _event(view, "choices", render_choices(view))
                await run_in_threadpool(mark_as_shown, house, view)
            sent.update(message.id for message in view.thread.messages)
            await news.wait()


def _event(view: View, name: str, html: str) -> ServerSentEvent:
    return ServerSentEvent(html, event=name, id=str(view.thread.cursor))
