"""Who holds a case: a duty line, or a member of staff who is signed in."""

from dataclasses import dataclass

from bot.escalation.lines import label_of
from bot.register import DutyLine, Register
from bot.store.tables import Escalation, Page, Staff
from bot.store.transaction import Transaction

NKS = "NKS"


@dataclass(frozen=True)
class Holder:
    """Exactly one of line and staff."""

    name: str
    """As duty lines and staff read it."""
    line_id: str | None = None
    staff_id: int | None = None
    page: Page | None = None
    """The page that brought it to the line."""


def line_holder(line: DutyLine, page: Page) -> Holder:
    return Holder(line.label, line_id=line.id, page=page)


def staff_holder(register: Register, staff: Staff) -> Holder:
    return Holder(staff_name(register, staff), staff_id=staff.id)


def staff_name(register: Register, staff: Staff) -> str:
    """With where they work: ``Kari Nordmann, NKS``."""
    office = register.office(staff.office_id) if staff.office_id else None
    return f"{staff.name}, {office.name if office else staff.office_id or NKS}"


def let_go(escalation: Escalation) -> None:
    """Nobody holds the case any more; its ladder is the caller's to set going."""
    escalation.state = "open"
    escalation.acknowledged_at = None
    escalation.acknowledged_by = None
    escalation.acknowledged_staff_id = None
    escalation.acknowledged_via = None
    escalation.promise_at = None
    escalation.contact_due_at = None
    escalation.reminded_at = None
    escalation.contacted_at = None


def holder_name(tx: Transaction, register: Register, escalation: Escalation) -> str | None:
    """Who holds it now; None while nobody does."""
    if escalation.acknowledged_staff_id is not None:
        return staff_name(register, tx.get_one(Staff, escalation.acknowledged_staff_id))
    if escalation.acknowledged_by is not None:
        return label_of(register, escalation.acknowledged_by)
    return None
