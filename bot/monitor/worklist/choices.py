"""Whom a request can be given to: a colleague, or another office."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.monitor.accounts import Role
from bot.monitor.sessions import Visitor
from bot.register import Office, Register
from bot.store.tables import Staff
from bot.store.transaction import Transaction


def colleagues(tx: Transaction, visitor: Visitor) -> Sequence[str]:
    """The names of the visitor's office, or of NKS, the visitor's own among them."""
    names = select(Staff.name).where(
        Staff.disabled_at.is_(None),
        Staff.role != Role.ADMINISTRATOR,
        Staff.office_id == visitor.office_id if visitor.office_id else Staff.office_id.is_(None),
    )
    return list(tx.scalars(names.order_by(Staff.name)))


def other_offices(register: Register, visitor: Visitor) -> Sequence[Office]:
    """Those that take requests, by name."""
    others = (
        office
        for office in register.offices.values()
        if office.id != visitor.office_id and _is_connected(register, office)
    )
    return sorted(others, key=lambda office: office.name)


def _is_connected(register: Register, office: Office) -> bool:
    places = (register.place(kommune, office.bydel) for kommune in office.kommuner)
    return any(place is not None and place.connected for place in places)
