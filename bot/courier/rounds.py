"""What is due by the clock: one short transaction for each thing, so that one bad row stops none.

A cheap look comes first: a round with nothing to do takes no write lock.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import Select, select

from bot.delivery.speaker import Speaker
from bot.escalation import ladder, safety_question
from bot.inbox import holding
from bot.inbox.screening import screen_overdue
from bot.store import Store, Transaction
from bot.store.tables import Escalation, Inbound, SafetyQuestion

MOST_AT_ONCE = 200

log = structlog.get_logger()


@dataclass(frozen=True)
class Duty:
    """One kind of thing that falls due: which rows, and what to do with one of them."""

    name: str
    due: Callable[[Transaction], Select[int]]
    act: Callable[[Transaction, Speaker, int], None]


DUTIES = (
    Duty(
        "ladder",
        lambda tx: (
            select(Escalation.id).where(Escalation.due_at <= tx.now).order_by(Escalation.due_at)
        ),
        ladder.advance_one,
    ),
    Duty(
        "silence",
        lambda tx: (
            select(SafetyQuestion.id)
            .where(SafetyQuestion.due_at <= tx.now)
            .order_by(SafetyQuestion.due_at)
        ),
        safety_question.escalate_silence,
    ),
    Duty(
        "holding",
        lambda tx: (
            select(Inbound.id).where(Inbound.holding_at <= tx.now).order_by(Inbound.holding_at)
        ),
        holding.hold_overdue,
    ),
)


@dataclass(frozen=True)
class Rounds:
    store: Store
    speaker: Speaker
    holder: str

    def go(self) -> int:
        """Do everything that is due now; gives how much there was."""
        done = sum(self._do(duty) for duty in DUTIES)
        return done + self._screen()

    def _do(self, duty: Duty) -> int:
        with self.store.read() as tx:
            due = tx.scalars(duty.due(tx).limit(MOST_AT_ONCE)).all()
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
