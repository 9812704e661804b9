"""What is known of each duty line: who confirmed it, when it last answered, what has failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.register import DutyLine, Register
from bot.store.tables import LineConfirmation, LineFailure, LineTest
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Failure:
    """A way in which the number cannot be reached."""

    way: str
    """sms or call."""
    since: datetime
    code: int | None
    """The carrier's, where it gave one."""


@dataclass(frozen=True)
class Proof:
    """Of the line as it is now: what is known of another number or other hours is not."""

    confirmed_by: str | None
    confirmed_at: datetime | None
    is_confirmed: bool
    """False also when the line has changed since somebody confirmed it."""
    answered_at: datetime | None
    """When it last answered a test page."""
    unanswered_since: datetime | None
    """When the newest test left, if nobody has answered it."""
    is_under_way: bool
    """Whether that one may still be answered in time."""
    is_overdue: bool
    """Nothing has proved for longer than it may that somebody answers a confirmed line."""
    failures: Sequence[Failure]


def read_proofs(tx: Transaction, register: Register) -> Mapping[str, Proof]:
    """By the id of the line."""
    confirmations = {each.line_id: each for each in tx.scalars(select(LineConfirmation))}
    latest = tx.scalars(
        select(LineTest).where(LineTest.id.in_(select(func.max(LineTest.id)).group_by(*_AS_IT_WAS)))
    )
    tests = {(test.line_id, test.fingerprint): test for test in latest}
    answers = select(*_AS_IT_WAS, func.max(LineTest.answered_at)).group_by(*_AS_IT_WAS)
    answered = {(line, fingerprint): at for line, fingerprint, at in tx.execute(answers)}
    failures: dict[tuple[str, str], list[Failure]] = {}
    for each in tx.scalars(select(LineFailure).order_by(LineFailure.way.desc())):
        failure = Failure(each.way, each.failed_at, each.error_code)
        failures.setdefault((each.line_id, each.fingerprint), []).append(failure)
    proofs = {}
    for line in register.lines:
        key = (line.id, line.fingerprint)
        proofs[line.id] = _proof(
            line,
            confirmations.get(line.id),
            tests.get(key),
            answered.get(key),
            failures.get(key, ()),
            proved_before=tx.now - timedelta(days=register.page.test_every_days),
        )
    return proofs


_AS_IT_WAS = (LineTest.line_id, LineTest.fingerprint)


def _proof(
    line: DutyLine,
    confirmation: LineConfirmation | None,
    test: LineTest | None,
    answered_at: datetime | None,
    failures: Sequence[Failure],
    *,
    proved_before: datetime,
) -> Proof:
    is_confirmed = confirmation is not None and confirmation.fingerprint == line.fingerprint
    confirmed_at = confirmation.confirmed_at if confirmation else None
    proved_at = max(at for at in (confirmed_at, answered_at) if at) if is_confirmed else None
    waits = test is not None and test.answered_at is None
    return Proof(
        confirmed_by=confirmation.confirmed_by if confirmation else None,
        confirmed_at=confirmed_at,
        is_confirmed=is_confirmed,
        answered_at=answered_at,
        unanswered_since=test.sent_at if test and waits else None,
        is_under_way=bool(test and waits and test.due_at),
        is_overdue=proved_at is not None and proved_at < proved_before,
        failures=tuple(failures),
    )
