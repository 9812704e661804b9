"""The path under which the public reaches us, whether the proxy before us takes it off or not."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class PathPrefix:
    """Middleware that knows the path of the public address.

    Routes are written without it and redirects too: ``/login`` leads to ``/help/login`` here.
    Pages put ``request.scope["root_path"]`` before each address of their own. ``raw_path`` stays
    as it came: signatures are made over it.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        """``prefix`` begins with a slash and ends without one; "" for none."""
        self.app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._prefix or scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_prefix(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                target = headers.get("Location", "")
                if target.startswith("/") and not self._is_under(target):
                    headers["Location"] = self._prefix + target
            await send(message)

        path = scope["path"]
        if not self._is_under(path):
            path = self._prefix + path
        elif path == self._prefix:
            path += "/"
        scope = {**scope, "path": path, "root_path": self._prefix}
        await self.app(scope, receive, send_with_prefix)

    def _is_under(self, path: str) -> bool:
        return path == self._prefix or path.startswith((f"{self._prefix}/", f"{self._prefix}?"))
