"""What the carrier says of a message afterwards: repeated, late and out of order."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.delivery.copies import LONGEST_ON_ITS_WAY, empty_copy
from bot.delivery.outbox import OutboxState
from bot.delivery.outcomes import Outcome, outcome_of_code, retry_delay
from bot.delivery.sending import FIRST_PAGES, WAITING
from bot.delivery.speaker import CALL
from bot.store.due_work import release
from bot.store.tables import Outbox, Receipt
from bot.store.transaction import Transaction

RANK = {
    "accepted": 1,
    "scheduled": 1,
    "queued": 2,
    "sending": 3,
    "sent": 4,
    "undelivered": 5,
    "failed": 5,
    "canceled": 5,
    "delivered": 6,
    "read": 7,
}
"""Later states never give way to earlier ones, whatever order they arrive in."""
STATES = {
    "sent": OutboxState.SENT,
    "delivered": OutboxState.DELIVERED,
    "read": OutboxState.DELIVERED,
    "undelivered": OutboxState.FAILED,
    "failed": OutboxState.FAILED,
    "canceled": OutboxState.FAILED,
}
FINAL = frozenset(STATES) - {"sent"}
MOST_ATTEMPTS = 4
PAGES = (*FIRST_PAGES, CALL, WAITING)
"""One that could not arrive is not repeated: the ladder goes on."""


@dataclass(frozen=True)
class News:
    """What a receipt changed about a message."""

    message: Outbox
    accepted: bool
    """We learn only now that the carrier has it: its answer to our request was lost."""
    failure: Outcome | None
    delivered: bool
    """It is on the phone."""


def says_nothing_new(tx: Transaction, carrier_id: str, status: str) -> bool:
    """Whether a receipt only says that the carrier has what we know it has: half of all do.

    Only looks, so that such a receipt costs no write.
    """
    if RANK.get(status, 0) >= RANK["sent"]:
        return False
    known = tx.scalar(select(Outbox.id).where(Outbox.carrier_id == carrier_id))
    return known is not None


def record(
    tx: Transaction, *, carrier_id: str, status: str, error_code: int | None, key: str | None
) -> News | None:
    """Note a receipt once. None: seen before, about no message of ours, or overtaken.

    ``key`` is our own, carried in the callback address: it finds the message when the receipt
    overtakes the carrier's answer to our request, or when that answer was lost with its sender.
    """
    if not _is_new(tx, carrier_id, status, error_code):
        return None
    if status in FINAL:
        empty_copy(tx, carrier_id)  # also of a message that was taken twice
    row = _message(tx, carrier_id, key)
    if row is None or RANK.get(status, 0) < _highest_rank(tx, carrier_id):
        return None
    accepted = row.carrier_id is None
    if accepted:
        _accept(tx, row, carrier_id)
        empty_copy(tx, carrier_id, after=LONGEST_ON_ITS_WAY)
    was_delivered = row.state == OutboxState.DELIVERED
    failure = _apply(tx, row, status, error_code)
    delivered = row.state == OutboxState.DELIVERED and not was_delivered
    return News(row, accepted, failure, delivered)


CALL_STATES = {
    "completed": OutboxState.DELIVERED,
    "busy": OutboxState.SENT,
    "no-answer": OutboxState.SENT,
    "failed": OutboxState.FAILED,
    "canceled": OutboxState.FAILED,
}
"""What the end of a call means for its row: delivered only once somebody or something answered."""


def record_call(tx: Transaction, *, carrier_id: str, status: str, key: str) -> News | None:
    """Note the end of a call once. None: seen before, or no call of ours."""
    if not _is_new(tx, carrier_id, status, None):
        return None
    row = _message(tx, carrier_id, key)
    if row is None:
        return None
    accepted = row.carrier_id is None
    if accepted:
        _accept(tx, row, carrier_id)
    row.state = CALL_STATES[status]
    failure = Outcome.UNREACHABLE if row.state == OutboxState.FAILED else None
    return News(row, accepted, failure, delivered=row.state == OutboxState.DELIVERED)


def _accept(tx: Transaction, row: Outbox, carrier_id: str) -> None:
    row.carrier_id = carrier_id
    row.accepted_at = tx.now
    row.state = OutboxState.ACCEPTED
    row.due_at = None
    release(row)


def _apply(tx: Transaction, row: Outbox, status: str, error_code: int | None) -> Outcome | None:
    row.state = STATES.get(status, row.state)
    if row.state is not OutboxState.FAILED:
        return None
    row.error_code = error_code
    outcome = outcome_of_code(error_code)
    if not outcome.is_final and row.attempts < MOST_ATTEMPTS and row.name not in PAGES:
        row.state = OutboxState.QUEUED
        row.carrier_id = None
        row.due_at = tx.now + retry_delay(row.attempts)
    return outcome


def _is_new(tx: Transaction, carrier_id: str, status: str, error_code: int | None) -> bool:
    dialect = tx.get_bind().dialect.name
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    claimed = tx.execute(
        insert(Receipt)
        .values(carrier_id=carrier_id, status=status, error_code=error_code, received_at=tx.now)
        .on_conflict_do_nothing()
        .returning(Receipt.carrier_id)
    )
    return claimed.first() is not None


def _message(tx: Transaction, carrier_id: str, key: str | None) -> Outbox | None:
    row = tx.scalar(select(Outbox).where(Outbox.carrier_id == carrier_id).with_for_update())
    if row is None and key is not None:
        # Another receipt may give the row its id while this one waits for the lock.
        is_this = or_(Outbox.carrier_id.is_(None), Outbox.carrier_id == carrier_id)
        row = tx.scalar(select(Outbox).where(Outbox.key == key, is_this).with_for_update())
    return row


def _highest_rank(tx: Transaction, carrier_id: str) -> int:
    statuses = tx.scalars(select(Receipt.status).where(Receipt.carrier_id == carrier_id))
    return max((RANK.get(status, 0) for status in statuses), default=0)
