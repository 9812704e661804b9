"""``/worklist``: who waits to be phoned, the most urgent first."""

import json
import secrets
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.monitor.access import staff_page
from bot.monitor.accounts import WITH_AN_OFFICE, Role
from bot.monitor.desk.caller_form import languages
from bot.monitor.house import House, house_of
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor
from bot.monitor.worklist.alerts import Alerts, of_lead, of_nks, read_alerts
from bot.monitor.worklist.counts import count_by_office
from bot.monitor.worklist.filters import Filters, read_filters
from bot.monitor.worklist.rows import ON_ONE_PAGE, read_rows
from bot.monitor.worklist.words import NEEDS, RESULTS
from bot.register import Register
from bot.store.transaction import Transaction


@staff_page()
async def show_worklist(request: Request, visitor: Visitor) -> Response:
    values = await run_in_threadpool(_values, house_of(request), visitor, request.query_params)
    return page(request, "worklist.html", 200, visitor=visitor, key=secrets.token_hex(12), **values)


@staff_page(fetched=True)
async def show_rows(request: Request, visitor: Visitor) -> Response:
    """The list as it is now, for a page that is open already."""
    values = await run_in_threadpool(_values, house_of(request), visitor, request.query_params)
    return page(request, "worklist_rows.html", 200, visitor=visitor, **values)


def _values(house: House, visitor: Visitor, query: Mapping[str, str]) -> dict[str, object]:
    register = house.speaker.register
    filters = read_filters(query)
    with house.store.read() as tx:
        rows = read_rows(tx, register, visitor, filters)
        counts = count_by_office(tx, register, visitor)
        alerts = _alerts(tx, register, visitor)
        now = tx.now
    return {
        "now": now,
        "rows": rows[:ON_ONE_PAGE],
        "has_more": len(rows) > ON_ONE_PAGE,
        "filters": filters,
        "is_filtered": filters != Filters(page=filters.page),
        "counts": counts,
        "alerts": alerts,
        "is_office": visitor.role in WITH_AN_OFFICE,
        "needs": NEEDS,
        "results": RESULTS,
        "letters": json.dumps({letter: result for result, (letter, *_) in RESULTS.items()}),
        "languages": languages(),
    }


def _alerts(tx: Transaction, register: Register, visitor: Visitor) -> Alerts:
    """A lead's are the lead's, and everybody's else who works there is the list itself."""
    if visitor.role == Role.LEAD and visitor.office_id:
        return read_alerts(tx, register, of_lead(visitor.office_id))
    if visitor.role in WITH_AN_OFFICE:
        return Alerts(0, ())
    return read_alerts(tx, register, of_nks())
