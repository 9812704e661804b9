"""``/worklist/{reference}/transcript`` and ``/monitor/cases/{reference}/transcript``."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.monitor.access import staff_page
from bot.monitor.house import House, house_of
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor
from bot.monitor.transcript import TranscriptView, view_of_case, view_of_request
from bot.register import Register
from bot.store.transaction import Transaction

Reader = Callable[[Transaction, Register, Visitor, str], TranscriptView | None]


@staff_page()
async def show_of_request(request: Request, visitor: Visitor) -> Response:
    back = ("/worklist", "Ringeønske")
    return await _page(request, visitor, view_of_request, back)


@staff_page()
async def show_of_case(request: Request, visitor: Visitor) -> Response:
    back = ("/monitor/cases", "Sak")
    return await _page(request, visitor, view_of_case, back)


async def _page(
    request: Request, visitor: Visitor, reader: Reader, back: tuple[str, str]
) -> Response:
    reference: str = request.path_params["reference"]
    view = await run_in_threadpool(_view, house_of(request), reader, visitor, reference)
    if view is None:
        return page(request, "transcript_missing.html", 404, visitor=visitor)
    folder, name = back
    values = {"view": view, "behind": f"{folder}/{view.reference}", "behind_name": name}
    return page(request, "transcript.html", 200, visitor=visitor, **values)


def _view(house: House, reader: Reader, visitor: Visitor, reference: str) -> TranscriptView | None:
    with house.store.write() as tx:
        return reader(tx, house.speaker.register, visitor, reference)
