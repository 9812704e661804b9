"""What a member of staff may see of a case, and do with it.

An adviser of NKS sees the state of every case, never what it is about, except of one they opened
or hold themselves: that somebody has asked is confidential in itself (sosialtjenesteloven § 44). An
office sees its own cases whole. An administrator sees states and touches nothing.
"""

from dataclasses import dataclass
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
    hold: bool
    """Note, write, release, close: of a case that is theirs to handle."""


class State(Protocol):
    """What decides: of a whole escalation, or of a row with these columns alone."""

    @property
    def state(self) -> str: ...

    @property
    def place(self) -> str | None: ...

    @property
    def acknowledged_staff_id(self) -> int | None: ...

    @property
    def opened_by_staff_id(self) -> int | None: ...


def sight_of(visitor: Visitor, escalation: State, register: Register) -> Sight | None:
    """None when the case does not exist for this visitor."""
    is_open, is_held = escalation.state == "open", escalation.state == "acknowledged"
    if visitor.role in WITH_AN_OFFICE:
        if visitor.office_id != office_id_of(register, escalation.place):
            return None
        return Sight(story=True, take=is_open, hold=is_held)
    if visitor.role == Role.ADVISER:
        holds = escalation.acknowledged_staff_id == visitor.staff_id
        opened = escalation.opened_by_staff_id == visitor.staff_id
        return Sight(story=holds or opened, take=is_open, hold=is_held and holds)
    return Sight(story=False, take=False, hold=False)


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
    sight = sight_of(visitor, escalation, register) if escalation is not None else None
    return None if escalation is None or sight is None else (escalation, sight)
