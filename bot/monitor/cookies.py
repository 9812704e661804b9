"""The two cookies of the staff pages: the session's, and that of the sign-in form."""

from starlette.requests import Request
from starlette.responses import Response

from bot.settings import Settings

SESSION = "lavterskel-session"
FORM = "lavterskel-form"


def session_token(request: Request, settings: Settings) -> str | None:
    return request.cookies.get(_name(SESSION, settings))


def form_token(request: Request, settings: Settings) -> str | None:
    """The token the sign-in form must carry: there is no session yet to keep one in."""
    return request.cookies.get(_name(FORM, settings))


def give_session(response: Response, token: str, settings: Settings) -> None:
    _give(response, SESSION, token, settings)
    _take(response, FORM, settings)


def give_form(response: Response, token: str, settings: Settings) -> None:
    _give(response, FORM, token, settings)


def take_session(response: Response, settings: Settings) -> None:
    _take(response, SESSION, settings)


def _give(response: Response, name: str, token: str, settings: Settings) -> None:
    """Without an age: it ends with the browser, and on our side by the session's own limits."""
    response.set_cookie(
        _name(name, settings),
        token,
        httponly=True,
        samesite="lax",
        secure=_is_secure(settings),
    )


def _take(response: Response, name: str, settings: Settings) -> None:
    response.delete_cookie(
        _name(name, settings), httponly=True, samesite="lax", secure=_is_secure(settings)
    )


def _name(name: str, settings: Settings) -> str:
    """Browsers take a cookie with this prefix from the very host only, never a neighbour's."""
    return f"__Host-{name}" if _is_secure(settings) else name


def _is_secure(settings: Settings) -> bool:
    return (settings.public_url or "").startswith("https:")
