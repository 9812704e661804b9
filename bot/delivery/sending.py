"""Handing the outbox to the carrier, lane by lane."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import select

from bot.delivery import relayed
from bot.delivery.carrier import (
    Carrier,
    CarrierBusy,
    CarrierError,
    CarrierRefused,
    Outgoing,
    OutgoingCall,
    OutgoingMessage,
)
from bot.delivery.channel import Channel
from bot.delivery.copies import LONGEST_ON_ITS_WAY, empty_copy
from bot.delivery.outbox import Lane, OutboxState
from bot.delivery.outcomes import Outcome, outcome_of, retry_delay
from bot.delivery.speaker import CALL, Speaker
from bot.delivery.unsafe import is_phone_unsafe
from bot.store import Store, Transaction
from bot.store.due_work import claim, release, still_held
from bot.store.tables import Conversation, Escalation, Outbox, Page

LEASE = timedelta(seconds=30)
"""Longer than the carrier's time-out, shorter than the shortest wait of a ladder."""
FIRST_PAGES = (
    "utter_page_first",
    "utter_page_first_reach",
    "utter_page_again",
    "utter_page_again_reach",
)
DETAILS = "utter_page_taken"
REMINDER = "utter_page_remind"
TEST = "utter_page_test"
PAGE_KEY = "page:"
"""What the keys of pages begin with."""
WAITING = "utter_page_waiting"
"""Says how many wait, to a duty phone that has more pages than it can take."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Consequences:
    """What the rooms above do when the carrier has taken or refused a message."""

    accepted: Callable[[Transaction, Outbox], None]
    failed: Callable[[Transaction, Outbox, Outcome], None]
    waiting_words: Callable[[Transaction, Outbox], str | None]
    """What a message that says how many wait says as it leaves; None: nobody waits any more."""


@dataclass(frozen=True)
class Sender:
    """Claims messages and hands them to the carrier; several threads may share one."""

    store: Store
    carrier: Carrier
    speaker: Speaker
    consequences: Consequences
    holder: str

    def claim_next(self, limit: int, lanes: Sequence[Lane]) -> list[tuple[int, Outgoing]]:
        """Take the most urgent messages, and drop those that are wanted no longer."""
        wanted = []
        with self.store.write() as tx:
            rows = claim(
                tx,
                Outbox,
                holder=self.holder,
                lease=LEASE,
                limit=limit,
                where=[Outbox.lane.in_(lanes)],
                order=[Outbox.lane],
            )
            for row in rows:
                message = self._message(tx, row)
                if message is None:
                    _finish(row, OutboxState.DROPPED)
                else:
                    wanted.append((row.id, message))
        return wanted

    def send(self, row_id: int, message: Outgoing) -> None:
        """Hand one claimed message or call over and commit what came of it."""
        try:
            if isinstance(message, OutgoingCall):
                carrier_id = self.carrier.call(message)
            else:
                carrier_id = self.carrier.send(message)
        except CarrierError as error:
            self._record_failure(row_id, error)
        else:
            self._record_acceptance(row_id, carrier_id)

    def _message(self, tx: Transaction, row: Outbox) -> Outgoing | None:
        if not _still_wanted(tx, row):
            return None
        to = self._recipient(tx, row)
        if to is None:
            return None
        body = self._body(tx, row)
        if body is None:
            return None
        if row.channel == Channel.VOICE:
            return OutgoingCall(key=row.key, to=to, token=body)
        return OutgoingMessage(key=row.key, to=to, body=body)

    def _body(self, tx: Transaction, row: Outbox) -> str | None:
        if row.name == WAITING:
            return self.consequences.waiting_words(tx, row)
        body = tx.unseal(row.conversation_id, row.body)
        if row.channel == Channel.RELAY:
            return relayed.with_its_number(tx, row.conversation_id, body)
        return body

    def _recipient(self, tx: Transaction, row: Outbox) -> str | None:
        """The number as it is now; None for a line that is no more, or a person who wants none."""
        if row.line_id is not None:
            lines = {line.id: line for line in self.speaker.register.lines}
            if row.line_id not in lines:
                log.error("line_gone", line=row.line_id, outbox=row.id)
                return None
            return lines[row.line_id].number
        if row.channel == Channel.RELAY:
            is_about_danger = row.lane == Lane.EMERGENCY_REPLY
            return relayed.recipient(tx, row.conversation_id, is_about_danger=is_about_danger)
        conversation = tx.get_one(Conversation, row.conversation_id)
        if conversation.unsafe_at or conversation.opted_out_at or conversation.no_texts_at:
            return None
        if row.lane == Lane.FOLLOW_UP and is_phone_unsafe(tx, conversation):
            return None
        return tx.unseal(conversation.id, conversation.address)

    def _record_acceptance(self, row_id: int, carrier_id: str) -> None:
        with self.store.write() as tx:
            row = still_held(tx, row_id, Outbox, self.holder)
            if row is None:
                return  # a receipt has already said that the carrier has it
            is_first = row.accepted_at is None  # not one that came back and went again
            row.carrier_id = carrier_id
            row.accepted_at = tx.now
            _finish(row, OutboxState.ACCEPTED)
            empty_copy(tx, carrier_id, after=LONGEST_ON_ITS_WAY)
            if is_first:
                self.consequences.accepted(tx, row)

    def _record_failure(self, row_id: int, error: CarrierError) -> None:
        with self.store.write() as tx:
            row = still_held(tx, row_id, Outbox, self.holder)
            if row is None:
                return
            code = error.code if isinstance(error, CarrierRefused) else None
            log.warning("carrier_failed", outbox=row.id, error=type(error).__name__, code=code)
            row.error_code = code
            outcome = outcome_of(error)
            if outcome.is_final:
                _finish(row, OutboxState.FAILED)
            else:
                wait = error.retry_after if isinstance(error, CarrierBusy) else None
                row.due_at = tx.now + (wait or retry_delay(row.attempts))
                release(row)
            self.consequences.failed(tx, row, outcome)


def _still_wanted(tx: Transaction, row: Outbox) -> bool:
    """Look again right before sending: a page must not leave after the alarm is over."""
    if row.page_id is None or row.name not in (*FIRST_PAGES, CALL, DETAILS, REMINDER, TEST):
        return True
    found = tx.execute(
        select(Escalation.state, Escalation.acknowledged_by)
        .select_from(Page)
        .outerjoin(Escalation, Page.escalation_id == Escalation.id)
        .where(Page.id == row.page_id, Page.ended_at.is_(None))
    ).first()
    if found is None:
        return False
    is_test = found.state is None
    has_it = bool(found.state == "acknowledged" and found.acknowledged_by == row.line_id)
    if row.name == DETAILS:  # the story goes to whoever has the case, and to nobody who had it
        return has_it
    if is_test:
        return True
    if row.name == REMINDER or not row.key.startswith(PAGE_KEY):  # a call to whoever has it
        return has_it
    return bool(found.state == "open")


def _finish(row: Outbox, state: OutboxState) -> None:
    row.state = state
    row.due_at = None
    release(row)
