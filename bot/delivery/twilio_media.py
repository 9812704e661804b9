"""A picture or voice message at Twilio: by its ids alone, and from Twilio's own hosts alone.

The address in a webhook is never followed. Its ids are read out, and the address is made anew:
https://www.twilio.com/docs/messaging/api/media-resource#fetch-a-media-resource. Twilio answers with
the way to where the content lies; any way that leads elsewhere is refused, and our credentials go
to the API alone.
"""

import re
import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests

from bot.delivery.carrier import CarrierRefused, CarrierUnreachable, MediaTooLarge

MOST_REDIRECTS = 3
WHOLE_SECONDS = 60.0
"""For one picture, however slowly it comes."""
CHUNK_BYTES = 64 * 1024
MEDIA_HOSTS = (
    "media.twiliocdn.com",
    "mms.twiliocdn.com",
    "media.twiliocdn.com.s3-external-1.amazonaws.com",
)
"""Where Twilio keeps the content of media."""
SHARED_HOST, SHARED_PATH = "s3-external-1.amazonaws.com", "/media.twiliocdn.com/"
"""The same by its other address; all else on this host is somebody else's."""
_PATH = re.compile(
    r"/2010-04-01/Accounts/AC[0-9a-fA-F]{32}/Messages/([SM]M[0-9a-fA-F]{32})/Media/(ME[0-9a-fA-F]{32})"
)


def media_ids(address: str) -> str | None:
    """The ids of the message and of the media in an address, with a slash between; None: in none.

    https://www.twilio.com/docs/messaging/guides/webhook-request#media-related-parameters
    """
    try:
        found = _PATH.fullmatch(urlsplit(address).path)
    except ValueError:
        return None
    return f"{found[1]}/{found[2]}" if found else None


@dataclass(frozen=True)
class TwilioMedia:
    """``api_url`` is where Twilio's API is reached, without a slash at its end."""

    api_url: str
    account_sid: str
    auth_token: str = field(repr=False)
    timeout: float

    def fetch(self, ids: str, most_bytes: int) -> bytes:
        message, _, media = ids.partition("/")
        address = (
            f"{self.api_url}/2010-04-01/Accounts/{self.account_sid}"
            f"/Messages/{message}/Media/{media}"
        )
        deadline = time.monotonic() + WHOLE_SECONDS
        with requests.Session() as session:
            session.trust_env = False
            for _ in range(MOST_REDIRECTS + 1):
                with self._ask(session, address) as response:
                    if not response.is_redirect:
                        return _content(response, most_bytes, deadline)
                    address = self._way_on(address, response.headers["Location"])
        raise CarrierRefused(None)

    def _ask(self, session: requests.Session, address: str) -> requests.Response:
        """Our credentials go to the API, and never along with a redirect."""
        is_api = address.startswith(f"{self.api_url}/2010-04-01/")
        auth = (self.account_sid, self.auth_token) if is_api else None
        try:
            return session.get(
                address, auth=auth, stream=True, allow_redirects=False, timeout=self.timeout
            )
        except requests.RequestException as error:
            raise CarrierUnreachable from error
        except ValueError as error:  # the library looks at a redirect, and it is no address
            raise CarrierRefused(None) from error

    def _way_on(self, address: str, location: str) -> str:
        try:
            way = urljoin(address, location)
            is_twilios = self._is_twilios(way)
        except ValueError:  # it is no address
            is_twilios = False
        if not is_twilios:
            raise CarrierRefused(None)
        return way

    def _is_twilios(self, address: str) -> bool:
        if address.startswith(f"{self.api_url}/"):
            return True
        parts = urlsplit(address)
        port = parts.port
        if parts.scheme != "https" or port not in (None, 443) or "@" in parts.netloc:
            return False
        if parts.hostname == SHARED_HOST:
            return parts.path.startswith(SHARED_PATH) and ".." not in parts.path
        return parts.hostname in MEDIA_HOSTS


def _content(response: requests.Response, most_bytes: int, deadline: float) -> bytes:
    if response.status_code != requests.codes.ok:
        # A server's fault, or "too many": tried again. Everything else is an answer.
        is_passing = response.status_code >= 500 or response.status_code in (404, 408, 429)
        raise CarrierRefused(response.status_code, permanent=not is_passing)
    content = bytearray()
    try:
        for chunk in response.iter_content(CHUNK_BYTES):
            content += chunk
            if len(content) > most_bytes:
                raise MediaTooLarge
            if time.monotonic() > deadline:
                raise CarrierUnreachable
    except requests.RequestException as error:
        raise CarrierUnreachable from error
    return bytes(content)
