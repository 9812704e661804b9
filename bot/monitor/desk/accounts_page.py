"""``/monitor/accounts``: the administrator makes accounts and shuts them."""

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.monitor.access import read_form, staff_page
from bot.monitor.accounts import (
    LONGEST_NAME,
    WITH_AN_OFFICE,
    AccountRefused,
    Added,
    Role,
    add_staff,
    canonical_name,
    disable_staff,
    list_staff,
)
from bot.monitor.desk.accounts_view import ROLES, Account, account_of
from bot.monitor.house import House, house_of
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor

EMPTY = {"name": "", "role": "", "office": "", "token": ""}

log = structlog.get_logger()


@staff_page(Role.ADMINISTRATOR)
async def show_accounts(request: Request, visitor: Visitor) -> Response:
    return await _accounts(request, visitor, EMPTY)


@staff_page(Role.ADMINISTRATOR)
async def add_account(request: Request, visitor: Visitor) -> Response:
    """The password and the token are on this one page, and nowhere after it."""
    house = house_of(request)
    form = EMPTY | await read_form(request)
    if faults := _faults(house, form):
        return await _accounts(request, visitor, form, faults)
    try:
        added = await run_in_threadpool(_add, house, form)
    except AccountRefused:
        taken = "Navnet kan ikke brukes. Finnes det en konto med samme navn?"
        return await _accounts(request, visitor, form, {"name": taken})
    log.info("staff_added", staff=visitor.staff_id, added=added.staff.id, role=form["role"])
    return await _accounts(request, visitor, EMPTY, added=added)


@staff_page(Role.ADMINISTRATOR)
async def disable_account(request: Request, visitor: Visitor) -> Response:
    house = house_of(request)
    name = (await read_form(request)).get("name", "")
    if canonical_name(name) == visitor.name:
        return await _accounts(
            request, visitor, EMPTY, {"disable": "Du kan ikke stenge din egen konto."}
        )
    if not await run_in_threadpool(_disable, house, visitor, name):
        return await _accounts(request, visitor, EMPTY, {"disable": "Kontoen finnes ikke."})
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/monitor/accounts", status_code=303)


async def _accounts(
    request: Request,
    visitor: Visitor,
    form: dict[str, str],
    faults: dict[str, str] | None = None,
    added: Added | None = None,
) -> Response:
    house = house_of(request)
    return page(
        request,
        "accounts.html",
        422 if faults else 200,
        visitor=visitor,
        accounts=await run_in_threadpool(_list, house),
        form=form,
        faults=faults or {},
        added=added,
        roles=ROLES,
        offices=sorted(
            (office.name, id_) for id_, office in house.speaker.register.offices.items()
        ),
    )


def _faults(house: House, form: dict[str, str]) -> dict[str, str]:
    faults = {}
    if not 0 < len(canonical_name(form["name"])) <= LONGEST_NAME:
        faults["name"] = f"Skriv et navn med høyst {LONGEST_NAME} tegn."
    if form["role"] not in ROLES:
        faults["role"] = "Velg en rolle."
    elif form["role"] in WITH_AN_OFFICE and not form["office"]:
        faults["office"] = "Velg kontoret de hører til."
    elif form["role"] not in WITH_AN_OFFICE and form["office"]:
        faults["office"] = "Bare kontor og leder hører til et kontor. Velg «Ingen»."
    if form["office"] and house.speaker.register.office(form["office"]) is None:
        faults["office"] = "Velg et kontor fra listen."
    return faults


def _add(house: House, form: dict[str, str]) -> Added:
    with house.store.write() as tx:
        return add_staff(
            tx,
            name=form["name"],
            role=form["role"],
            office_id=form["office"] or None,
            with_token=bool(form["token"]),
        )


def _disable(house: House, visitor: Visitor, name: str) -> bool:
    with house.store.write() as tx:
        staff = disable_staff(tx, name)
        disabled = staff.id if staff else None
    if disabled is not None:
        log.info("staff_disabled", staff=visitor.staff_id, disabled=disabled)
    return disabled is not None


def _list(house: House) -> list[Account]:
    with house.store.read() as tx:
        return [account_of(staff, house.speaker.register) for staff in list_staff(tx)]
