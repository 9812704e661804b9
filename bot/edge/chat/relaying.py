"""``/chat/relay``: where an interpreter or helper begins to write for somebody, and ends it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.edge.chat import cookie
from bot.edge.chat.arriving import begin, key_of
from bot.edge.chat.page import render_relay
from bot.edge.chat.sender import is_from_own_page
from bot.edge.chat.slowing import seconds_to_wait
from bot.edge.chat.tabs import find_relay
from bot.edge.chat.visit import is_framed, look, preferred, prefix
from bot.edge.house import House, house_of
from bot.edge.plain_text import is_blank, storable
from bot.language.served import is_served
from bot.monitor.access import read_form
from bot.monitor.callers import caller_address
from bot.relay.beginning import begin_on_page
from bot.relay.relays import BY_INTERPRETER, end_relay
from bot.store.conversations import known_conversation
from bot.store.tables import Relay

OWN_VOICE = "own"
"""What the form of a tab says where the interpreter writes their own words."""
TOO_MANY = "utter_relay_too_many"


async def show_beginning(request: Request) -> Response:
    return await _beginning(request)


async def start(request: Request) -> Response:
    house = house_of(request)
    if not is_from_own_page(request, house.settings):
        return Response(status_code=403)
    form = await read_form(request)
    spoken, called = form.get("spoken", ""), storable(form.get("called", ""))
    if not is_served(spoken) or is_blank(called):
        missing = "utter_relay_called" if is_served(spoken) else "utter_relay_which_language"
        return await _beginning(request, 400, missing, spoken=spoken, called=called)
    secret = cookie.secret_of(request, house.settings)
    address = caller_address(request, house.settings.trusted_proxies)
    wait = await seconds_to_wait(house, address, secret, "")
    if wait:
        fault = "utter_chat_fault_slowed"
        return await _beginning(request, 429, fault, spoken=spoken, called=called, seconds=wait)
    key = key_of(form.get("key", ""))
    number, fresh = await run_in_threadpool(
        _start, house, secret, spoken, called, key, preferred(request)
    )
    if number is None:
        answer = await _beginning(request, 409, TOO_MANY, spoken=spoken, called=called)
    else:
        answer = RedirectResponse(f"/?relay={number}", status_code=303)
    cookie.give(answer, fresh, house.settings)
    return answer


async def end(request: Request) -> Response:
    house = house_of(request)
    if not is_from_own_page(request, house.settings):
        return Response(status_code=403)
    wanted = (await read_form(request)).get("relay", "")
    secret = cookie.secret_of(request, house.settings)
    number = await run_in_threadpool(_end, house, secret, wanted)
    if number is None:
        return Response(status_code=404)
    return RedirectResponse(f"/?relay={number}", status_code=303)


def _start(
    house: House, secret: str | None, spoken: str, called: str, key: str, reads: str
) -> tuple[int | None, str]:
    """The person's number, or None where it would be one too many; and the browser's secret."""
    with house.store.write() as tx:
        helper, secret = begin(tx, secret)
        if helper.language is None:
            helper.language = reads
        own_key = f"chat:{helper.id}:{key}"
        relay = begin_on_page(tx, house.speaker, helper, spoken, called, key=own_key)
        return (relay.number if relay is not None else None), secret


def _end(house: House, secret: str | None, wanted: str) -> int | None:
    with house.store.write() as tx:
        helper = known_conversation(tx, "chat", secret) if secret else None
        relay = find_relay(tx, helper, wanted)
        if relay is None:
            return None
        end_relay(tx, tx.get_one(Relay, relay.id, with_for_update=True), BY_INTERPRETER)
        return relay.number


async def _beginning(
    request: Request,
    status_code: int = 200,
    fault: str | None = None,
    *,
    spoken: str = "",
    called: str = "",
    **values: object,
) -> Response:
    house, speech = house_of(request), (await look(request)).speech
    html = render_relay(
        house,
        speech,
        prefix=prefix(request),
        framed=is_framed(request),
        fault=speech.lines_of(fault, **values) if fault else (),
        spoken=spoken,
        called=called,
    )
    return HTMLResponse(html, status_code=status_code)
