"""What a member of staff may see of a case, and do with it.

An adviser of NKS sees the state of every case, never what it is about, except of one they opened
or hold themselves: that somebody has asked is confidential in itself (sosialtjenesteloven § 44). An
office sees its own cases whole. An administrator sees states and touches nothing.

What has a holder is left to them, and to the office of the place: a line that has but a telephone
cannot close a case. An adviser takes over where there is no such office, or the holder is late.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from bot.monitor.accounts import WITH_AN_OFFICE, Role
from bot.monitor.sessions import Visitor
from bot.register import Register
from bot.store.tables import Escalation
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Sight:
    """What one visitor may see of one case and do with it now."""

    story: bool
    """Kind, the person's words, how to reach them, the history."""
    take: bool
    """An open case; or over from somebody else."""
    hold: bool
    """Note, write, release, close: of a case that is theirs to handle."""


class State(Protocol):
    """What decides: of a whole escalation, or of a row with these columns alone."""

    @property
    def state(self) -> str: ...

    @property
    def place(self) -> str | None: ...

    @property
    def acknowledged_by(self) -> str | None: ...

    @property
    def acknowledged_staff_id(self) -> int | None: ...

    @property
    def contact_due_at(self) -> datetime | None: ...

    @property
    def reminded_at(self) -> datetime | None: ...

    @property
    def contacted_at(self) -> datetime | None: ...

    @property
    def opened_by_staff_id(self) -> int | None: ...


def sight_of(
    visitor: Visitor, escalation: State, register: Register, now: datetime
) -> Sight | None:
    """None when the case does not exist for this visitor."""
    is_open, is_held = escalation.state == "open", escalation.state == "acknowledged"
    if visitor.role in WITH_AN_OFFICE:
        if visitor.office_id != office_id_of(register, escalation.place):
            return None
        return Sight(story=True, take=is_open, hold=is_held)
    if visitor.role == Role.ADVISER:
        holds = escalation.acknowledged_staff_id == visitor.staff_id
        opened = escalation.opened_by_staff_id == visitor.staff_id
        over = is_held and not holds and _may_be_taken_over(escalation, register, now)
        return Sight(story=holds or opened, take=is_open or over, hold=is_held and holds)
    return Sight(story=False, take=False, hold=False)


def is_late(escalation: State, now: datetime) -> bool:
    """Whether its holder has had the time to reach the person, and no contact is logged."""
    due_at = escalation.contact_due_at
    if escalation.state != "acknowledged" or due_at is None or escalation.contacted_at is not None:
        return False
    return escalation.reminded_at is not None or due_at <= now


def _may_be_taken_over(escalation: State, register: Register, now: datetime) -> bool:
    is_a_lines = escalation.acknowledged_by is not None
    if escalation.reminded_at is not None:  # of reaching the person, or of finishing
        return True
    return is_late(escalation, now) or (
        is_a_lines and office_id_of(register, escalation.place) is None
    )


def office_id_of(register: Register, place: str | None) -> str | None:
    """The office a case belongs to; None while nobody knows where the person is."""
    found = register.place(place) if place else None
    office = register.office_for(found) if found else None
    return office.id if office else None


def find_case(
    tx: Transaction, register: Register, visitor: Visitor, reference: str, *, lock: bool = False
) -> tuple[Escalation, Sight] | None:
    """The case with this reference, however it was typed; None when the visitor may not see it.

    ``lock``: hold its row until the transaction ends, to change it.
    """
    reference = reference.strip().upper()
    if not reference.isalnum():  # PostgreSQL takes no NUL
        return None
    query = select(Escalation).where(Escalation.reference == reference)
    escalation = tx.scalar(query.with_for_update() if lock else query)
    sight = sight_of(visitor, escalation, register, tx.now) if escalation is not None else None
    return None if escalation is None or sight is None else (escalation, sight)
