"""``/`` and ``/chat/…``: the web chat, whole without a script and live with one."""

import asyncio
import mimetypes
import time
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sse_starlette import EventSourceResponse
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.delivery.channel import Channel
from bot.edge.chat import cookie
from bot.edge.chat.arriving import Taken, TooManyFiles, begin, take_in
from bot.edge.chat.cursor import Cursor
from bot.edge.chat.headers import chat_headers
from bot.edge.chat.page import look_up, render_left, render_page
from bot.edge.chat.relayed_thread import OpenTab
from bot.edge.chat.relaying import OWN_VOICE, end, show_beginning, start
from bot.edge.chat.sender import is_from_own_page
from bot.edge.chat.sending import FileRefused, read_written
from bot.edge.chat.showing import mark_as_shown
from bot.edge.chat.slowing import seconds_to_wait
from bot.edge.chat.stream import END_WITHIN_SECONDS, HEARTBEAT_SECONDS, MOST_STREAMS, news_of
from bot.edge.chat.visit import is_framed, look, preferred, prefix, wanted_tab, wants_json
from bot.edge.house import House, house_of
from bot.edge.plain_text import is_blank
from bot.edge.redaction import redact
from bot.edge.sms import screen_soon
from bot.inbox.addressing import passed_on_as, written_in_tab
from bot.inbox.receiving import InboundState
from bot.language.served import is_served
from bot.monitor.access import Endpoint, read_form
from bot.monitor.callers import caller_address
from bot.monitor.headers import SecurityHeaders
from bot.safety import screen
from bot.store.tables import Inbound

STATIC = Path(__file__).parent / "static"
mimetypes.add_type("font/woff2", ".woff2")  # Python 3.11 knows it only where the system does
LONGEST_MESSAGE = 4000
"""Characters: more than a page of paper. The safety net reads all of them."""
MOST_FORM_BYTES = 1024 * 1024
"""Above the longest message by far, so that one too long comes back to be shortened."""
MOST_MESSAGE_BYTES = 48 * 1024 * 1024
"""Above any photo of a phone, so that one too large is answered, and what was written stays."""
REPLY_WITHIN_SECONDS = 3.0
"""So long a page without a script waits for the answer that it is to show."""


def chat_routes(house: House) -> list[BaseRoute]:
    headers = chat_headers(
        house.settings, exit_address=house.speaker.register.defaults.chat.exit_address
    )
    pages = [Middleware(SecurityHeaders, headers=headers)]
    files = [Middleware(SecurityHeaders, headers=headers, cache_control="no-cache")]

    def post(path: str, endpoint: Endpoint, most_bytes: int = MOST_FORM_BYTES) -> Route:
        return Route(path, endpoint, methods=["POST"], middleware=pages, max_body_size=most_bytes)

    return [
        Route("/", show_chat, methods=["GET"], middleware=pages),
        post("/chat/messages", take_message, MOST_MESSAGE_BYTES),
        post("/chat/language", choose_language),
        post("/chat/leave", leave),
        Route("/chat/relay", show_beginning, methods=["GET"], middleware=pages),
        post("/chat/relay", start),
        post("/chat/relay/end", end),
        Route("/chat/events", stream_events, methods=["GET"], middleware=pages),
        Mount("/chat/static", StaticFiles(directory=STATIC, check_dir=False), middleware=files),
    ]


async def show_chat(request: Request) -> Response:
    return await _page(request)


async def take_message(request: Request) -> Response:
    house = house_of(request)
    if not is_from_own_page(request, house.settings):
        return Response(status_code=403)
    secret = cookie.secret_of(request, house.settings)
    try:
        written = await read_written(request)
    except FileRefused as refused:
        return await _refuse_file(request, refused.status_code, refused.text)
    request.state.relay, text = written.relay, written.text
    if is_blank(text) and not written.sent:
        return await _refuse(request, "fault_empty", 400)
    if len(text) > LONGEST_MESSAGE:
        return await _refuse(request, "fault_long", 400, kept=text)
    address = caller_address(request, house.settings.trusted_proxies)
    wait = await seconds_to_wait(house, address, secret, text)
    if wait:
        return await _refuse(request, "fault_slowed", 429, kept=text, seconds=wait)
    if written.sent and not house.limits.takes_file(address):
        return await _refuse_file(request, 429, text)
    relay = (await look(request)).relay
    is_closed = relay is not None and not relay.is_open
    if is_closed and not await run_in_threadpool(_is_danger, text):
        return await _refuse_closed(request)
    is_own = written.voice == OWN_VOICE
    in_tab = partial(written_in_tab, relay.id, is_own=is_own) if relay is not None else None
    language = preferred(request)
    try:
        taken = await run_in_threadpool(
            take_in, house, secret, text, written.key, language, written.sent, in_tab
        )
    except TooManyFiles:
        return await _refuse_file(request, 429, text)
    answer = await _accepted(request, house, taken, relay)
    cookie.give(answer, taken.secret, house.settings)
    return answer


async def choose_language(request: Request) -> Response:
    house = house_of(request)
    form = await read_form(request)
    language, request.state.relay = form.get("language", ""), form.get("relay", "")
    if not is_from_own_page(request, house.settings) or not is_served(language):
        return Response(status_code=403)
    secret = cookie.secret_of(request, house.settings)
    address = caller_address(request, house.settings.trusted_proxies)
    wait = await seconds_to_wait(house, address, secret, "")
    if wait:
        return await _refuse(request, "fault_slowed", 429, seconds=wait)
    relay = (await look(request)).relay
    secret = await run_in_threadpool(_set_language, house, secret, language)
    answer = RedirectResponse(relay.page if relay is not None else "/", status_code=303)
    cookie.give(answer, secret, house.settings)
    return answer


