"""The staff pages: ``/login``, ``/logout`` and everything under ``/monitor`` and ``/worklist``."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.monitor import board_pages, case_pages, signing_pages, stream, transcript_pages
from bot.monitor.api.routes import api_routes
from bot.monitor.attached import FILE_HEADERS
from bot.monitor.desk.routes import desk_routes
from bot.monitor.headers import SecurityHeaders
from bot.monitor.worklist.routes import worklist_routes

MOST_FORM_BYTES = 8 * 1024
MOST_WORDS_BYTES = 64 * 1024
"""A form with the longest note in it, each letter of which may take nine bytes on the way."""
STATIC = Path(__file__).parent / "static"
CASE = "/monitor/cases/{reference}"

Endpoint = Callable[[Request], Awaitable[Response]]


def monitor_routes() -> list[BaseRoute]:
    files = [Middleware(SecurityHeaders, cache_control="no-cache")]
    return [
        _shown("/login", signing_pages.show_sign_in),
        _sent("/login", signing_pages.take_sign_in),
        _sent("/logout", signing_pages.sign_out),
        _shown("/monitor", board_pages.show_monitor),
        _shown("/monitor/cases", board_pages.show_cases),
        _sent("/monitor/stay", board_pages.stay),
        _shown("/monitor/events", stream.show_events),
        _shown(CASE, case_pages.show_case),
        _shown(f"{CASE}/live", case_pages.show_case_anew),
        Route(
            f"{CASE}/attachments/{{attachment:int}}",
            case_pages.show_attachment,
            methods=["GET"],
            middleware=[Middleware(SecurityHeaders, headers=FILE_HEADERS)],
        ),
        _shown(f"{CASE}/transcript", transcript_pages.show_of_case),
        _sent(f"{CASE}/take", case_pages.take_case),
        _sent(f"{CASE}/contact", case_pages.contact_case),
        _sent(f"{CASE}/release", case_pages.release_case),
        _sent(f"{CASE}/note", case_pages.note_case, MOST_WORDS_BYTES),
        _sent(f"{CASE}/write", case_pages.write_in_case, MOST_WORDS_BYTES),
        _sent(f"{CASE}/close", case_pages.close_case, MOST_WORDS_BYTES),
        *desk_routes(),
        *worklist_routes(),
        *api_routes(),
        Mount("/monitor/static", StaticFiles(directory=STATIC), middleware=files),
    ]


def _shown(path: str, endpoint: Endpoint) -> Route:
    return Route(path, endpoint, methods=["GET"], middleware=[Middleware(SecurityHeaders)])


def _sent(path: str, endpoint: Endpoint, most_bytes: int = MOST_FORM_BYTES) -> Route:
    return Route(
        path,
        endpoint,
        methods=["POST"],
        middleware=[Middleware(SecurityHeaders)],
        max_body_size=most_bytes,
    )
