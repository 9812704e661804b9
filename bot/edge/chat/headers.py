"""The headers of the chat's pages: own files only, no trace elsewhere, framed by invitation."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.settings import Settings

_PERMISSIONS = ("camera", "microphone", "geolocation", "display-capture", "payment", "usb")

_NOBODY = "'none'"


def chat_headers(settings: Settings, exit_address: str) -> Mapping[str, str]:
    """What every answer of the chat carries.

    Chromium holds the redirect after a form to ``form-action`` too, so the way out is named there.
    """
    way_out = urlsplit(exit_address)
    sites = " ".join(settings.embedding_sites)
    headers = {
        "Content-Security-Policy": "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self'",
                "font-src 'self'",
                "connect-src 'self'",
                f"form-action 'self' {way_out.scheme}://{way_out.netloc}",
                "base-uri 'none'",
                f"frame-ancestors {sites or _NOBODY}",
            )
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _PERMISSIONS),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    # An older browser knows only this header, which cannot name a site.
    return headers if sites else {**headers, "X-Frame-Options": "DENY"}
