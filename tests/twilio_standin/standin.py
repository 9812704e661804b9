"""The stand-in: what a test holds in its hand."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Condition, Event
from types import TracebackType
from typing import Self, TypeVar

import httpx

from tests.twilio_standin.api import api
from tests.twilio_standin.calls import Call
from tests.twilio_standin.contract import Contract
from tests.twilio_standin.faults import Fault, Faults, Receipts
from tests.twilio_standin.loopback import LoopbackServer
from tests.twilio_standin.phone import START_WORDS, STOP_WORDS, Phone
from tests.twilio_standin.records import Media, Message
from tests.twilio_standin.webhooks import Webhooks

ACCOUNT_SID = "AC" + "0" * 31 + "1"
AUTH_TOKEN = "token-of-the-stand-in"
NUMBER = "+4759440000"

Found = TypeVar("Found")
Taken = TypeVar("Taken", Message, Call)


class TwilioStandin:
    """Twilio on loopback. ``changed`` is the lock of everything, notified at every change."""

    def __init__(
        self,
        account_sid: str = ACCOUNT_SID,
        auth_token: str = AUTH_TOKEN,
        number: str = NUMBER,
    ) -> None:
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.number = number
        self.changed = Condition()
        self.contract = Contract()
        self.faults = Faults()
        self.receipts = Receipts()
        self.webhooks = Webhooks(auth_token)
        self.violations: list[str] = []
        """Requests that Twilio's description does not allow; each was also refused."""
        self.lost_receipts: list[str] = []
        """Status callbacks the product did not take, with the reason."""
        self._messages: list[Message] = []
        self._received: dict[str, Message] = {}
        self._media: dict[str, Media] = {}
        self.media_way: str | None = None
        """Where the content of media is said to lie, in place of where it does."""
        self._calls: list[Call] = []
        self._phones: dict[str, Phone] = {}
        self._opted_out: set[str] = set()
        self._receipts_under_way = 0
        self._closing = Event()
        self._reporters = ThreadPoolExecutor(8, thread_name_prefix="twilio-receipts")
        self._server = LoopbackServer(api(self))

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.stop()
        self._closing.set()
        self._reporters.shutdown(cancel_futures=True)
        self.webhooks.close()

    @property
    def url(self) -> str:
        """What takes the place of https://api.twilio.com."""
        return self._server.url

    @property
    def product_url(self) -> str | None:
        """Where the product listens."""
        return self.webhooks.product_url

    @product_url.setter
    def product_url(self, url: str) -> None:
        self.webhooks.product_url = url

    @property
    def public_url(self) -> str | None:
        """Where the product believes it is reached, when a proxy stands between."""
        return self.webhooks.public_url

    @public_url.setter
    def public_url(self, url: str) -> None:
        self.webhooks.public_url = url

    def phone(self, number: str) -> Phone:
        with self.changed:
            return self._phones.setdefault(number, Phone(self, number))

    @property
    def messages(self) -> list[Message]:
        """Every message taken, first come first."""
        with self.changed:
            return list(self._messages)

    @property
    def calls(self) -> list[Call]:
        """Every call taken, first come first."""
        with self.changed:
            return list(self._calls)

    def message(self, sid: str) -> Message | None:
        """One that was taken, or that a phone has sent."""
        sent = next((message for message in self.messages if message.sid == sid), None)
        with self.changed:
            return sent or self._received.get(sid)

    def media(self, sid: str) -> Media | None:
        """A picture or voice message that a phone has sent, while its copy is kept."""
        with self.changed:
            return self._media.get(sid)

    @property
    def all_media(self) -> list[Media]:
        """Every one whose copy is kept."""
        with self.changed:
            return list(self._media.values())

    def duplicates(self) -> list[Message | Call]:
        """Messages and calls taken under a key that another one was taken under before."""
        return [*_repeated(self.messages), *_repeated(self.calls)]

    # What goes wrong

    def refuse(
        self, code: int, *, to: str | None = None, times: int | None = None, status: int = 400
    ) -> None:
        """Answer messages and calls with this error code instead of taking them."""
        with self.changed:
            self.faults.refusals.append(Fault(code, to, times, status))

    def fail_calls(
        self, code: int, *, to: str | None = None, times: int | None = None, status: int = 400
    ) -> None:
        """Answer calls with this error code instead of making them; messages pass."""
        with self.changed:
            self.faults.call_refusals.append(Fault(code, to, times, status))

    def fail(self, code: int, *, to: str | None = None, times: int | None = None) -> None:
        """Take messages, but never bring them: their receipts end in "undelivered"."""
        with self.changed:
            self.faults.failures.append(Fault(code, to, times))

    def fail_media(self, status: int, times: int) -> None:
        """Answer with this HTTP status where the content of media is asked for."""
        with self.changed:
            self.faults.media_statuses += [status] * times

    def throttle(self, per_second: int | None, retry_after: int | None = None) -> None:
        """Answer 429 above this many requests a second; ``retry_after`` seconds as a header."""
        with self.changed:
            self.faults.per_second = per_second
            self.faults.retry_after = retry_after

    def hang(self, times: int = 1, seconds: float = 30.0) -> None:
        """Take the next messages or calls, but answer so late that the caller has given up."""
        with self.changed:
            self.faults.hangs_left = times
            self.faults.hang_seconds = seconds

    def goes_away(self) -> None:
        """Refuse every connection."""
        self._server.stop()

    def comes_back(self) -> None:
        """Listen again, at the same address."""
        self._server.start()

    def heals(self) -> None:
        """Everything works as it should. Opted-out numbers stay so."""
        with self.changed:
            self.faults = Faults()
            self.receipts = Receipts()

    # What the server, the phones and the waiting tests need

    def wait_for(self, look: Callable[[], Found | None], within: float) -> Found | None:
        """What ``look`` gives under the lock, once that is not None; None after ``within``."""
        deadline = time.monotonic() + within
        with self.changed:
            while (found := look()) is None:
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                self.changed.wait(left)
            return found

    def settles(self, within: float = 5.0) -> None:
        """Wait until every receipt is told."""
        done = self.wait_for(lambda: self._receipts_under_way == 0 or None, within)
        assert done, f"{self._receipts_under_way} messages still have receipts to come"

    def heed_keyword(self, number: str, text: str) -> None:
        word = text.strip().upper()
        with self.changed:
            if word in STOP_WORDS:
                self._opted_out.add(number)
            elif word in START_WORDS:
                self._opted_out.discard(number)

    def has_opted_out(self, number: str) -> bool:
        with self.changed:
            return number in self._opted_out

    def keep_received(self, sid: str, sender: str, body: str) -> None:
        """Keep a copy of what a phone has sent, as Twilio does."""
        copy = Message(
            self.account_sid,
            self.number,
            sender,
            body,
            None,
            sid=sid,
            status="received",
            direction="inbound",
        )
        with self.changed:
            self._received.setdefault(sid, copy)

    def keep_media(self, sid: str, content_type: str, content: bytes) -> Media:
        kept = Media(self.account_sid, sid, content_type, content)
        with self.changed:
            self._media[kept.sid] = kept
        return kept

    def forget_media(self, media: Media) -> None:
        with self.changed:
            self._media.pop(media.sid, None)
            self.changed.notify_all()

    def take_message(self, message: Message) -> float:
        """Take the message to its phone; gives the seconds the caller is to wait."""
        with self.changed:
            failure = self.faults.failure(message.to)
            self._messages.append(message)
            if failure is None:
                self.phone(message.to).gets(message.body)
            else:
                message.error_code = failure.code
            message.status = "undelivered" if failure else "delivered"
            if message.status_callback and self.receipts.wanted:
                message.status = "queued"
                self._receipts_under_way += 1
                self._reporters.submit(self._report, message)
            self.changed.notify_all()
            return self.faults.hang()

    def take_call(self, call: Call) -> float:
        """Let the phone ring; gives the seconds the caller is to wait."""
        with self.changed:
            self._calls.append(call)
            self.ring(call)
            return self.faults.hang()

    def ring(self, call: Call) -> None:
        with self.changed:
            self.phone(call.to).is_called(call)
            self.changed.notify_all()

    def tell_end(self, sid: str, address: str, parameters: dict[str, str]) -> None:
        """Tell the end of a call, as often as ``receipts`` says."""
        for _ in range(self.receipts.repeat if self.receipts.wanted else 0):
            self._tell(f"{sid} {parameters['CallStatus']}", address, parameters)

    def note_violations(self, operation: str, faults: Iterable[str]) -> None:
        with self.changed:
            self.violations += [f"{operation}: {fault}" for fault in faults]

    def _report(self, message: Message) -> None:
        try:
            last = "undelivered" if message.error_code else "delivered"
            statuses = ["queued", "sent", last]
            for status in reversed(statuses) if self.receipts.reverse else statuses:
                if self._closing.wait(self.receipts.delay):
                    return
                message.status = status
                for _ in range(self.receipts.repeat):
                    self._tell(
                        f"{message.sid} {status}",
                        message.status_callback or "",
                        message.receipt(status),
                    )
            message.status = last
        finally:
            with self.changed:
                self._receipts_under_way -= 1
                self.changed.notify_all()

    def _tell(self, what: str, address: str, parameters: dict[str, str]) -> None:
        try:
            answer = self.webhooks.post(address, parameters)
            reason = None if answer.is_success else f"HTTP {answer.status_code}"
        except httpx.HTTPError as error:
            reason = repr(error)
        if reason:
            with self.changed:
                self.lost_receipts.append(f"{what}: {reason}")


def _repeated(taken: list[Taken]) -> list[Taken]:
    seen: set[str] = set()
    again = []
    for one in taken:
        if one.key in seen:
            again.append(one)
        elif one.key is not None:
            seen.add(one.key)
    return again
