"""Where the pages of the desk are found."""

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from bot.monitor.access import Endpoint
from bot.monitor.desk import accounts_page, caller_page, office_page, register_page
from bot.monitor.headers import SecurityHeaders

MOST_FORM_BYTES = 8 * 1024
MOST_CALLER_BYTES = 128 * 1024
"""The longest words and lines in letters of which each may take twelve bytes on the way."""


def desk_routes() -> list[BaseRoute]:
    pages = [Middleware(SecurityHeaders)]

    def shown(path: str, endpoint: Endpoint) -> Route:
        return Route(path, endpoint, methods=["GET"], middleware=pages)

    def sent(path: str, endpoint: Endpoint, most: int = MOST_FORM_BYTES) -> Route:
        return Route(path, endpoint, methods=["POST"], middleware=pages, max_body_size=most)

    return [
        shown("/monitor/new", caller_page.show_caller_form),
        sent("/monitor/new", caller_page.take_caller_form, MOST_CALLER_BYTES),
        shown("/monitor/new/{reference}", caller_page.show_opened),
        shown("/monitor/accounts", accounts_page.show_accounts),
        sent("/monitor/accounts", accounts_page.add_account),
        sent("/monitor/accounts/disable", accounts_page.disable_account),
        shown("/monitor/register", register_page.show_register),
        sent("/monitor/register/confirm", register_page.confirm_line),
        sent("/monitor/register/test", register_page.test_line),
        shown("/monitor/office", office_page.show_office),
    ]
