"""A handset in somebody's hand."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import phonenumbers

from tests.twilio_standin.calls import Call, CallToUs
from tests.twilio_standin.records import API_VERSION, new_sid, segments

if TYPE_CHECKING:
    from tests.twilio_standin.standin import TwilioStandin

# https://help.twilio.com/articles/223134027: only as the whole message, in any case.
STOP_WORDS = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
START_WORDS = {"START", "YES", "UNSTOP"}
PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 as a phone takes it \xff\xd9"
"""Where a test does not care what a picture shows: the head and the end of a JPEG."""
PATIENCE = 15.0
"""Seconds a phone waits for what it should hear; on a busy machine that takes a while."""


@dataclass(frozen=True)
class Inbound:
    """A message a person has written. It may arrive late, after another, or more than once."""

    phone: "Phone"
    parameters: dict[str, str]

    def arrives(self) -> httpx.Response:
        """Reach the product, and give the product's answer."""
        twilio = self.phone.twilio
        twilio.heed_keyword(self.phone.number, self.parameters["Body"])
        twilio.keep_received(
            self.parameters["MessageSid"], self.phone.number, self.parameters["Body"]
        )
        return twilio.webhooks.post(twilio.webhooks.address("/sms"), self.parameters)


class Phone:
    def __init__(self, twilio: "TwilioStandin", number: str) -> None:
        self.twilio = twilio
        self.number = number
        self._received: list[str] = []
        self._unheard: list[str] = []
        self._calls: list[Call] = []
        self._unanswered: list[Call] = []

    def says(
        self,
        text: str,
        *,
        media: list[str | tuple[str, bytes]] | None = None,
        extra: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send a text to the product; ``extra`` are more parameters.

        ``media`` are content types, each with its bytes or without.
        """
        return self.writes(text, media=media, extra=extra).arrives()

    def writes(
        self,
        text: str,
        *,
        media: list[str | tuple[str, bytes]] | None = None,
        extra: dict[str, str] | None = None,
    ) -> Inbound:
        """Like ``says``, but the text has not arrived yet."""
        sid = new_sid("MM" if media else "SM")
        twilio = self.twilio
        attachments = {}
        for place, each in enumerate(media or []):
            content_type, content = (each, PICTURE) if isinstance(each, str) else each
            kept = twilio.keep_media(sid, content_type, content)
            attachments[f"MediaContentType{place}"] = content_type
            attachments[f"MediaUrl{place}"] = f"{twilio.url}{kept.path}"
        parameters = {
            "ToCountry": _country(twilio.number),
            "ToState": "",
            "SmsMessageSid": sid,
            "NumMedia": str(len(media or [])),
            "ToCity": "",
            "FromZip": "",
            "SmsSid": sid,
            "FromState": "",
            "SmsStatus": "received",
            "FromCity": "",
            "Body": text,
            "FromCountry": _country(self.number),
            "To": twilio.number,
            "ToZip": "",
            "NumSegments": str(segments(text)),
            "MessageSid": sid,
            "AccountSid": twilio.account_sid,
            "From": self.number,
            "ApiVersion": API_VERSION,
            **attachments,
            **(extra or {}),
        }
        return Inbound(self, parameters)

    def calls_us(self, *, hidden: str | None = None, tells_end: bool = True) -> CallToUs:
        """Phone the product; ``hidden`` stands in place of a number that is not shown."""
        twilio = self.twilio
        call = CallToUs(
            twilio,
            to=twilio.number,
            sender=hidden if hidden is not None else self.number,
            url=twilio.webhooks.address("/voice/inbound"),
            status_callback=twilio.webhooks.address("/voice/status") if tells_end else None,
        )
        call.begins()
        return call

    def hears(self, wanted: str | re.Pattern[str], within: float = PATIENCE) -> str:
        """Wait for a text that holds ``wanted`` and has not been heard before, and give it.

        Other texts meanwhile stay unheard, so that their order does not matter.
        """

        def take() -> str | None:
            for text in self._unheard:
                if _holds(text, wanted):
                    self._unheard.remove(text)
                    return text
            return None

        heard = self.twilio.wait_for(take, within)
        assert heard is not None, (
            f"{self.number} did not hear {wanted!r} within {within} s; unheard: {self._unheard}"
        )
        return heard

    def hears_nothing(self, within: float = 0.5) -> None:
        """Fail when a text not heard yet is there or comes."""
        self.twilio.wait_for(lambda: self._unheard or None, within)
        assert not self._unheard, f"{self.number} heard {self._unheard}"

    @property
    def texts(self) -> list[str]:
        """Every text so far, heard or not, first come first."""
        with self.twilio.changed:
            return list(self._received)

    @property
    def last(self) -> str:
        """The latest text, heard or not."""
        texts = self.texts
        assert texts, f"{self.number} has no text"
        return texts[-1]

    def rings(self, within: float = PATIENCE) -> Call:
        """Wait for a call that was not taken up yet, and take it up."""
        call = self.twilio.wait_for(
            lambda: self._unanswered.pop(0) if self._unanswered else None, within
        )
        assert call is not None, f"{self.number} did not ring within {within} s"
        return call

    @property
    def calls(self) -> list[Call]:
        with self.twilio.changed:
            return list(self._calls)

    def gets(self, text: str) -> None:
        """A text reaches the handset. Called by the stand-in, under its lock."""
        self._received.append(text)
        self._unheard.append(text)

    def is_called(self, call: Call) -> None:
        """Called by the stand-in, under its lock."""
        self._calls.append(call)
        self._unanswered.append(call)


def _holds(text: str, wanted: str | re.Pattern[str]) -> bool:
    return wanted in text if isinstance(wanted, str) else wanted.search(text) is not None


def _country(number: str) -> str:
    return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