async def leave(request: Request) -> Response:
    """End the conversation on this screen; with us it goes on, and nobody waiting is forgotten."""
    house = house_of(request)
    if not is_from_own_page(request, house.settings):
        return Response(status_code=403)
    answer = await _way_out(request, house)
    answer.headers["Clear-Site-Data"] = '"cache"'
    cookie.take(answer, house.settings)
    return answer


async def stream_events(request: Request) -> Response:
    house = house_of(request)
    view = await look(request)
    if view.conversation_id is None or view.is_over:
        return Response(status_code=204)  # tells a browser not to ask again
    if house.watch.listeners(view.conversation_id) >= MOST_STREAMS:
        return Response(status_code=429)
    secret = cookie.secret_of(request, house.settings)
    cursor = Cursor.read(request.headers.get("last-event-id"))
    return EventSourceResponse(
        news_of(
            house,
            view.conversation_id,
            partial(look_up, house, secret, preferred(request), wanted_tab(request)),
            cursor,
            prefix(request),
        ),
        ping=HEARTBEAT_SECONDS,
        shutdown_grace_period=END_WITHIN_SECONDS,
    )


async def _way_out(request: Request, house: House) -> Response:
    if not is_framed(request):
        exit_address = house.speaker.register.defaults.chat.exit_address
        return RedirectResponse(exit_address, status_code=303)
    view = await look(request)
    return HTMLResponse(render_left(house, view.speech, prefix=prefix(request)))


async def _page(
    request: Request,
    status_code: int = 200,
    *,
    fault: str | None = None,
    kept: str = "",
    **values: object,
) -> Response:
    house, view = house_of(request), await look(request)
    html = render_page(
        house,
        view,
        prefix=prefix(request),
        framed=is_framed(request),
        fault=view.speech.lines(fault, **values) if fault else (),
        kept=kept,
    )
    shown = BackgroundTask(run_in_threadpool, mark_as_shown, house, view)
    return HTMLResponse(html, status_code=status_code, background=shown)


async def _refuse(
    request: Request, fault: str, status_code: int, *, kept: str = "", **values: object
) -> Response:
    """Say calmly what to do, with the words still in the box; nothing is lost."""
    headers = {"Retry-After": str(values["seconds"])} if "seconds" in values else {}
    if wants_json(request):
        view = await look(request)
        lines = [str(line) for line in view.speech.lines(fault, **values)]
        refusal = {"accepted": False, "fault": fault.removeprefix("fault_"), "lines": lines}
        return JSONResponse({**refusal, **values}, status_code, headers)
    answer = await _page(request, status_code, fault=fault, kept=kept, **values)
    answer.headers.update(headers)
    return answer


async def _refuse_file(request: Request, status_code: int, kept: str) -> Response:
    limits = house_of(request).speaker.register.defaults.attachments
    return await _refuse(
        request,
        "fault_attachment",
        status_code,
        kept=kept,
        megabytes=limits.most_megabytes,
        count=limits.most_a_day,
    )


async def _refuse_closed(request: Request) -> Response:
    """The relay is over: nothing more is taken for this person."""
    relay = (await look(request)).relay
    if wants_json(request) and relay is not None:
        lines = [str(line) for line in relay.notice]
        return JSONResponse({"accepted": False, "fault": "closed", "lines": lines}, 409)
    return await _page(request, 409)


async def _accepted(
    request: Request, house: House, taken: Taken, relay: OpenTab | None
) -> Response:
    page = relay.page if relay is not None and relay.is_open else "/"
    if wants_json(request):
        screening = BackgroundTask(screen_soon, house, taken.conversation_id)
        taken_as = {"accepted": True, "id": f"i{taken.inbound_id}"}
        if relay is not None and not relay.is_open:
            taken_as["page"] = page  # where it is answered
        return JSONResponse(taken_as, status_code=202, background=screening)
    deadline = time.monotonic() + REPLY_WITHIN_SECONDS
    await screen_soon(house, taken.conversation_id)
    while time.monotonic() < deadline:
        if await run_in_threadpool(_is_answered, house, taken.inbound_id):
            break
        await asyncio.sleep(0.1)
    return RedirectResponse(page, status_code=303)


def _is_danger(text: str) -> bool:
    return screen(redact(text).text).kind is not None


def _is_answered(house: House, inbound_id: int) -> bool:
    """Also where it was passed on, as a message of somebody who has an interpreter."""
    passed_on = Inbound.carrier_id == passed_on_as(inbound_id)
    waiting = select(Inbound.id).where(
        (Inbound.id == inbound_id) | ((Inbound.channel == Channel.RELAY) & passed_on),
        Inbound.state.not_in((InboundState.READ, InboundState.PARKED)),
    )
    with house.store.read() as tx:
        return tx.scalar(waiting.limit(1)) is None


def _set_language(house: House, secret: str | None, language: str) -> str:
    with house.store.write() as tx:
        conversation, secret = begin(tx, secret)
        conversation.language = language
        conversation.language_chosen = True
        conversation.language_candidate = None
    return secret
