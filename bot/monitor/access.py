"""Who may see a page: signed in, in the right role, and with the form we gave them."""

import secrets
from collections.abc import Awaitable, Callable
from functools import wraps
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.monitor.accounts import Role
from bot.monitor.cookies import session_token
from bot.monitor.house import House, house_of
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor, renew, visitor_of

Endpoint = Callable[[Request], Awaitable[Response]]
StaffEndpoint = Callable[[Request, Visitor], Awaitable[Response]]
SAFE_METHODS = ("GET", "HEAD")


def staff_page(*roles: Role, fetched: bool = False) -> Callable[[StaffEndpoint], Endpoint]:
    """Let only these roles in; everybody who is signed in when none is named.

    ``fetched`` is for what a page fetches by itself: it does not keep a session alive, and is
    answered with 401 in place of the way to the sign-in.
    """

    def guard(endpoint: StaffEndpoint) -> Endpoint:
        @wraps(endpoint)
        async def guarded(request: Request) -> Response:
            visitor = await run_in_threadpool(find_visitor, request, renewing=not fetched)
            if visitor is None:
                return Response(status_code=401) if fetched else _to_sign_in(request)
            if roles and visitor.role not in roles:
                return page(request, "refused.html", 403, visitor=visitor, reason="role")
            if request.method not in SAFE_METHODS and not await _has_our_form(request, visitor):
                return page(request, "refused.html", 403, visitor=visitor, reason="form")
            return await endpoint(request, visitor)

        return guarded

    return guard


def find_visitor(request: Request, *, renewing: bool) -> Visitor | None:
    house: House = house_of(request)
    token = session_token(request, house.settings)
    if token is None:
        return None
    with house.store.read() as tx:
        visitor = visitor_of(tx, token)
    if visitor is not None and renewing:
        with house.store.write() as tx:
            renew(tx, token)
    return visitor


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form; files are left out."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def same_token(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())


async def _has_our_form(request: Request, visitor: Visitor) -> bool:
    return same_token((await read_form(request)).get("csrf", ""), visitor.csrf)


def _to_sign_in(request: Request) -> Response:
    wanted = request.url.path if request.method in SAFE_METHODS else "/"
    return RedirectResponse(f"/login?{urlencode({'next': wanted})}", status_code=303)
