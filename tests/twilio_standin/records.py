"""What the stand-in remembers of messages and calls, and how Twilio shows it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import smsutil

API_VERSION = "2010-04-01"


def new_sid(prefix: str) -> str:
    return prefix + uuid4().hex


def key_in(status_callback: str | None) -> str | None:
    query = parse_qs(urlsplit(status_callback or "").query)
    return query["key"][0] if "key" in query else None


@dataclass
class Message:
    """A message taken from the product, or one that a phone has sent."""

    account_sid: str
    to: str
    sender: str
    body: str
    status_callback: str | None
    sid: str = field(default_factory=lambda: new_sid("SM"))
    status: str = "queued"
    error_code: int | None = None
    taken_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    direction: str = "outbound-api"
    words: str = field(init=False)
    """The body as it was at first: a test knows it even when the copy has been made empty."""

    def __post_init__(self) -> None:
        self.words = self.body

    @property
    def key(self) -> str | None:
        """The product's own key, from the query of its status callback."""
        return key_in(self.status_callback)

    def shown(self) -> dict[str, Any]:
        uri = f"/{API_VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}"
        date = format_datetime(self.taken_at)
        return {
            "account_sid": self.account_sid,
            "api_version": API_VERSION,
            "body": self.body,
            "date_created": date,
            "date_sent": None if self.status == "queued" else date,
            "date_updated": date,
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": None,
            "from": self.sender,
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": str(segments(self.body)),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }

    def receipt(self, status: str) -> dict[str, str]:
        """The parameters of a status callback."""
        error = {"ErrorCode": str(self.error_code)} if status in FAILED else {}
        return {
            "AccountSid": self.account_sid,
            "ApiVersion": API_VERSION,
            "From": self.sender,
            "MessageSid": self.sid,
            "MessageStatus": status,
            "SmsSid": self.sid,
            "SmsStatus": status,
            "To": self.to,
            **error,
        }


@dataclass
class Media:
    """A picture or voice message that a phone has sent."""

    account_sid: str
    parent_sid: str
    content_type: str
    content: bytes
    sid: str = field(default_factory=lambda: new_sid("ME"))
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def path(self) -> str:
        """Of the content; with ``.json`` after it of the record."""
        return (
            f"/{API_VERSION}/Accounts/{self.account_sid}/Messages/{self.parent_sid}"
            f"/Media/{self.sid}"
        )

    def shown(self) -> dict[str, Any]:
        date = format_datetime(self.made_at)
        return {
            "account_sid": self.account_sid,
            "content_type": self.content_type,
            "date_created": date,
            "date_updated": date,
            "parent_sid": self.parent_sid,
            "sid": self.sid,
            "uri": f"{self.path}.json",
        }


FAILED = ("failed", "undelivered")


def segments(text: str) -> int:
    return len(smsutil.split(text).parts)
