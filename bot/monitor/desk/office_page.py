"""``/monitor/office``: a lead reads what holds for their office, and whom it does not reach."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.monitor.access import staff_page
from bot.monitor.accounts import Role
from bot.monitor.desk.caller_form import NEEDS
from bot.monitor.desk.gap_view import gaps_by_place, gaps_of_office
from bot.monitor.desk.office_view import OfficeView, view_office
from bot.monitor.house import House, feed_of, house_of
from bot.monitor.line_news import PATIENCE_SECONDS
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor
from bot.monitor.worklist.alerts import Alerts, of_lead, read_alerts


@staff_page(Role.LEAD)
async def show_office(request: Request, visitor: Visitor) -> Response:
    view, alerts = await run_in_threadpool(_view, house_of(request), visitor)
    lines = await run_in_threadpool(feed_of(request).line_news.latest, PATIENCE_SECONDS)
    gaps = gaps_by_place(lines, gaps_of_office(lines, view.office)) if view and lines else None
    return page(
        request,
        "office.html",
        visitor=visitor,
        view=view,
        alerts=alerts,
        gaps=gaps,
        kinds=NEEDS,
        test_every_days=house_of(request).speaker.register.page.test_every_days,
    )


def _view(house: House, visitor: Visitor) -> tuple[OfficeView | None, Alerts]:
    register, office_id = house.speaker.register, visitor.office_id or ""
    with house.store.read() as tx:
        return view_office(tx, register, office_id), read_alerts(tx, register, of_lead(office_id))
