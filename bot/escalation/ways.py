"""The ways a duty line can be reached: a text, a call; none that its number cannot take."""

from enum import StrEnum

from sqlalchemy import delete, select

from bot.escalation.lines import confirmed_lines
from bot.register import DutyLine, Register
from bot.store.tables import LineFailure
from bot.store.transaction import Transaction


class Way(StrEnum):
    SMS = "sms"
    CALL = "call"


_REACH = {"sms": (Way.SMS,), "call": (Way.CALL,), "both": (Way.SMS, Way.CALL)}


def ways(tx: Transaction, line: DutyLine) -> tuple[Way, ...]:
    """How the line can be reached now, a text first; empty when nothing reaches it."""
    failures = select(LineFailure.way).where(
        LineFailure.line_id == line.id, LineFailure.fingerprint == line.fingerprint
    )
    return _left(line, set(tx.scalars(failures)))


def all_ways(line: DutyLine) -> tuple[Way, ...]:
    """How its number could be reached at all, whatever has failed there."""
    return _left(line, set())


def usable_lines(tx: Transaction, register: Register) -> set[str]:
    """Ids of the confirmed lines that something still reaches."""
    failed: dict[tuple[str, str], set[str]] = {}
    for failure in tx.scalars(select(LineFailure)):
        failed.setdefault((failure.line_id, failure.fingerprint), set()).add(failure.way)
    confirmed = confirmed_lines(tx, register)
    return {
        line.id
        for line in register.lines
        if line.id in confirmed and _left(line, failed.get((line.id, line.fingerprint), set()))
    }


def note_failure(tx: Transaction, line: DutyLine, way: Way, error_code: int | None) -> None:
    """Use this way no more, until the line is confirmed anew or answers."""
    tx.merge(
        LineFailure(
            line_id=line.id,
            way=way,
            fingerprint=line.fingerprint,
            error_code=error_code,
            failed_at=tx.now,
        )
    )


def forget_failures(tx: Transaction, line_id: str, *only: Way) -> None:
    """The number has been looked at again, or has answered."""
    which = [LineFailure.way.in_(only)] if only else []
    tx.execute(delete(LineFailure).where(LineFailure.line_id == line_id, *which))


def _left(line: DutyLine, failed: set[str]) -> tuple[Way, ...]:
    return tuple(
        way
        for way in _REACH[line.reach]
        if way not in failed and (way is Way.CALL or line.takes_texts)
    )
