"""``/monitor`` and what an open board fetches."""

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.monitor.access import staff_page
from bot.monitor.board import read_board, share_of
from bot.monitor.cookies import session_token
from bot.monitor.feed import render_board
from bot.monitor.house import House, feed_of, house_of
from bot.monitor.line_news import LineNews
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor, renew


@staff_page()
async def show_monitor(request: Request, visitor: Visitor) -> Response:
    return page(
        request, "monitor.html", visitor=visitor, fragment=await _fragment(request, visitor)
    )


@staff_page(fetched=True)
async def show_cases(request: Request, visitor: Visitor) -> Response:
    """The board alone, for a browser whose stream does not come through."""
    return Response(await _fragment(request, visitor), media_type="text/html")


@staff_page(fetched=True)
async def stay(request: Request, _visitor: Visitor) -> Response:
    """The person is still there: the session lasts anew, though not beyond its longest."""
    await run_in_threadpool(_renew, house_of(request), request)
    return RedirectResponse("/monitor", status_code=303)


async def _fragment(request: Request, visitor: Visitor) -> Markup:
    root_path = request.scope.get("root_path", "")
    line_news = feed_of(request).line_news
    return await run_in_threadpool(_render, house_of(request), line_news, visitor, root_path)


def _render(house: House, line_news: LineNews, visitor: Visitor, root_path: str) -> Markup:
    register = house.speaker.register
    with house.store.read() as tx:
        board = read_board(tx, house)
    share = share_of(visitor, board, register)
    html = render_board(house, line_news, board, share, root_path)
    return Markup(html)  # noqa: S704 -- our own template


def _renew(house: House, request: Request) -> None:
    token = session_token(request, house.settings)
    if token is not None:
        with house.store.write() as tx:
            renew(tx, token)
