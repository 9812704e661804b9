"""``/monitor/register``: the administrator confirms duty lines and sees what should be mended."""

from collections.abc import Sequence

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.escalation.lines import confirm
from bot.monitor.access import read_form, staff_page
from bot.monitor.accounts import Role
from bot.monitor.desk.line_view import Line, read_lines
from bot.monitor.house import House, house_of
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor
from bot.register import OSLO, Finding, check

log = structlog.get_logger()


@staff_page(Role.ADMINISTRATOR)
async def show_register(request: Request, visitor: Visitor) -> Response:
    return await _register(request, visitor)


@staff_page(Role.ADMINISTRATOR)
async def confirm_line(request: Request, visitor: Visitor) -> Response:
    """Of a line as it was shown: one that has changed since is shown anew."""
    house = house_of(request)
    form = await read_form(request)
    seen = (form.get("line", ""), form.get("fingerprint", ""))
    if not await run_in_threadpool(_confirm, house, visitor, *seen):
        return await _register(request, visitor, is_stale=True)
    log.info("line_confirmed", staff=visitor.staff_id, line=form["line"])
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/monitor/register", status_code=303)


async def _register(request: Request, visitor: Visitor, *, is_stale: bool = False) -> Response:
    lines, findings = await run_in_threadpool(_read, house_of(request))
    return page(
        request,
        "register.html",
        409 if is_stale else 200,
        visitor=visitor,
        lines=lines,
        findings=findings,
        is_stale=is_stale,
    )


def _read(house: House) -> tuple[Sequence[Line], Sequence[Finding]]:
    register = house.speaker.register
    own = [house.settings.twilio_from] if house.settings.twilio_from else []
    with house.store.read() as tx:
        today = tx.now.astimezone(OSLO).date()
        return read_lines(tx, register), check(register, today, own_numbers=own)


def _confirm(house: House, visitor: Visitor, line_id: str, fingerprint: str) -> bool:
    lines = [line for line in house.speaker.register.lines if line.id == line_id]
    if not lines or lines[0].fingerprint != fingerprint:
        return False
    with house.store.write() as tx:
        confirm(tx, lines[0], by=visitor.name)
    return True
