"""A call from the product to a phone."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import httpx

from tests.twilio_standin.records import API_VERSION, new_sid
from tests.twilio_standin.webhooks import Webhooks


@dataclass
class Call:
    """Answering and pressing keys ask the product for TwiML, signed, as Twilio does."""

    webhooks: Webhooks
    account_sid: str
    to: str
    sender: str
    url: str | None
    twiml: str | None
    status_callback: str | None
    sid: str = field(default_factory=lambda: new_sid("CA"))
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def answers(self, answered_by: str | None = None) -> str:
        """Somebody, or with ``answered_by="machine_start"`` a machine, picks up: the TwiML."""
        if self.twiml is None:
            assert self.url, "the call has neither Url nor Twiml"
            machine = {"AnsweredBy": answered_by} if answered_by else {}
            self._fetch(self.url, {"CallStatus": "in-progress", **machine})
        assert self.twiml is not None
        return self.twiml

    def presses(self, digits: str) -> str:
        """Press keys where the TwiML gathers them; gives the TwiML that follows."""
        self.answers()
        twiml = ElementTree.fromstring(self.twiml or "")  # noqa: S314 - the product's own
        gather = twiml.find(".//Gather")
        assert gather is not None, f"nothing gathers keys in {self.twiml}"
        address = urljoin(self.url or "", gather.get("action", self.url or ""))
        return self._fetch(address, {"CallStatus": "in-progress", "Digits": digits})

    def ends(self, status: str = "completed") -> httpx.Response:
        """completed, busy, no-answer, failed or canceled: told to the status callback."""
        assert self.status_callback, "the call has no StatusCallback"
        return self.webhooks.post(self.status_callback, self._parameters({"CallStatus": status}))

    def shown(self) -> dict[str, Any]:
        date = format_datetime(self.made_at)
        return {
            "account_sid": self.account_sid,
            "api_version": API_VERSION,
            "date_created": date,
            "date_updated": date,
            "direction": "outbound-api",
            "from": self.sender,
            "sid": self.sid,
            "status": "queued",
            "subresource_uris": {},
            "to": self.to,
            "uri": f"/{API_VERSION}/Accounts/{self.account_sid}/Calls/{self.sid}.json",
        }

    def _fetch(self, address: str, parameters: dict[str, str]) -> str:
        answer = self.webhooks.post(address, self._parameters(parameters))
        answer.raise_for_status()
        self.url, self.twiml = address, answer.text
        return answer.text

    def _parameters(self, more: dict[str, str]) -> dict[str, str]:
        return {
            "AccountSid": self.account_sid,
            "ApiVersion": API_VERSION,
            "CallSid": self.sid,
            "Called": self.to,
            "Caller": self.sender,
            "Direction": "outbound-api",
            "From": self.sender,
            "To": self.to,
            **more,
        }
