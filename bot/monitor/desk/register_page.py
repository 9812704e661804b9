"""``/monitor/register``: how the duty lines stand, and when nobody would answer.

An administrator confirms and tests lines and sees what should be mended; advisers and leads read
the same without the numbers.
"""

from collections.abc import Sequence

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.escalation.line_tests import NotSent, send_test_now
from bot.escalation.lines import confirm
from bot.monitor.access import read_form, staff_page
from bot.monitor.accounts import Role
from bot.monitor.desk.gap_view import gaps_by_place
from bot.monitor.desk.line_view import Line, read_lines
from bot.monitor.house import House, feed_of, house_of
from bot.monitor.line_news import PATIENCE_SECONDS
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor
from bot.register import OSLO, Finding, check

NOT_SENT: dict[NotSent, str] = {
    NotSent.UNCONFIRMED: "Vakttelefonen er ikke bekreftet slik den er nå.",
    NotSent.UNREACHABLE: "Ingenting når fram til nummeret. Sjekk det, og bekreft det på nytt.",
    NotSent.UNDER_WAY: "En prøve til den venter på svar. Vent til den er ferdig.",
    NotSent.BUSY: "Telefonen har en sak eller en annen prøve nå. Vent til den er ferdig.",
}

log = structlog.get_logger()


@staff_page(Role.ADVISER, Role.LEAD, Role.ADMINISTRATOR)
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
    return _back_to_register(request)


@staff_page(Role.ADMINISTRATOR)
async def test_line(request: Request, visitor: Visitor) -> Response:
    line_id = (await read_form(request)).get("line", "")
    refused = await run_in_threadpool(_test, house_of(request), line_id)
    if refused is not None:
        return await _register(request, visitor, not_sent=NOT_SENT[refused])
    log.info("line_tested", staff=visitor.staff_id, line=line_id)
    return _back_to_register(request)


def _back_to_register(request: Request) -> Response:
    feed_of(request).line_news.forget()
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/monitor/register", status_code=303)


async def _register(
    request: Request, visitor: Visitor, *, is_stale: bool = False, not_sent: str | None = None
) -> Response:
    house, is_administrator = house_of(request), visitor.role == Role.ADMINISTRATOR
    lines = await run_in_threadpool(_lines, house)
    findings = await run_in_threadpool(_findings, house) if is_administrator else ()
    news = await run_in_threadpool(feed_of(request).line_news.latest, PATIENCE_SECONDS)
    return page(
        request,
        "register.html",
        409 if is_stale or not_sent else 200,
        visitor=visitor,
        is_administrator=is_administrator,
        test_every_days=house.speaker.register.page.test_every_days,
        lines=lines,
        gaps=None if news is None else gaps_by_place(news, news.gaps),
        findings=findings,
        is_stale=is_stale,
        not_sent=not_sent,
    )


def _lines(house: House) -> Sequence[Line]:
    with house.store.read() as tx:
        return read_lines(tx, house.speaker.register)


def _findings(house: House) -> Sequence[Finding]:
    register = house.speaker.register
    own = [house.settings.twilio_from] if house.settings.twilio_from else []
    with house.store.read() as tx:
        today = tx.now.astimezone(OSLO).date()
    return check(register, today, own_numbers=own)


def _confirm(house: House, visitor: Visitor, line_id: str, fingerprint: str) -> bool:
    line = house.speaker.register.find_line(line_id)
    if line is None or line.fingerprint != fingerprint:
        return False
    with house.store.write() as tx:
        confirm(tx, line, by=visitor.name)
    return True


def _test(house: House, line_id: str) -> NotSent | None:
    line = house.speaker.register.find_line(line_id)
    if line is None:
        return NotSent.UNCONFIRMED
    with house.store.write() as tx:
        return send_test_now(tx, house.speaker, line)
