"""``/monitor/cases/{reference}``: one case, and what staff do with it by form.

Every act is a form that works without a script, and leads back to the case.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.escalation.ending import Outcome
from bot.monitor.access import read_form, staff_page
from bot.monitor.accounts import Role
from bot.monitor.acts import ActRefused, Desk, NoSuchCase
from bot.monitor.case import CaseView, file_of_case, view_case
from bot.monitor.house import House, house_of
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor
from bot.monitor.words import OUTCOMES

HANDLERS = (Role.ADVISER, Role.OFFICE, Role.LEAD)
"""Who handles cases. An administrator looks on."""
PROMISES = (10, 30, 60)
"""Minutes within which whoever takes a case may say that they reach the person."""
LONGEST_NOTE = 4_000
LONGEST_MESSAGE = 1_000
"""Characters; more than one screen of chat is read by nobody in danger."""


@staff_page()
async def show_case(request: Request, visitor: Visitor) -> Response:
    return await _case_page(request, visitor)


@staff_page(fetched=True)
async def show_case_anew(request: Request, visitor: Visitor) -> Response:
    """The case as it is now, for a page that is open already."""
    view = await run_in_threadpool(_view, house_of(request), visitor, request, fetched=True)
    if view is None:
        return Response(status_code=404)
    return page(request, "case_body.html", 200, visitor=visitor, **_values(request, view))


@staff_page()
async def show_attachment(request: Request, visitor: Visitor) -> Response:
    """What the person sent besides words, as a file to save."""
    found = await run_in_threadpool(_attachment, house_of(request), visitor, request)
    return found or _missing(request, visitor)


@staff_page(*HANDLERS)
async def take_case(request: Request, visitor: Visitor) -> Response:
    chosen = (await read_form(request)).get("promise", "")
    named = next((minutes for minutes in PROMISES if chosen == str(minutes)), None)
    promise = timedelta(minutes=named) if named else None
    return await _do(request, visitor, lambda desk, case: desk.take(case, promise))


@staff_page(*HANDLERS)
async def contact_case(request: Request, visitor: Visitor) -> Response:
    return await _do(request, visitor, lambda desk, case: desk.contact(case))


@staff_page(*HANDLERS)
async def release_case(request: Request, visitor: Visitor) -> Response:
    return await _do(request, visitor, lambda desk, reference: desk.release(reference))


@staff_page(*HANDLERS)
async def note_case(request: Request, visitor: Visitor) -> Response:
    words = await _words(request)
    fault = _fault(words, LONGEST_NOTE)
    if fault:
        return await _case_page(request, visitor, faults={"note": fault}, typed={"note": words})
    return await _do(request, visitor, lambda desk, case: desk.note(case, words), words)


@staff_page(*HANDLERS)
async def write_in_case(request: Request, visitor: Visitor) -> Response:
    words, key = await _words(request), (await read_form(request)).get("key", "")[:32]
    fault = _fault(words, LONGEST_MESSAGE)
    if fault or not key:
        faults = {"write": fault or "Siden var for gammel. Prøv igjen."}
        return await _case_page(request, visitor, faults=faults, typed={"write": words})
    return await _do(request, visitor, lambda desk, case: desk.write(case, words, key), words)


@staff_page(*HANDLERS)
async def close_case(request: Request, visitor: Visitor) -> Response:
    words, chosen = await _words(request), (await read_form(request)).get("outcome", "")
    if chosen not in OUTCOMES or len(words) > LONGEST_NOTE:
        faults = {"outcome": "Velg hva som kom ut av saken."}
        if chosen in OUTCOMES:
            faults = {"close": _fault(words, LONGEST_NOTE) or ""}
        typed = {"close": words, "outcome": chosen}
        return await _case_page(request, visitor, faults=faults, typed=typed)
    outcome = Outcome(chosen)
    return await _do(
        request, visitor, lambda desk, case: desk.close(case, outcome, words or None), words
    )


async def _do(
    request: Request, visitor: Visitor, act: Callable[[Desk, str], None], words: str = ""
) -> Response:
    house = house_of(request)
    reference: str = request.path_params["reference"]
    desk = Desk(house.store, house.speaker, visitor, via="monitor")
    try:
        await run_in_threadpool(act, desk, reference)
    except NoSuchCase:
        return _missing(request, visitor)
    except ActRefused as refusal:
        values = {"reference": reference, "holder": refusal.holder, "words": words}
        return page(request, "refused_act.html", 409, visitor=visitor, **values)
    return RedirectResponse(f"/monitor/cases/{reference}", status_code=303)


async def _case_page(
    request: Request,
    visitor: Visitor,
    *,
    faults: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    view = await run_in_threadpool(_view, house_of(request), visitor, request)
    if view is None:
        return _missing(request, visitor)
    values = _values(request, view, faults, typed)
    return page(request, "case.html", 422 if faults else 200, visitor=visitor, **values)


def _values(
    request: Request,
    view: CaseView,
    faults: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> dict[str, object]:
    text = partial(house_of(request).speaker.catalogue.text, language="nb")
    return {
        "view": view,
        "kind": text(f"utter_kind_{view.story.kind}") if view.story else None,
        "faults": faults or {},
        "typed": typed or {},
        "promises": PROMISES,
        "outcomes": OUTCOMES,
        "key": secrets.token_hex(12),
        "longest_note": LONGEST_NOTE,
        "longest_message": LONGEST_MESSAGE,
    }


def _view(
    house: House, visitor: Visitor, request: Request, *, fetched: bool = False
) -> CaseView | None:
    reference = request.path_params["reference"]
    with house.store.write() as tx:
        return view_case(tx, house.speaker, visitor, reference, fetched=fetched)


def _attachment(house: House, visitor: Visitor, request: Request) -> Response | None:
    path = request.path_params
    with house.store.write() as tx:
        return file_of_case(tx, house.speaker, visitor, path["reference"], path["attachment"])


def _missing(request: Request, visitor: Visitor) -> Response:
    return page(request, "missing.html", 404, visitor=visitor)


async def _words(request: Request) -> str:
    """What was typed, as it may be stored; browsers send a new line as two characters."""
    typed = (await read_form(request)).get("words", "")
    return house_of(request).kept_words(typed.replace("\r\n", "\n").replace("\0", "").strip())


def _fault(words: str, longest: int) -> str | None:
    if not words:
        return "Skriv noe først."
    if len(words) > longest:
        return f"Teksten er for lang. Bruk høyst {longest} tegn."
    return None
