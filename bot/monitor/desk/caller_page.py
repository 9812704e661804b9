"""``/monitor/new``: staff open a case for somebody they have on the phone."""

from collections.abc import Sequence

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.monitor.access import find_visitor, read_form, same_token, staff_page
from bot.monitor.accounts import Role
from bot.monitor.caller import CallerCallback, CallerEmergency, open_callback, open_emergency
from bot.monitor.caller_facts import CallerRefused
from bot.monitor.desk.caller_form import (
    FAULTS,
    NEEDS,
    caller_of,
    fault_of_refusal,
    faults_of,
    filled_form,
    languages,
    new_form,
    place_label,
)
from bot.monitor.desk.opened import OpenedCallback, OpenedEscalation, find_opened
from bot.monitor.house import House, house_of
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor
from bot.register import Place, Register

CASEWORKERS = (Role.ADVISER, Role.OFFICE, Role.LEAD)


@staff_page(*CASEWORKERS)
async def show_caller_form(request: Request, visitor: Visitor) -> Response:
    form = new_form()
    form["place"] = _own_place(house_of(request).speaker.register, visitor)
    return _form(request, visitor, form)


async def take_caller_form(request: Request) -> Response:
    """What was typed in our own page outlives a session that has ended meanwhile."""
    if request.headers.get("sec-fetch-site") == "same-origin":
        visitor = await run_in_threadpool(find_visitor, request, renewing=False)
        sent = await read_form(request)
        if visitor is None:
            return page(request, "caller_kept.html", 401, form=filled_form(sent))
        if visitor.role in CASEWORKERS and not same_token(sent.get("csrf", ""), visitor.csrf):
            return _form(request, visitor, filled_form(sent), {"form": FAULTS["form", None]}, 403)
    return await _take_caller_form(request)


@staff_page(*CASEWORKERS)
async def _take_caller_form(request: Request, visitor: Visitor) -> Response:
    house = house_of(request)
    form = filled_form(await read_form(request))
    try:
        caller = caller_of(form)
    except ValidationError as error:
        return _form(request, visitor, form, faults_of(error))
    try:
        reference = await run_in_threadpool(_open, house, visitor, caller)
    except CallerRefused as refused:
        faults = fault_of_refusal(refused, house.speaker.register)
        choices = refused.places if refused.reason == "several" else ()
        return _form(request, visitor, form, faults, places=choices)
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/monitor/new/{reference}", status_code=303)


@staff_page(*CASEWORKERS)
async def show_opened(request: Request, visitor: Visitor) -> Response:
    house = house_of(request)
    opened = await run_in_threadpool(_find, house, visitor, request.path_params["reference"])
    return page(
        request,
        "opened.html",
        404 if opened is None else 200,
        visitor=visitor,
        opened=opened,
        is_callback=isinstance(opened, OpenedCallback),
        numbers=house.speaker.register.numbers(),
    )


def _form(
    request: Request,
    visitor: Visitor,
    form: dict[str, str],
    faults: dict[str, str] | None = None,
    status_code: int = 422,
    *,
    places: Sequence[Place] = (),
) -> Response:
    register = house_of(request).speaker.register
    return page(
        request,
        "caller.html",
        status_code if faults else 200,
        visitor=visitor,
        form=form,
        faults=faults or {},
        places=[(place.area, place_label(place)) for place in places],
        needs=NEEDS,
        languages=languages(),
        numbers=register.numbers(),
    )


def _open(house: House, visitor: Visitor, caller: CallerEmergency | CallerCallback) -> str:
    if isinstance(caller, CallerEmergency):
        return open_emergency(house, visitor, caller)
    return open_callback(house, visitor, caller)


def _find(
    house: House, visitor: Visitor, reference: str
) -> OpenedEscalation | OpenedCallback | None:
    with house.store.read() as tx:
        return find_opened(tx, house.speaker, visitor, reference)


def _own_place(register: Register, visitor: Visitor) -> str:
    """Where an office's people are, when there is but one such place."""
    office = register.office(visitor.office_id) if visitor.office_id else None
    if office is None or len(office.kommuner) != 1:
        return ""
    kommune = register.kommune(office.kommuner[0])
    return office.bydel or (kommune.name if kommune else "")
