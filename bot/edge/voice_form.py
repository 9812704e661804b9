"""What Twilio posts about a call, read once and typed.

Fields: https://www.twilio.com/docs/voice/twiml#request-parameters, and those that <Gather>, <Dial>
and answering machine detection add. Fields not named here are ignored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

_CALL_SID = re.compile(r"CA[0-9a-f]{32}")
_KEYS = re.compile(r"[0-9*#]{0,32}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class VoiceFormRejected(Exception):
    """The form is about no call we can take. Its text names the field, never what was in it."""


class CallStatus(StrEnum):
    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    """Answered, by whomever or whatever, and over."""
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    """No network brought it to the phone."""
    CANCELED = "canceled"

    @property
    def is_over(self) -> bool:
        return self in _OVER


_OVER = frozenset(
    {
        CallStatus.COMPLETED,
        CallStatus.BUSY,
        CallStatus.NO_ANSWER,
        CallStatus.FAILED,
        CallStatus.CANCELED,
    }
)


class AnsweredBy(StrEnum):
    HUMAN = "human"
    MACHINE_START = "machine_start"
    MACHINE_END_BEEP = "machine_end_beep"
    MACHINE_END_SILENCE = "machine_end_silence"
    MACHINE_END_OTHER = "machine_end_other"
    FAX = "fax"
    UNKNOWN = "unknown"
    """Twilio cannot say, or says something that we do not know."""

    @classmethod
    def _missing_(cls, value: object) -> "AnsweredBy":
        return cls.UNKNOWN

    @property
    def is_machine(self) -> bool:
        """False when nobody knows: a person must not be hung up on."""
        return self not in (AnsweredBy.HUMAN, AnsweredBy.UNKNOWN)


class DialStatus(StrEnum):
    """What became of a number we had dialled in the middle of a call."""

    COMPLETED = "completed"
    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class CallNews:
    """How a call stands.

    ``caller`` and ``called`` are numbers in E.164, or "" for a hidden number and for what is no
    number. ``digits`` are the keys pressed, "" for none. ``answered_by`` is None where nobody has
    listened, ``dial_status`` where nothing was dialled.
    """

    carrier_id: str
    status: CallStatus
    caller: str = field(repr=False)
    called: str = field(repr=False)
    digits: str
    answered_by: AnsweredBy | None
    dial_status: DialStatus | None
    is_to_us: bool = False
    """Somebody phones us, and not we them."""


# Twilio spells why it shows no number on the keys of a phone, in place of one:
# https://www.twilio.com/changelog/upcoming-changes-to-withheld-caller-ids-behavior-for-dial-calls
HIDDEN = {"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"}
"""ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE."""


def parse_call(form: Mapping[str, str]) -> CallNews:
    """What a form says of a call.

    :raises VoiceFormRejected: CallSid or CallStatus is missing, or a field is not of its form.
    """
    carrier_id, digits = form.get("CallSid", ""), form.get("Digits", "")
    if not _CALL_SID.fullmatch(carrier_id):
        raise VoiceFormRejected("CallSid is missing or is not the id of a call.")
    if not _KEYS.fullmatch(digits):
        raise VoiceFormRejected("Digits holds something else than keys of a phone.")
    status = _one_of(CallStatus, form, "CallStatus")
    if status is None:
        raise VoiceFormRejected("CallStatus is missing.")
    return CallNews(
        carrier_id=carrier_id,
        status=status,
        caller=_number(form, "From"),
        called=_number(form, "To"),
        digits=digits,
        answered_by=_one_of(AnsweredBy, form, "AnsweredBy"),
        dial_status=_one_of(DialStatus, form, "DialCallStatus"),
        is_to_us=form.get("Direction") == "inbound",
    )


Kind = TypeVar("Kind", bound=StrEnum)


def _one_of(kind: type[Kind], form: Mapping[str, str], name: str) -> Kind | None:
    value = form.get(name, "")
    if not value:
        return None
    try:
        return kind(value)
    except ValueError:
        raise VoiceFormRejected(f"{name} is none of those we know.") from None


def _number(form: Mapping[str, str], name: str) -> str:
    value = form.get(name, "")
    return value if _E164.fullmatch(value) and value not in HIDDEN else ""
