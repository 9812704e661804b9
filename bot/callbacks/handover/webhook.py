"""The signed webhook: a request is posted to its office's system until that says it has it.

The signature is an HMAC-SHA256 over the moment of sending and the body, so that nobody can put
words into an office's system, nor send old ones again. Described for receivers in docs/handover.md.
"""

import hashlib
import hmac
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import requests
import structlog
from sqlalchemy import ColumnElement, select, update

from bot.callbacks.handover.due import HandoverState, hand_over, is_superseded, missing, targets
from bot.callbacks.handover.message import message_of
from bot.delivery.outcomes import retry_delay
from bot.register import Register
from bot.settings import Settings
from bot.store import Store, Transaction
from bot.store.due_work import claim, release, still_held
from bot.store.tables import CallbackRequest, Handover

SIGNATURE = "Lavterskel-Signature"
DELIVERY = "Lavterskel-Delivery"
TIMEOUT_SECONDS = 10.0
LEASE = timedelta(seconds=60)
"""Longer than connecting and answering may take together."""
EVERY_SECONDS = 5.0
MOST_AT_ONCE = 100

log = structlog.get_logger()


def signature(secrets: Sequence[bytes], body: bytes, at: int) -> str:
    """The header's value: ``t=<seconds since 1970>,v1=<hex>``, one ``v1`` a secret."""
    signed = str(at).encode() + b"." + body
    marks = (hmac.new(secret, signed, hashlib.sha256).hexdigest() for secret in secrets)
    return ",".join((f"t={at}", *(f"v1={mark}" for mark in marks)))


def secrets_of(settings: Settings) -> dict[str, tuple[bytes, ...]]:
    """Office → its secrets, in the order they were given."""
    secrets: dict[str, tuple[bytes, ...]] = {}
    for given in settings.handover_secrets:
        office, _, secret = given.get_secret_value().partition("=")
        secrets[office] = (*secrets.get(office, ()), secret.encode())
    return secrets


@dataclass(frozen=True)
class Posting:
    """One delivery on its way."""

    handover_id: int
    url: str
    body: bytes = field(repr=False)
    key: str
    secrets: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True)
class Webhook:
    store: Store
    register: Register
    secrets: Mapping[str, tuple[bytes, ...]] = field(repr=False)
    holder: str
    timeout: float = TIMEOUT_SECONDS

    def go(self) -> int:
        """Note what has to be handed over, and deliver one; gives how much there was to do."""
        return self._note_missing() + self.deliver()

    def deliver(self, *which: ColumnElement[bool]) -> int:
        """Post one delivery that is due, outside any transaction; at most one."""
        claimed, posting = self._claim(*which)
        if posting is not None:
            self._record(posting, self._post(posting))
        return claimed

    def _note_missing(self) -> int:
        offices = targets(self.register)
        if not offices:
            return 0
        with self.store.read() as tx:
            if tx.scalar(missing(offices).with_only_columns(CallbackRequest.id).limit(1)) is None:
                return 0
        with self.store.write() as tx:
            query = missing(offices).limit(MOST_AT_ONCE).with_for_update(skip_locked=True)
            requests_ = tx.scalars(query).all()
            for request in requests_:
                if request.office_id is not None:
                    hand_over(tx, request, request.office_id)
        return len(requests_)

    def _claim(self, *which: ColumnElement[bool]) -> tuple[int, Posting | None]:
        with self.store.read() as tx:
            due = select(Handover.id).where(Handover.due_at <= tx.now, *which).limit(1)
            if tx.scalar(due) is None:
                return 0, None
        with self.store.write() as tx:
            rows = claim(tx, Handover, holder=self.holder, lease=LEASE, where=which)
            return len(rows), self._posting(tx, rows[0]) if rows else None

    def _posting(self, tx: Transaction, handover: Handover) -> Posting | None:
        request = tx.get_one(CallbackRequest, handover.request_id)
        url = targets(self.register).get(handover.office_id)
        if url is None or is_superseded(handover, request):
            _end(handover, HandoverState.SUPERSEDED)
            return None
        secrets = self.secrets.get(handover.office_id)
        if not secrets:
            log.error("handover_has_no_secret", office=handover.office_id)
            handover.due_at = tx.now + retry_delay(handover.attempts)
            release(handover)
            return None
        message = message_of(tx, self.register, request, handover.key)
        body = message.model_dump_json().encode()
        return Posting(handover.id, url, body, handover.key, secrets)

    def _post(self, posting: Posting) -> int | None:
        """The status answered; None when there was no answer. A redirect is not followed."""
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "lavterskel",
            DELIVERY: posting.key,
            # Their clock, not ours that tests and the demo may forward.
            SIGNATURE: signature(posting.secrets, posting.body, int(time.time())),
        }
        try:
            with requests.post(
                posting.url,
                data=posting.body,
                headers=headers,
                timeout=self.timeout,
                allow_redirects=False,
                stream=True,  # what they say besides the status is not read
            ) as answer:
                return answer.status_code
        except requests.RequestException as error:
            log.warning("handover_failed", error=type(error).__name__)
            return None

    def _record(self, posting: Posting, status: int | None) -> None:
        with self.store.write() as tx:
            handover = still_held(tx, posting.handover_id, Handover, self.holder)
            if handover is None:
                return
            handover.status = status
            if status is not None and 200 <= status < 300:
                handover.acknowledged_at = tx.now
                _end(handover, HandoverState.ACKNOWLEDGED)
                return
            log.warning("handover_not_taken", handover=posting.key, status=status)
            handover.due_at = tx.now + retry_delay(handover.attempts)
            release(handover)
            # What waits for the same system waits with it, and other offices wait for neither.
            waiting = Handover.office_id == handover.office_id, Handover.due_at < handover.due_at
            tx.execute(update(Handover).where(*waiting).values(due_at=handover.due_at))


def _end(handover: Handover, state: HandoverState) -> None:
    handover.state = state
    handover.due_at = None
    release(handover)
