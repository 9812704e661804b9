"""What is due by the clock: one short transaction for each thing, so that one bad row stops none.

A cheap look comes first: a round with nothing to do takes no write lock.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Select, select

from bot.callbacks import follow_up
from bot.callbacks.attachments import ask_for_silent
from bot.callbacks.changing import become_urgent
from bot.delivery.speaker import Speaker
from bot.escalation import due, line_tests, safety_question
from bot.inbox import calls, holding
from bot.inbox.screening import screen_overdue
from bot.relay.relays import end_silent
from bot.store import Store, Transaction
from bot.store.tables import (
    Attachment,
    CallbackRequest,
    Escalation,
    Inbound,
    IncomingCall,
    LineTest,
    Relay,
    SafetyQuestion,
)

MOST_AT_ONCE = 200
LINES_LOOKED_AT_EVERY = 5.0
"""Seconds."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Duty:
    """One kind of thing that falls due: which rows, and what to do with one of them."""

    name: str
    rows: Callable[[Transaction], Select[int]]
    act: Callable[[Transaction, Speaker, int], None]


def escalate_silence(tx: Transaction, speaker: Speaker, question_id: int) -> None:
    """Take silence for danger; who waits to be phoned and says nothing is phoned first."""
    conversation = safety_question.escalate_silence(tx, speaker, question_id)
    if conversation is not None:
        become_urgent(tx, speaker.register, conversation, key=f"question:{question_id}")


DUTIES = (
    Duty(
        "ladder",
        lambda tx: (
            select(Escalation.id).where(Escalation.due_at <= tx.now).order_by(Escalation.due_at)
        ),
        due.advance_one,
    ),
    Duty(
        "silence",
        lambda tx: (
            select(SafetyQuestion.id)
            .where(SafetyQuestion.due_at <= tx.now)
            .order_by(SafetyQuestion.due_at)
        ),
        escalate_silence,
    ),
    Duty(
        "holding",
        lambda tx: (
            select(Inbound.id).where(Inbound.holding_at <= tx.now).order_by(Inbound.holding_at)
        ),
        holding.hold_overdue,
    ),
    Duty(
        "test",
        lambda tx: select(LineTest.id).where(LineTest.due_at <= tx.now).order_by(LineTest.due_at),
        line_tests.end_test,
    ),
    Duty(
        "relay",
        lambda tx: select(Relay.id).where(Relay.due_at <= tx.now).order_by(Relay.due_at),
        lambda tx, _, relay_id: end_silent(tx, relay_id),
    ),
    Duty(
        "callback",
        lambda tx: (
            select(CallbackRequest.id)
            .where(CallbackRequest.due_at <= tx.now)
            .order_by(CallbackRequest.due_at)
        ),
        follow_up.follow_up_one,
    ),
    Duty(
        "call",
        lambda tx: (
            select(IncomingCall.id)
            .where(IncomingCall.due_at <= tx.now)
            .order_by(IncomingCall.due_at)
        ),
        calls.end_silent,
    ),
    Duty(
        "attachment",
        lambda tx: (
            select(Attachment.id).where(Attachment.alone_at <= tx.now).order_by(Attachment.alone_at)
        ),
        ask_for_silent,
    ),
)


class Pause:
    """Comes to an end every so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = 0.0

    def is_over(self) -> bool:
        now = time.monotonic()
        if now < self._until:
            return False
        self._until = now + self._seconds
        return True


@dataclass(frozen=True)
class Rounds:
    store: Store
    speaker: Speaker
    holder: str
    _tests: Pause = field(default_factory=lambda: Pause(LINES_LOOKED_AT_EVERY))

    def go(self) -> int:
        """Do everything that is due now; gives how much there was."""
        done = sum(self._do(duty) for duty in DUTIES)
        return done + self._screen() + self._test_lines()

    def _test_lines(self) -> int:
        """Which lines are to prove themselves follows from the register: a look now and then."""
        if not self._tests.is_over():
            return 0
        with self.store.read() as tx:
            due = line_tests.due_lines(tx, self.speaker.register)
        for line_id in due:
            try:
                with self.store.write() as tx:
                    line_tests.send_due_test(tx, self.speaker, line_id)
            except Exception:
                log.exception("test_failed", line=line_id)
        return len(due)

    def _do(self, duty: Duty) -> int:
        with self.store.read() as tx:
            due = tx.scalars(duty.rows(tx).limit(MOST_AT_ONCE)).all()
        for row_id in due:
            try:
                with self.store.write() as tx:
                    duty.act(tx, self.speaker, row_id)
            except Exception:
                log.exception("duty_failed", duty=duty.name, row=row_id)
        return len(due)

    def _screen(self) -> int:
        with self.store.read() as tx:
            overdue = tx.scalar(
                select(Inbound.id)
                .where(Inbound.state == "received", Inbound.due_at <= tx.now)
                .limit(1)
            )
        if overdue is None:
            return 0
        return screen_overdue(self.store, self.speaker, self.holder, MOST_AT_ONCE)
