"""Twilio as the carrier."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from json import JSONDecodeError
from urllib.parse import urlencode

import requests
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from bot.delivery.carrier import (
    CarrierBusy,
    CarrierRefused,
    CarrierUnreachable,
    OutgoingCall,
    OutgoingMessage,
)
from bot.delivery.outcomes import Outcome, outcome_of_code
from bot.delivery.twilio_media import TwilioMedia

TIMEOUT_SECONDS = 10.0
RINGING_SECONDS = 25
"""How long a phone rings before nobody has answered; Twilio may add five."""
TO_OURSELVES = 21266
"""Twilio's code for a message whose receiver is its sender."""

# A host name without the city is handled in the United States, or not at all since April 2026.
# https://www.twilio.com/docs/global-infrastructure/api-domain-migration-guide
EDGES = {"us1": "ashburn", "ie1": "dublin", "au1": "sydney"}


class TwilioCarrier:
    """Sends through Twilio's Messages resource and rings through its Calls resource.

    One connection pool, safe for several threads. Nothing leaves for our own number: the product
    would talk to itself.

    ``api_url`` stands in for https://api.twilio.com, and then ``region`` is not used. ``region``
    says where Twilio handles and keeps what we send; credentials belong to a region. ``public_url``
    is where Twilio reaches us, without a slash at its end. Our key of a message or call goes into
    the query of its status address, so that one taken twice is known by its receipts.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        from_number: str,
        api_url: str | None = None,
        region: str | None = None,
        *,
        public_url: str,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        """:raises ValueError: the region is not one Twilio handles messages in."""
        if region is not None and region not in EDGES:
            raise ValueError(f"Twilio has no region {region}; it has {', '.join(EDGES)}.")
        place = None if api_url else region
        client = Client(
            account_sid,
            auth_token,
            http_client=TwilioHttpClient(
                timeout=timeout, request_hooks={"response": _heed_retry_after}
            ),
            # Without these two the library would read the process's environment.
            environment={"TWILIO_REGION": place, "TWILIO_EDGE": place and EDGES[place]},
        )
        if api_url:
            client.api.base_url = api_url
        self._messages, self._calls = client.messages, client.calls
        own_host = f"api.{EDGES[place]}.{place}.twilio.com" if place else "api.twilio.com"
        self._media = TwilioMedia(
            (api_url or f"https://{own_host}").rstrip("/"), account_sid, auth_token, timeout
        )
        self._from_number = from_number
        self._public_url = public_url

    def send(self, message: OutgoingMessage) -> str:
        self._refuse_ourselves(message.to)
        with _translated_errors():
            taken = self._messages.create(
                to=message.to,
                from_=self._from_number,
                body=message.body,
                status_callback=self._status_address("/sms/status", message.key),
            )
        return _id_of(taken.sid)

    def call(self, call: OutgoingCall) -> str:
        """Ring a phone; once somebody or something has answered, Twilio fetches the words.

        It says by then whether a person or a machine answered, and at the end, whichever it was, it
        tells the status address.
        """
        self._refuse_ourselves(call.to)
        with _translated_errors():
            taken = self._calls.create(
                to=call.to,
                from_=self._from_number,
                url=f"{self._public_url}/voice/page/{call.token}",
                method="POST",
                status_callback=self._status_address("/voice/status", call.key),
                status_callback_event=["completed"],
                machine_detection="Enable",
                timeout=RINGING_SECONDS,
            )
        return _id_of(taken.sid)

    def redact(self, carrier_id: str) -> None:
        """Blank the text in Twilio's copy, sent or received; the record of it stays.

        Of a picture or voice message, by its two ids, the record goes as well.

        :raises CarrierBusy: too early, the message is still on its way.
        :raises CarrierRefused: Twilio has no such message.
        :raises CarrierUnreachable: no answer was had.
        """
        message, _, media = carrier_id.partition("/")
        with _translated_errors():
            if media:
                self._messages(message).media(media).delete()
            else:
                self._messages(message).update(body="")

    def fetch(self, carrier_media: str, most_bytes: int) -> bytes:
        return self._media.fetch(carrier_media, most_bytes)

    def _refuse_ourselves(self, to: str) -> None:
        if to == self._from_number:
            raise CarrierRefused(TO_OURSELVES)

    def _status_address(self, path: str, key: str) -> str:
        return f"{self._public_url}{path}?{urlencode({'key': key})}"


def _id_of(sid: str | None) -> str:
    if not sid:
        raise CarrierUnreachable(perhaps_taken=True)
    return sid


def _heed_retry_after(response: requests.Response, **_: object) -> None:
    """Keep the wait that was asked for: the library's own exception leaves headers out."""
    if response.status_code in (429, 503):
        seconds = response.headers.get("Retry-After", "")
        raise CarrierBusy(timedelta(seconds=int(seconds)) if seconds.isdecimal() else None)


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except TwilioRestException as error:
        error.msg, error.details = "(left out: it may hold the number)", None
        raise _refusal(error.code, error.status) from error
    except TwilioServiceException as error:
        error.detail, error.errors = None, []
        raise _refusal(error.code, error.status) from error
    except requests.RequestException as error:
        raise CarrierUnreachable(perhaps_taken=not _never_connected(error)) from error
    except JSONDecodeError as error:  # something in between answered, not Twilio
        raise CarrierUnreachable(perhaps_taken=True) from error


def _refusal(code: int | None, status: int) -> CarrierBusy | CarrierRefused:
    outcome = outcome_of_code(code, status)
    if outcome is Outcome.BUSY:
        return CarrierBusy()
    return CarrierRefused(code, permanent=outcome.is_final)


def _never_connected(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)
