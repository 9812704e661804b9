"""What stands still: overdue work nobody does, roles nobody hears of, cases without a next act.

How long something is overdue is counted in product time, for that is what it waits for. Work under
a live lease is being done and does not count. A clock that is forwarded, in a test or the demo,
makes much overdue in one stroke, so nothing is called overdue before the roles have had
``SETTLES_AFTER`` of real time since; the database remembers when that was. In production the clock
is never forwarded, and what is overdue has been so for as long as it says.

A role that is only starting is named as well: until it is ready, its work does not move.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.store.beats import MISSED_AFTER, forwarded_at, heard_of
from bot.store.tables import (
    Attachment,
    CallbackRequest,
    Escalation,
    Inbound,
    LineTest,
    Outbox,
    SafetyQuestion,
)
from bot.store.transaction import Transaction

OVERDUE_AFTER = timedelta(seconds=45)
"""Whoever looks every few seconds knows within a minute."""
PAGE_WAITS_AFTER = timedelta(seconds=60)
"""A page the carrier does not take is put off again and again, and so is never long overdue."""
SETTLES_AFTER = timedelta(seconds=3)
"""Real time in which everything that a forwarded clock made due is done."""
PAGE_LANE = 0
"""``bot.delivery.outbox.Lane.PAGE``, which the store does not know."""


class What(StrEnum):
    """A kind of thing that can stand still; its value names it in figures."""

    ROLE = "role"
    NO_NEXT_ACT = "no_next_act"
    PAGES = "pages"
    LADDERS = "ladders"
    SILENCE = "silence"
    SCREENING = "screening"
    READING = "reading"
    HOLDING = "holding"
    OUTBOX = "outbox"
    LINE_TESTS = "line_tests"
    CALLBACKS = "callbacks"
    ATTACHMENTS = "attachments"
    ALONE = "alone"


WORDS: dict[What, tuple[str, str]] = {
    What.NO_NEXT_ACT: ("open emergency has no next act", "open emergencies have no next act"),
    What.PAGES: ("page waits for the carrier", "pages wait for the carrier"),
    What.LADDERS: ("emergency is not followed up", "emergencies are not followed up"),
    What.SILENCE: (
        "unanswered safety question is not followed up",
        "unanswered safety questions are not followed up",
    ),
    What.SCREENING: ("message is not screened", "messages are not screened"),
    What.READING: ("message is not read by the brain", "messages are not read by the brain"),
    What.HOLDING: ("holding text is not sent", "holding texts are not sent"),
    What.OUTBOX: ("message is not handed to the carrier", "messages are not handed to the carrier"),
    What.LINE_TESTS: ("test of a duty line is not ended", "tests of duty lines are not ended"),
    What.CALLBACKS: (
        "callback request is not followed up",
        "callback requests are not followed up",
    ),
    What.ATTACHMENTS: (
        "picture or voice message is not fetched",
        "pictures or voice messages are not fetched",
    ),
    What.ALONE: (
        "picture or voice message without words is not followed up",
        "pictures or voice messages without words are not followed up",
    ),
}
"""For one and for several."""


@dataclass(frozen=True)
class Stuck:
    what: What
    count: int
    oldest: timedelta | None
    """How long the oldest has stood still; None for a role that lives and is not ready."""
    role: str | None = None

    def __str__(self) -> str:
        """In plain words, without anything about a person."""
        if self.role is not None and self.oldest is None:
            return f"the {self.role} is not ready"
        if self.role is not None:
            return f"the {self.role} has not been heard of for {_span(self.oldest)}"
        one, several = WORDS[self.what]
        return (
            f"{self.count} {one if self.count == 1 else several}; the oldest for"
            f" {_span(self.oldest)}"
        )


def find_stuck(tx: Transaction, start: str, roles: Sequence[str]) -> list[Stuck]:
    """Everything that stands still, the gravest kind first; empty when all is well.

    ``roles`` of this ``start`` must be ready; any other role that was heard of in it must live.
    """
    found = [*_roles(tx, start, roles), _without_next_act(tx)]
    since = forwarded_at(tx)
    if since is None or tx.raw_now - since > SETTLES_AFTER:
        found += _overdue_work(tx)
    order = list(What)
    return sorted((each for each in found if each), key=lambda each: order.index(each.what))


def _roles(tx: Transaction, start: str, roles: Sequence[str]) -> list[Stuck]:
    heard = heard_of(tx, start)
    stuck = []
    for role in sorted({*roles, *heard}):
        beat = heard.get(role)
        silence = tx.raw_now - beat.at if beat else None
        if silence is not None and silence > MISSED_AFTER:
            stuck.append(Stuck(What.ROLE, 1, silence, role))
        elif role in roles and (beat is None or not beat.ready):
            stuck.append(Stuck(What.ROLE, 1, None, role))
    return stuck


def _without_next_act(tx: Transaction) -> Stuck | None:
    return _counted(
        tx,
        What.NO_NEXT_ACT,
        Escalation.opened_at,
        Escalation.due_at.is_(None),
        Escalation.state == "open",
    )


def _overdue_work(tx: Transaction) -> list[Stuck | None]:
    inbound_free = _is_free(tx, Inbound.lease_until)
    waits_too_long = tx.now - PAGE_WAITS_AFTER
    return [
        _overdue(tx, What.LADDERS, Escalation.due_at),
        _overdue(tx, What.SILENCE, SafetyQuestion.due_at),
        _overdue(tx, What.SCREENING, Inbound.due_at, Inbound.state == "received", inbound_free),
        _overdue(tx, What.READING, Inbound.due_at, Inbound.state == "screened", inbound_free),
        _overdue(tx, What.HOLDING, Inbound.holding_at),
        _overdue(tx, What.OUTBOX, Outbox.due_at, _is_free(tx, Outbox.lease_until)),
        _overdue(tx, What.LINE_TESTS, LineTest.due_at),
        _overdue(tx, What.CALLBACKS, CallbackRequest.due_at),
        _overdue(tx, What.ATTACHMENTS, Attachment.due_at, _is_free(tx, Attachment.lease_until)),
        _overdue(tx, What.ALONE, Attachment.alone_at),
        _counted(
            tx,
            What.PAGES,
            Outbox.created_at,
            Outbox.lane == PAGE_LANE,
            Outbox.due_at.is_not(None),
            Outbox.created_at < waits_too_long,
            # One that was meant to leave later waits for the carrier only once that has said no.
            or_(Outbox.due_at < waits_too_long, Outbox.attempts > 1),
        ),
    ]


def _overdue(
    tx: Transaction,
    what: What,
    due_at: InstrumentedAttribute[datetime | None],
    *where: ColumnElement[bool],
) -> Stuck | None:
    return _counted(tx, what, due_at, due_at < tx.now - OVERDUE_AFTER, *where)


def _counted(
    tx: Transaction,
    what: What,
    since: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    *where: ColumnElement[bool],
) -> Stuck | None:
    count, oldest = tx.execute(select(func.count(), func.min(since)).where(*where)).one()
    return None if oldest is None else Stuck(what, count, tx.now - oldest)


def _is_free(
    tx: Transaction, lease_until: InstrumentedAttribute[datetime | None]
) -> ColumnElement[bool]:
    return or_(lease_until.is_(None), lease_until <= tx.raw_now)


def _span(span: timedelta | None) -> str:
    """``50 s``, ``4 min`` or ``2 h 5 min``."""
    seconds = int(span.total_seconds()) if span else 0
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes else f"{seconds} s"
