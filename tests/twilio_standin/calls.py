"""Calls from the product, and what somebody at the phone does with them."""

import math
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import httpx

from tests.twilio_standin import twiml
from tests.twilio_standin.records import API_VERSION, key_in, new_sid

if TYPE_CHECKING:
    from tests.twilio_standin.standin import TwilioStandin

MOST_REQUESTS = 50
"""On one call: a product that asks to be asked again and again never lets the phone go."""
SIP_CODES = {
    "completed": "200",
    "failed": "404",
    "busy": "486",
    "no-answer": "487",
    "canceled": "487",
}


@dataclass
class Call:
    """A phone that rings, until the test says what becomes of it.

    The product is asked for TwiML and told the end, signed, before a method returns.
    """

    twilio: "TwilioStandin" = field(repr=False)
    to: str
    sender: str
    url: str | None = None
    twiml: str | None = None
    status_callback: str | None = None
    detects_machines: bool = False
    direction: str = "outbound-api"
    sid: str = field(default_factory=lambda: new_sid("CA"))
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    answered_at: datetime | None = None
    answered_by: str | None = None
    status: str = "ringing"
    said: list[str] = field(default_factory=list)
    """What the phone has heard, one text for each <Say>, one address for each <Play>."""
    _waits_at: Element | None = None
    _rest: list[Element] = field(default_factory=list)
    _leg: "DialledCall | None" = None
    _requests: int = 0

    @property
    def key(self) -> str | None:
        """The product's own key, from the query of its status callback."""
        return key_in(self.status_callback)

    @property
    def is_over(self) -> bool:
        return self.status not in ("ringing", "in-progress")

    # What somebody at the phone does

    def answers(self, answered_by: str | None = None) -> str:
        """Somebody, or with ``answered_by="machine_start"`` a machine, picks up: the TwiML."""
        if self.status == "ringing":
            self.status, self.answered_at = "in-progress", datetime.now(UTC)
            self.answered_by = answered_by or ("human" if self.detects_machines else None)
            if self.twiml is None:
                assert self.url, "the call has neither Url nor Twiml"
                self._fetch(self.url, {"AnsweredBy": self.answered_by} if self.answered_by else {})
            else:
                self._heed(*twiml.parse(self.twiml))
        return self.twiml or ""

    def hears(self, wanted: str | re.Pattern[str]) -> str:
        """Fail when ``wanted`` was not said so far; gives all that was."""
        said = " ".join(self.said)
        assert re.search(wanted if isinstance(wanted, re.Pattern) else re.escape(wanted), said), (
            f"{self.to} did not hear {wanted!r} on the phone, but {said!r}"
        )
        return said

    def presses(self, digits: str) -> str:
        """Press keys where the TwiML gathers them; gives the TwiML that follows."""
        self.answers()
        gather = self._gather()
        last = gather.get("finishOnKey", "#")
        taken = digits.partition(last)[0] if last else digits
        if "numDigits" in gather.attrib:
            taken = taken[: int(gather.attrib["numDigits"])]
        return self._gathered(gather, taken)

    def presses_nothing(self) -> str:
        """Let the time to press a key go by; gives the TwiML that is followed then."""
        self.answers()
        return self._gathered(self._gather(), "")

    def voicemail(self) -> None:
        """A machine answers, and ends the call when the product does not."""
        self.answers("machine_start" if self.detects_machines else None)
        if not self.is_over:
            self.hangs_up()

    def is_busy(self) -> None:
        self._is_never_answered("busy")

    def is_not_answered(self) -> None:
        self._is_never_answered("no-answer")

    def fails(self) -> None:
        """No network brings the call to the phone."""
        self._is_never_answered("failed")

    def hangs_up(self) -> None:
        """End a call that was answered."""
        assert self.status == "in-progress", f"nobody is on the phone: {self.status}"
        self.ends("completed")

    def ends(self, status: str = "completed") -> None:
        """completed, busy, no-answer, failed or canceled: told to the status callback."""
        assert not self.is_over, f"the call is over: {self.status}"
        self.status = status
        if self._leg is not None and not self._leg.is_over:
            self._leg.is_cut_off()
        if self.status_callback:
            self.twilio.tell_end(self.sid, self.status_callback, self._ending())

    # What the API and the phone at the other end of a <Dial> need

    def shown(self) -> dict[str, Any]:
        date = format_datetime(self.made_at)
        account = self.twilio.account_sid
        return {
            "account_sid": account,
            "api_version": API_VERSION,
            "date_created": date,
            "date_updated": date,
            "direction": self.direction,
            "from": self.sender,
            "sid": self.sid,
            "status": "queued",
            "subresource_uris": {},
            "to": self.to,
            "uri": f"/{API_VERSION}/Accounts/{account}/Calls/{self.sid}.json",
        }

    def is_let_go(self, leg: "DialledCall") -> None:
        """The call that this one had dialled is over."""
        dial = self._waits_at
        assert dial is not None
        if "action" not in dial.attrib:
            if not self.is_over:
                self._run(self._rest)
            return
        answered = leg.answered_at is not None
        self._fetch(
            urljoin(self.url or "", dial.attrib["action"]),
            {
                "DialCallSid": leg.sid,
                "DialCallStatus": leg.status,
                "DialBridged": str(answered).lower(),
                **({"DialCallDuration": str(leg.seconds)} if answered else {}),
            },
        )

    @property
    def seconds(self) -> int:
        """How long somebody has been, or was, on the phone; a second at least."""
        if self.answered_at is None:
            return 0
        return max(1, round((datetime.now(UTC) - self.answered_at).total_seconds()))

    def _is_never_answered(self, status: str) -> None:
        assert self.status == "ringing", f"the phone does not ring: {self.status}"
        self.ends(status)

    def _gather(self) -> Element:
        gather = self._waits_at
        assert gather is not None, f"nothing gathers keys: {self.twiml}"
        assert gather.tag == "Gather", f"nothing gathers keys: {self.twiml}"
        assert not self.is_over, f"the call is over: {self.status}"
        return gather

    def _gathered(self, gather: Element, digits: str) -> str:
        if digits or gather.get("actionOnEmptyResult") == "true":
            return self._fetch(urljoin(self.url or "", gather.attrib["action"]), {"Digits": digits})
        self._run(self._rest)
        return self.twiml or ""

    def _fetch(self, address: str, parameters: dict[str, str]) -> str:
        self._requests += 1
        assert self._requests <= MOST_REQUESTS, f"the call goes round in circles: {self.twiml}"
        answer = self.twilio.webhooks.post(address, self._parameters(parameters))
        answer.raise_for_status()
        if not self.is_over:
            self.url, self.twiml = address, answer.text
            self._heed(*twiml.read(answer))
        return answer.text

    def _heed(self, verbs: list[Element], faults: list[str]) -> None:
        self.twilio.note_violations(f"TwiML of {urlsplit(self.url or '').path}", faults)
        self._run(verbs)

    def _run(self, verbs: list[Element]) -> None:
        """Do as told up to where the phone waits for something, or the end."""
        for place, verb in enumerate(verbs, start=1):
            self._waits_at, self._rest = verb, verbs[place:]
            self.said += [self._heard(part) for part in verb.iter() if part.tag in ("Say", "Play")]
            if verb.tag == "Gather":
                return
            if verb.tag == "Dial":
                self._dial(verb)
                return
            if verb.tag == "Redirect":
                self._fetch(urljoin(self.url or "", (verb.text or "").strip()), {})
                return
            if verb.tag == "Hangup":
                break
        self.ends()

    def _heard(self, part: Element) -> str:
        words = twiml.words(part)
        if part.tag == "Play":
            played = self.twilio.webhooks.get(urljoin(self.url or "", words))
            if played.status_code != 200 or not played.headers["Content-Type"].startswith("audio/"):
                self.twilio.note_violations("Play", [f"{words} is no sound"])
        return words

    def _dial(self, dial: Element) -> None:
        caller = dial.get("callerId", "")
        if caller != self.twilio.number:
            self.twilio.note_violations("TwiML", [f"callerId={caller!r} is not our number"])
        number = (dial.findtext("Number") or "").strip()
        self._leg = DialledCall(
            self.twilio, number, caller, direction="outbound-dial", dialled_by=self
        )
        self.twilio.ring(self._leg)

    def _parameters(self, more: dict[str, str]) -> dict[str, str]:
        return {
            "AccountSid": self.twilio.account_sid,
            "ApiVersion": API_VERSION,
            "CallSid": self.sid,
            "CallStatus": self.status,
            "Called": self.to,
            "Caller": self.sender,
            "Direction": self.direction,
            "From": self.sender,
            "To": self.to,
            **more,
        }

    def _ending(self) -> dict[str, str]:
        """The parameters of a status callback, as Twilio sends them."""
        return self._parameters(
            {
                "CallDuration": str(self.seconds),
                "Duration": str(math.ceil(self.seconds / 60)),
                "CallbackSource": "call-progress-events",
                "SequenceNumber": "0",
                "SipResponseCode": SIP_CODES[self.status],
                "Timestamp": format_datetime(datetime.now(UTC)),
                **({"AnsweredBy": self.answered_by} if self.answered_by else {}),
            }
        )


