"""``/monitor/office``: a lead reads what holds for their office."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.monitor.access import staff_page
from bot.monitor.accounts import Role
from bot.monitor.desk.caller_form import NEEDS
from bot.monitor.desk.office_view import OfficeView, view_office
from bot.monitor.house import House, house_of
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor


@staff_page(Role.LEAD)
async def show_office(request: Request, visitor: Visitor) -> Response:
    view = await run_in_threadpool(_view, house_of(request), visitor)
    return page(request, "office.html", visitor=visitor, view=view, kinds=NEEDS)


def _view(house: House, visitor: Visitor) -> OfficeView | None:
    with house.store.read() as tx:
        return view_office(tx, house.speaker.register, visitor.office_id or "")
