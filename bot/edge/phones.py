"""``/phones``: the handsets of the demo, and buttons that forward the clock.

What is sent here goes the way of any message: stored, screened, read. A call is answered with what
any duty phone would hear, and one to us with what any caller would. Only the carrier is played.
"""

import re
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

from babel.dates import format_datetime
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from bot.delivery.handsets import write
from bot.edge.handset_calls import KEYS, WHILE_RINGING, is_button, press
from bot.edge.handset_dialling import HANG_UP, NO_KEY, PAD, call_us
from bot.edge.handsets import Scene, View, is_handset, set_scene, shown_number
from bot.edge.house import House, house_of
from bot.edge.plain_text import is_blank, storable
from bot.edge.sms import screen_soon, store_message
from bot.edge.twilio_form import InboundText, decode_form
from bot.language.wording import time_of_day
from bot.monitor.headers import SecurityHeaders
from bot.monitor.pages import templates_in
from bot.register import OSLO
from bot.store.clock import forward

HERE = Path(__file__).parent
ENGLISH = "en_GB"
MOST_FORM_BYTES = 32 * 1024
LONGEST_MESSAGE = 1600
"""Characters; the real carrier joins no more to one message."""
STEPS = {"1": "1 minute", "5": "5 minutes", "10": "10 minutes", "60": "1 hour"}
"""What the clock can be forwarded by, in minutes."""
OWN_SITE = ("same-origin", "none")


def phone_routes() -> list[BaseRoute]:
    pages = [Middleware(SecurityHeaders)]
    files = [Middleware(SecurityHeaders, cache_control="no-cache")]
    return [
        Route("/phones", show_phones, methods=["GET"], middleware=pages),
        Route(
            "/phones/messages",
            send_message,
            methods=["POST"],
            middleware=pages,
            max_body_size=MOST_FORM_BYTES,
        ),
        Route(
            "/phones/dial",
            dial_us,
            methods=["POST"],
            middleware=pages,
            max_body_size=MOST_FORM_BYTES,
        ),
        Route(
            "/phones/call",
            use_call,
            methods=["POST"],
            middleware=pages,
            max_body_size=MOST_FORM_BYTES,
        ),
        Route(
            "/phones/clock",
            forward_clock,
            methods=["POST"],
            middleware=pages,
            max_body_size=MOST_FORM_BYTES,
        ),
        Mount("/phones/static", StaticFiles(directory=HERE / "static"), middleware=files),
    ]


async def show_phones(request: Request) -> Response:
    scene = await run_in_threadpool(_scene, house_of(request), dict(request.query_params))
    values = {
        "scene": scene,
        "steps": STEPS,
        "longest": LONGEST_MESSAGE,
        "while_ringing": WHILE_RINGING,
        "keys": KEYS,
        "pad": PAD,
        "no_key": NO_KEY,
        "hang_up": HANG_UP,
    }
    return _templates().TemplateResponse(request, "phones.html", values)


async def send_message(request: Request) -> Response:
    house = house_of(request)
    form = dict(decode_form(await request.body()))
    number, body = form.get("number", ""), storable(form.get("body", ""))[:LONGEST_MESSAGE]
    if not _is_from_this_page(request) or not is_handset(house.speaker.register, number):
        return Response(status_code=403)
    answer = RedirectResponse(View.asked_for(form).address, status_code=303)
    if not is_blank(body):
        conversation_id = await run_in_threadpool(_send, house, number, body)
        if conversation_id is not None:
            answer.background = BackgroundTask(screen_soon, house, conversation_id)
    return answer


async def dial_us(request: Request) -> Response:
    house = house_of(request)
    form = dict(decode_form(await request.body()))
    number = form.get("number", "")
    if not _is_from_this_page(request) or not is_handset(house.speaker.register, number):
        return Response(status_code=403)
    await run_in_threadpool(call_us, house, number)
    return RedirectResponse(View.asked_for(form).address, status_code=303)


async def use_call(request: Request) -> Response:
    form = dict(decode_form(await request.body()))
    call, button = form.get("call", ""), form.get("press", "")
    is_call = re.fullmatch(r"[0-9]{1,18}", call) is not None
    if not _is_from_this_page(request) or not is_call or not is_button(button):
        return Response(status_code=403)
    await run_in_threadpool(press, house_of(request), int(call), button)
    return RedirectResponse(View.asked_for(form).address, status_code=303)


async def forward_clock(request: Request) -> Response:
    form = dict(decode_form(await request.body()))
    minutes = form.get("minutes", "")
    if not _is_from_this_page(request) or minutes not in STEPS:
        return Response(status_code=403)
    await run_in_threadpool(_forward, house_of(request), timedelta(minutes=int(minutes)))
    return RedirectResponse(View.asked_for(form).address, status_code=303)


def _scene(house: House, fields: dict[str, str]) -> Scene:
    with house.store.read() as tx:
        return set_scene(tx, house.speaker.register, fields)


def _send(house: House, number: str, body: str) -> str | None:
    with house.store.write() as tx:
        write(tx, number, body)
    carrier_id = f"SIM{uuid4().hex}"
    recipient = house.settings.twilio_from or ""
    return store_message(house, InboundText(carrier_id, number, recipient, body, media=()))


def _forward(house: House, span: timedelta) -> None:
    with house.store.write() as tx:
        forward(tx, span)


def _is_from_this_page(request: Request) -> bool:
    """Browsers say from which site a form comes; what is no browser says nothing."""
    return request.headers.get("sec-fetch-site", "none") in OWN_SITE


@cache
def _templates() -> Jinja2Templates:
    templates = templates_in(HERE / "templates")
    templates.env.filters.update(clock=_clock, second=_second, moment=_moment, span=_span)
    templates.env.filters.update(phone=shown_number)
    return templates


def _clock(at: datetime) -> str:
    return time_of_day(at, ENGLISH)


def _second(at: datetime) -> str:
    return format_datetime(at, "HH:mm:ss", tzinfo=OSLO, locale=ENGLISH)


def _moment(at: datetime) -> str:
    return format_datetime(at, "EEEE d MMMM y, HH:mm:ss", tzinfo=OSLO, locale=ENGLISH)


def _span(span: timedelta) -> str:
    """``1 h 5 min``."""
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
