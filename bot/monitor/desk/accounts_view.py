"""An account as the administrator reads it."""

from dataclasses import dataclass

from bot.monitor.accounts import Role
from bot.register import Register
from bot.store.tables import Staff

ROLES: dict[str, str] = {
    Role.ADVISER: "Veileder i NKS",
    Role.OFFICE: "Ansatt på kontor",
    Role.LEAD: "Leder på kontor",
    Role.ADMINISTRATOR: "Administrator",
}


@dataclass(frozen=True)
class Account:
    name: str
    role: str
    office: str | None
    has_token: bool
    is_disabled: bool


def account_of(staff: Staff, register: Register) -> Account:
    office = register.office(staff.office_id) if staff.office_id else None
    return Account(
        name=staff.name,
        role=ROLES[staff.role],
        # An office may have left the register since.
        office=office.name if office else staff.office_id,
        has_token=staff.token_index is not None,
        is_disabled=staff.disabled_at is not None,
    )
