"""Where the pages of the worklist are found."""

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from bot.monitor import transcript_pages
from bot.monitor.access import Endpoint
from bot.monitor.attached import FILE_HEADERS
from bot.monitor.headers import SecurityHeaders
from bot.monitor.worklist import list_page, request_page

MOST_WORDS_BYTES = 64 * 1024
"""A form with the longest note in it, each letter of which may take nine bytes on the way."""
ONE = "/worklist/{reference}"


def worklist_routes() -> list[BaseRoute]:
    return [
        _shown("/worklist", list_page.show_worklist),
        _shown("/worklist/rows", list_page.show_rows),
        _shown(ONE, request_page.show_request),
        Route(
            f"{ONE}/attachments/{{attachment:int}}",
            request_page.show_attachment,
            methods=["GET"],
            middleware=[Middleware(SecurityHeaders, headers=FILE_HEADERS)],
        ),
        _shown(f"{ONE}/transcript", transcript_pages.show_of_request),
        _sent(f"{ONE}/attempts", request_page.log_attempt),
        _sent(f"{ONE}/move", request_page.move_request),
        _sent(f"{ONE}/own", request_page.own_request),
        _sent(f"{ONE}/messages", request_page.write_to_person),
        _sent(f"{ONE}/close", request_page.close_request),
    ]


def _shown(path: str, endpoint: Endpoint) -> Route:
    return Route(path, endpoint, methods=["GET"], middleware=[Middleware(SecurityHeaders)])


def _sent(path: str, endpoint: Endpoint) -> Route:
    return Route(
        path,
        endpoint,
        methods=["POST"],
        middleware=[Middleware(SecurityHeaders)],
        max_body_size=MOST_WORDS_BYTES,
    )
