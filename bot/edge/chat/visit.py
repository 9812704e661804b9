"""What a request says of the page it comes from, and what its browser sees there."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.edge.chat import cookie
from bot.edge.chat.page import View, look_up
from bot.edge.chat.speech import preferred_language
from bot.edge.house import house_of

FRAMES = ("iframe", "frame")


async def look(request: Request) -> View:
    """What this browser sees; 404 for a relay that is not its own."""
    house, tab = house_of(request), wanted_tab(request)
    secret = cookie.secret_of(request, house.settings)
    view = await run_in_threadpool(look_up, house, secret, preferred(request), tab)
    if tab and view.relay is None:
        raise HTTPException(404)
    return view


def wanted_tab(request: Request) -> str:
    """As the address names it, or a form, once that is read; "" for the own chat."""
    named: str = getattr(request.state, "relay", "") or request.query_params.get("relay", "")
    return named


def preferred(request: Request) -> str:
    return preferred_language(request.headers.get("accept-language", ""))


def prefix(request: Request) -> str:
    return str(request.scope.get("root_path", ""))


def is_framed(request: Request) -> bool:
    """Whether the answer is to stand in a frame of another page."""
    return request.headers.get("sec-fetch-dest") in FRAMES


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")