@dataclass
class CallToUs(Call):
    """Somebody phones the product's number. ``to`` is ours, ``sender`` the phone that calls."""

    direction: str = "inbound"

    def begins(self) -> str:
        """The product is asked what the caller hears first: the TwiML."""
        assert self.url
        self._fetch(self.url, {})
        if not self.is_over:
            self.status, self.answered_at = "in-progress", datetime.now(UTC)
        return self.twiml or ""

    def answers(self, answered_by: str | None = None) -> str:
        return self.twiml or ""

    def asks_again(self, digits: str) -> httpx.Response:
        """Post the last keys once more, as Twilio does when an answer was lost on the way."""
        assert self.url
        return self.twilio.webhooks.post(self.url, self._parameters({"Digits": digits}))


@dataclass
class DialledCall(Call):
    """The phone that a <Dial> rings. Once it is answered the two speak with each other."""

    dialled_by: Call | None = field(default=None, repr=False)

    def answers(self, answered_by: str | None = None) -> str:
        if self.status == "ringing":
            self.status, self.answered_at = "in-progress", datetime.now(UTC)
            self.answered_by = answered_by
        return ""

    def ends(self, status: str = "completed") -> None:
        assert not self.is_over, f"the call is over: {self.status}"
        assert self.dialled_by is not None
        self.status = status
        self.dialled_by.is_let_go(self)

    def is_cut_off(self) -> None:
        """Whoever had this phone dialled has hung up."""
        self.ends("completed" if self.answered_at else "no-answer")
