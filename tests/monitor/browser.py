"""A browser as far as the staff pages can tell: it keeps cookies and sends back hidden fields."""

import re
from collections.abc import Mapping

import httpx
from starlette.testclient import TestClient
from starlette.types import ASGIApp

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


class Browser:
    def __init__(
        self, app: ASGIApp, *, base_url: str = "http://testserver", address: str = "192.0.2.1"
    ) -> None:
        self.client = TestClient(
            app, base_url=base_url, client=(address, 50000), follow_redirects=False
        )

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def fill_in(self, page: httpx.Response, path: str, **fields: str) -> httpx.Response:
        """Send the form of a page with its hidden fields, which ``fields`` may replace."""
        return self.client.post(path, data={**hidden_fields(page), **fields})

    def sign_in(self, name: str, password: str, wanted: str | None = None) -> httpx.Response:
        page = self.client.get("/login", params={} if wanted is None else {"next": wanted})
        return self.fill_in(page, "/login", name=name, password=password)

    @property
    def is_signed_in(self) -> bool:
        return self.get("/monitor").status_code == 200

    @property
    def session_cookie(self) -> tuple[str, str]:
        return next(
            (name, value) for name, value in self.client.cookies.items() if "session" in name
        )


def hidden_fields(page: httpx.Response) -> Mapping[str, str]:
    return dict(_HIDDEN.findall(page.text))
