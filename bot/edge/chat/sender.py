"""Whether a form comes from our own page: a browser says so, in one of two headers."""

from urllib.parse import urlsplit

from starlette.requests import Request

from bot.settings import Settings

_OWN = ("same-origin", "none")


def is_from_own_page(request: Request, settings: Settings) -> bool:
    """True for our pages and for what is no browser.

    Only an old browser leaves Sec-Fetch-Site out. Under our referrer policy it may write "null"
    for its origin; then nothing but the cookie's own rule keeps other sites out, and it does.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in _OWN
    origin = request.headers.get("origin", "null")
    return origin == "null" or origin in _own_origins(request, settings)


def _own_origins(request: Request, settings: Settings) -> set[str]:
    public = urlsplit(settings.public_url or "")
    host = request.headers.get("host", "")
    return {f"{public.scheme}://{public.netloc}", f"{request.scope['scheme']}://{host}"}
