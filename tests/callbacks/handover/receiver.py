"""An office's own system on loopback: it takes what is posted, or refuses as told."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tests.twilio_standin.loopback import LoopbackServer


@dataclass
class Delivered:
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    def is_signed_with(self, secret: str) -> bool:
        """As a receiver checks it, from what docs/handover.md says."""
        parts = [part.split("=", 1) for part in self.headers["lavterskel-signature"].split(",")]
        at = next(value for name, value in parts if name == "t")
        right = hmac.new(secret.encode(), f"{at}.".encode() + self.body, hashlib.sha256)
        return any(
            hmac.compare_digest(value, right.hexdigest()) for name, value in parts if name == "v1"
        )


@dataclass
class OfficeSystem:
    status: int = 204
    got: list[Delivered] = field(default_factory=list)
    url: str = ""

    async def take(self, request: Request) -> Response:
        self.got.append(Delivered(dict(request.headers), await request.body()))
        if 300 <= self.status < 400:
            return RedirectResponse(f"{self.url}/elsewhere", self.status)
        return Response(status_code=self.status)


@contextmanager
def office_system() -> Iterator[OfficeSystem]:
    system = OfficeSystem()
    routes = [Route("/{path:path}", system.take, methods=["POST", "GET"])]
    server = LoopbackServer(Starlette(routes=routes))
    server.start()
    system.url = server.url
    try:
        yield system
    finally:
        server.stop()
