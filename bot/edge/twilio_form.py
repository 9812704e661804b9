"""What Twilio posts when a message comes in, read once and typed.

Fields: https://www.twilio.com/docs/messaging/guides/webhook-request. Fields not named here are
ignored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from bot.edge.plain_text import is_blank, storable

MAX_MEDIA = 10  # Twilio's own limit for one message

_MESSAGE_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SHORT_CODE = re.compile(r"[0-9]{3,8}")
# A name in place of a number, as banks and parcel services send: letters, digits and spaces.
_SENDER_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &.'_-]{1,11}")


class InboundRejected(Exception):
    """The form is no message we can take. Its text names the field and never what was in it."""


@dataclass(frozen=True, slots=True)
class InboundText:
    """A message from a phone.

    ``sender`` is a number in E.164, a short code or a sender's name; ``recipient`` is as Twilio
    sent it, "" when it did not. ``body`` is whole, in every script, fit to be stored. ``media`` are
    pairs of address and content type.
    """

    carrier_id: str
    sender: str
    recipient: str
    body: str
    media: tuple[tuple[str, str], ...]

    @property
    def is_answerable(self) -> bool:
        """False for short codes and names: machines, to which an answer is lost or costs money."""
        return _E164.fullmatch(self.sender) is not None

    @property
    def is_empty(self) -> bool:
        """True when the body has nothing to see, with or without media."""
        return is_blank(self.body)


def decode_form(raw: bytes) -> list[tuple[str, str]]:
    """The fields of an ``application/x-www-form-urlencoded`` body, in order.

    Blank values stay (the signature covers them); bytes that are not UTF-8 become U+FFFD; nothing
    is ever raised.
    """
    pairs = (field.partition(b"=") for field in raw.split(b"&") if field)
    return [(_decoded(name), _decoded(value)) for name, _, value in pairs]


def parse_inbound(form: Mapping[str, str]) -> InboundText:
    """The message in a form.

    :raises InboundRejected: MessageSid or From is missing or not of its form.
    """
    carrier_id, sender = form.get("MessageSid", ""), form.get("From", "")
    if not _MESSAGE_SID.fullmatch(carrier_id):
        raise InboundRejected("MessageSid is missing or is not the id of a message.")
    if not any(kind.fullmatch(sender) for kind in (_E164, _SHORT_CODE, _SENDER_NAME)):
        raise InboundRejected("From is missing or is neither a phone number nor a sender's name.")
    return InboundText(
        carrier_id=carrier_id,
        sender=sender,
        recipient=storable(form.get("To", "")),
        body=storable(form.get("Body", "")),
        media=_media(form),
    )


def _media(form: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """By the addresses themselves: what NumMedia says adds nothing, and may be anything."""
    return tuple(
        (storable(form[f"MediaUrl{number}"]), storable(form.get(f"MediaContentType{number}", "")))
        for number in range(MAX_MEDIA)
        if form.get(f"MediaUrl{number}")
    )


def _decoded(quoted: bytes) -> str:
    return unquote_to_bytes(quoted.replace(b"+", b" ")).decode("utf-8", "replace")
