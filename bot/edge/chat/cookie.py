"""The one cookie of the chat: the secret that is a conversation's address, until the browser ends.

Who holds it reads the conversation, so no script sees it, no other site sends it, and it is never
part of an address.
"""

import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from bot.settings import Settings

NAME = "lavterskel-chat"
_SECRET = re.compile(r"[\w-]{43}", re.ASCII)


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def secret_of(request: Request, settings: Settings) -> str | None:
    secret = request.cookies.get(_name(settings), "")
    return secret if _SECRET.fullmatch(secret) else None


def give(response: Response, secret: str, settings: Settings) -> None:
    """Keep the conversation in this browser; without an age, so that it ends with the browser."""
    response.headers.append("Set-Cookie", _cookie(secret, settings))


def take(response: Response, settings: Settings) -> None:
    response.headers.append("Set-Cookie", f"{_cookie('', settings)}; Max-Age=0")


def _cookie(value: str, settings: Settings) -> str:
    """Written out, because ``Partitioned`` is unknown to the standard library before 3.14.

    In another site's frame a browser keeps only cookies that say so, and apart for each site.
    """
    is_secure = _is_secure(settings)
    is_framed = is_secure and bool(settings.embedding_sites)
    where = "SameSite=None; Partitioned" if is_framed else "SameSite=Lax"
    secure = "; Secure" if is_secure else ""
    return f"{_name(settings)}={value}; Path=/; HttpOnly; {where}{secure}"


def _name(settings: Settings) -> str:
    """Browsers take a cookie with this prefix from the very host only, never a neighbour's."""
    return f"__Host-{NAME}" if _is_secure(settings) else NAME


def _is_secure(settings: Settings) -> bool:
    return (settings.public_url or "").startswith("https:")
