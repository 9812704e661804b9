"""The staff pages: ``/login``, ``/logout`` and ``/monitor``."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.monitor import cookies
from bot.monitor.access import find_visitor, read_form, same_token, staff_page
from bot.monitor.accounts import Role
from bot.monitor.api.routes import api_routes
from bot.monitor.callers import caller_address
from bot.monitor.desk.routes import desk_routes
from bot.monitor.headers import SecurityHeaders
from bot.monitor.house import House, house_of
from bot.monitor.overview import Overview, overview
from bot.monitor.pages import page
from bot.monitor.sessions import Visitor, end_session
from bot.monitor.signing_in import SignInRefused, sign_in
from bot.monitor.throttling import WINDOW, TooManyFailures

HOME = "/monitor"
MOST_FORM_BYTES = 8 * 1024
STATIC = Path(__file__).parent / "static"

# Passwords are slow on purpose. With threads of their own, a flood of sign-ins takes neither the
# threads that store messages nor much memory.
_PASSWORD_THREADS = ThreadPoolExecutor(2, thread_name_prefix="password")

log = structlog.get_logger()


def monitor_routes() -> list[BaseRoute]:
    pages = [Middleware(SecurityHeaders)]
    files = [Middleware(SecurityHeaders, cache_control="no-cache")]
    return [
        Route("/login", show_sign_in, methods=["GET"], middleware=pages),
        Route(
            "/login",
            take_sign_in,
            methods=["POST"],
            middleware=pages,
            max_body_size=MOST_FORM_BYTES,
        ),
        Route(
            "/logout",
            sign_out,
            methods=["POST"],
            middleware=pages,
            max_body_size=MOST_FORM_BYTES,
        ),
        Route("/monitor", show_monitor, methods=["GET"], middleware=pages),
        Route("/monitor/cases", show_cases, methods=["GET"], middleware=pages),
        *desk_routes(),
        *api_routes(),
        Mount("/monitor/static", StaticFiles(directory=STATIC), middleware=files),
    ]


async def show_sign_in(request: Request) -> Response:
    wanted = safe_target(request.query_params.get("next"))
    if await run_in_threadpool(find_visitor, request, renewing=False):
        return RedirectResponse(wanted, status_code=303)
    return _sign_in_form(request, wanted)


async def take_sign_in(request: Request) -> Response:
    house = house_of(request)
    form = await read_form(request)
    wanted = safe_target(form.get("next"))
    expected = cookies.form_token(request, house.settings)
    if not expected or not same_token(form.get("csrf", ""), expected):
        return _sign_in_form(request, wanted, fault="form")
    try:
        token = await asyncio.get_running_loop().run_in_executor(
            _PASSWORD_THREADS, partial(_sign_in, request, form)
        )
    except SignInRefused:
        return _sign_in_form(request, wanted, fault="wrong", name=form.get("name", ""))
    except TooManyFailures:
        return _sign_in_form(request, wanted, fault="wait", status_code=429)
    response = RedirectResponse(wanted, status_code=303)
    cookies.give_session(response, token, house.settings)
    return response


@staff_page()
async def sign_out(request: Request, visitor: Visitor) -> Response:
    house = house_of(request)
    await run_in_threadpool(_end_session, house, request)
    log.info("staff_signed_out", staff=visitor.staff_id)
    response = RedirectResponse("/login", status_code=303)
    cookies.take_session(response, house.settings)
    return response


@staff_page(Role.ADVISER, Role.ADMINISTRATOR)
async def show_monitor(request: Request, visitor: Visitor) -> Response:
    seen = await run_in_threadpool(_overview, house_of(request))
    return page(request, "monitor.html", visitor=visitor, overview=seen)


@staff_page(Role.ADVISER, Role.ADMINISTRATOR, fetched=True)
async def show_cases(request: Request, _visitor: Visitor) -> Response:
    seen = await run_in_threadpool(_overview, house_of(request))
    return page(request, "cases.html", overview=seen)


def safe_target(wanted: str | None) -> str:
    """Where to go after the sign-in: a path of our own, whatever the address bar said."""
    if not wanted or not wanted.isprintable() or "\\" in wanted:
        return HOME
    # Browsers read any number of slashes as two, and what follows them as a host.
    is_own = wanted.startswith("/") and not wanted.startswith("//")
    return wanted if is_own and urlsplit(wanted).path not in ("/", "/login") else HOME


def _sign_in(request: Request, form: dict[str, str]) -> str:
    house = house_of(request)
    address = caller_address(request, house.settings.trusted_proxies)
    try:
        token = sign_in(
            house.store,
            name=form.get("name", ""),
            password=form.get("password", ""),
            address=address,
        )
    except (SignInRefused, TooManyFailures) as refusal:
        log.warning("staff_sign_in_refused", reason=type(refusal).__name__)
        raise
    _end_session(house, request)
    return token


def _sign_in_form(
    request: Request,
    wanted: str,
    *,
    fault: str | None = None,
    name: str = "",
    status_code: int | None = None,
) -> Response:
    settings = house_of(request).settings
    csrf = cookies.form_token(request, settings) or secrets.token_urlsafe(32)
    status = status_code or (403 if fault else 200)
    response = page(
        request,
        "login.html",
        status,
        next=wanted,
        csrf=csrf,
        fault=fault,
        name=name,
        wait_minutes=WINDOW.seconds // 60,
    )
    cookies.give_form(response, csrf, settings)
    return response


def _end_session(house: House, request: Request) -> None:
    """The old session of this browser ends, so that its token is worth nothing any more."""
    token = cookies.session_token(request, house.settings)
    if token is not None:
        with house.store.write() as tx:
            end_session(tx, token)


def _overview(house: House) -> Overview:
    with house.store.read() as tx:
        return overview(tx, house.speaker.register)
