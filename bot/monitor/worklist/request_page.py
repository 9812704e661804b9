"""``/worklist/{reference}``: one request, and what staff do with it by form.

Every act is a form that works without a script, and leads back to the request.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.callbacks.attempts import Result
from bot.monitor.access import read_form, staff_page
from bot.monitor.accounts import Role
from bot.monitor.acts import ActRefused, NoSuchCase
from bot.monitor.house import House, house_of
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor
from bot.monitor.worklist.choices import colleagues, other_offices
from bot.monitor.worklist.desk import CallbackDesk, FieldRefused
from bot.monitor.worklist.filters import read_filters
from bot.monitor.worklist.handed_over import Erased, find_erased
from bot.monitor.worklist.message import RequestView, file_of_request, view_request
from bot.monitor.worklist.words import NEEDS, RESULTS

HANDLERS = (Role.ADVISER, Role.OFFICE, Role.LEAD)
LIST = "/worklist"
LONGEST_NOTE = 4_000
LONGEST_KEY = 32
FAULTS = {
    "key": "Siden var for gammel. Prøv igjen.",
    "long": f"Teksten er for lang. Bruk høyst {LONGEST_NOTE} tegn.",
    "result": "Velg hva som skjedde.",
    "office": "Velg et annet kontor.",
    "to": "Velg en som jobber med disse ringeønskene.",
    "reason": "Skriv hvorfor. En annen har ansvaret nå.",
    "note": "Skriv hvorfor ringeønsket lukkes.",
    "words": "Skriv noe til personen.",
}


@dataclass(frozen=True)
class Sent:
    """What came with a form."""

    act: str
    key: str
    words: str
    chosen: str
    """The result, the office or the new owner."""


@staff_page()
async def show_request(request: Request, visitor: Visitor) -> Response:
    return await _request_page(request, visitor)


@staff_page()
async def show_attachment(request: Request, visitor: Visitor) -> Response:
    """What the person sent besides words, as a file to save."""
    found = await run_in_threadpool(_attachment, house_of(request), visitor, request)
    return found or await _missing(request, visitor)


@staff_page(*HANDLERS)
async def log_attempt(request: Request, visitor: Visitor) -> Response:
    """What is one press."""
    sent = await _sent(request, "attempt", "result")
    back = _list_behind(await read_form(request), request.path_params["reference"])

    def attempt(desk: CallbackDesk, reference: str) -> None:
        if sent.chosen not in RESULTS:
            raise FieldRefused("result")
        result = Result(sent.chosen)
        desk.attempt(reference, result, key=sent.key, note=sent.words or None)

    return await _do(request, visitor, sent, attempt, back)


@staff_page(*HANDLERS)
async def move_request(request: Request, visitor: Visitor) -> Response:
    sent = await _sent(request, "move", "office")

    def move(desk: CallbackDesk, reference: str) -> None:
        note, office_id = sent.words or None, sent.chosen
        desk.attempt(reference, Result.MOVED, key=sent.key, note=note, office_id=office_id)

    return await _do(request, visitor, sent, move, LIST)


@staff_page(*HANDLERS)
async def close_request(request: Request, visitor: Visitor) -> Response:
    sent = await _sent(request, "close", "")

    def close(desk: CallbackDesk, reference: str) -> None:
        desk.attempt(reference, Result.DONE, key=sent.key, note=sent.words)

    return await _do(request, visitor, sent, close)


@staff_page(*HANDLERS)
async def write_to_person(request: Request, visitor: Visitor) -> Response:
    sent = await _sent(request, "write", "")

    def write(desk: CallbackDesk, reference: str) -> None:
        desk.write(reference, sent.words, key=sent.key)

    return await _do(request, visitor, sent, write)


@staff_page(*HANDLERS)
async def own_request(request: Request, visitor: Visitor) -> Response:
    sent = await _sent(request, "own", "to")

    def own(desk: CallbackDesk, reference: str) -> None:
        to = sent.chosen or visitor.name
        desk.own(reference, to=to, key=sent.key, reason=sent.words or None)

    return await _do(request, visitor, sent, own)


def _list_behind(form: Mapping[str, str], reference: str) -> str | None:
    """The list an attempt was logged in, at that row; None for the request's own page."""
    if "back" not in form:
        return None
    filters = read_filters(dict(parse_qsl(form["back"].removeprefix("?"))))
    return f"{LIST}{filters.address(filters.page)}#open-{reference}"


async def _sent(request: Request, act: str, field: str) -> Sent:
    """Words as they may be stored; browsers send a new line as two characters."""
    form = await read_form(request)
    words = form.get("words", "").replace("\r\n", "\n").replace("\0", "").strip()
    kept = house_of(request).kept_words(words)
    return Sent(act, form.get("key", "")[:LONGEST_KEY], kept, form.get(field, ""))


async def _do(
    request: Request,
    visitor: Visitor,
    sent: Sent,
    act: Callable[[CallbackDesk, str], None],
    back: str | None = None,
) -> Response:
    house = house_of(request)
    reference: str = request.path_params["reference"]
    if not sent.key or len(sent.words) > LONGEST_NOTE:
        return await _request_page(request, visitor, sent, "long" if sent.key else "key")
    try:
        await run_in_threadpool(act, CallbackDesk(house.store, house.speaker, visitor), reference)
    except FieldRefused as refused:
        return await _request_page(request, visitor, sent, refused.field)
    except NoSuchCase:
        return await _missing(request, visitor)
    except ActRefused:
        values = {"reference": reference, "words": sent.words}
        return page(request, "request_refused.html", 409, visitor=visitor, **values)
    return RedirectResponse(back or f"{LIST}/{reference}", status_code=303)


async def _request_page(
    request: Request, visitor: Visitor, sent: Sent | None = None, fault: str | None = None
) -> Response:
    view, owners = await run_in_threadpool(_view, house_of(request), visitor, request)
    if view is None:
        return await _missing(request, visitor)
    return page(
        request,
        "request.html",
        422 if fault else 200,
        visitor=visitor,
        view=view,
        owners=owners,
        offices=other_offices(house_of(request).speaker.register, visitor),
        fault_in=sent.act if sent and fault else None,
        fault=FAULTS[fault] if fault else None,
        sent=sent,
        key=secrets.token_hex(12),
        needs=NEEDS,
        results=RESULTS,
        longest_note=LONGEST_NOTE,
    )


def _view(
    house: House, visitor: Visitor, request: Request
) -> tuple[RequestView | None, Sequence[str]]:
    with house.store.write() as tx:
        view = view_request(tx, house.speaker, visitor, request.path_params["reference"])
        owners = colleagues(tx, visitor) if view and view.sight.handle else ()
        return view, owners


def _attachment(house: House, visitor: Visitor, request: Request) -> Response | None:
    path = request.path_params
    with house.store.write() as tx:
        return file_of_request(tx, visitor, path["reference"], path["attachment"])


async def _missing(request: Request, visitor: Visitor) -> Response:
    erased = await run_in_threadpool(_erased, house_of(request), visitor, request)
    if erased is not None:
        return page(request, "request_erased.html", 410, visitor=visitor, erased=erased)
    return page(request, "request_missing.html", 404, visitor=visitor)


def _erased(house: House, visitor: Visitor, request: Request) -> Erased | None:
    with house.store.read() as tx:
        return find_erased(tx, visitor, request.path_params["reference"])
