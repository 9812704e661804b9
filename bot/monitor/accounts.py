"""Staff accounts: who may sign in, and as what."""

import secrets
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select

from bot.monitor.passwords import hashed, new_password
from bot.monitor.sessions import end_sessions_of
from bot.store.tables import Staff
from bot.store.transaction import Transaction

TOKEN = "staff token"  # noqa: S105 (what its look-up hash is for, no secret)
LONGEST_NAME = 80


class Role(StrEnum):
    ADVISER = "adviser"
    """NKS: sees every emergency, never its story."""
    OFFICE = "office"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


WITH_AN_OFFICE = frozenset({Role.OFFICE, Role.LEAD})


class AccountRefused(ValueError):
    """An account cannot be made like that; the text says why."""


@dataclass(frozen=True)
class Added:
    """A new account with its secrets, which are shown once and stored nowhere."""

    staff: Staff
    password: str = field(repr=False)
    token: str | None = field(repr=False)


def add_staff(
    tx: Transaction,
    *,
    name: str,
    role: str,
    office_id: str | None = None,
    password: str | None = None,
    with_token: bool = False,
) -> Added:
    """Make an account; without ``password`` it gets one that can be read aloud.

    Raises :class:`AccountRefused`.
    """
    name = _fitting_name(tx, name)
    role = _fitting_role(role, office_id)
    password = new_password() if password is None else password
    token = secrets.token_urlsafe(32) if with_token else None
    staff = Staff(
        name=name,
        role=role,
        office_id=office_id,
        password_hash=_hashed(password),
        token_index=tx.master_keys.lookup_hash(TOKEN, token) if token else None,
        created_at=tx.now,
    )
    tx.add(staff)
    tx.flush()
    return Added(staff, password, token)


def list_staff(tx: Transaction) -> list[Staff]:
    """Everybody, disabled accounts too, by name."""
    return list(tx.scalars(select(Staff).order_by(Staff.name)))


def disable_staff(tx: Transaction, name: str) -> Staff | None:
    """Shut an account and end its sessions at once; None when there is none of this name."""
    staff = _named(tx, name)
    if staff is not None:
        staff.disabled_at = staff.disabled_at or tx.now
        end_sessions_of(tx, staff)
    return staff


def active_staff(tx: Transaction, name: str) -> Staff | None:
    """The account of this name, if it may be used."""
    staff = _named(tx, name)
    return staff if staff is not None and staff.disabled_at is None else None


def canonical_name(name: str) -> str:
    """One form of a name, however it was typed."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def _named(tx: Transaction, name: str) -> Staff | None:
    return tx.scalar(select(Staff).where(Staff.name == canonical_name(name)))


def _fitting_name(tx: Transaction, name: str) -> str:
    name = canonical_name(name)
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise AccountRefused(f"a name has 1 to {LONGEST_NAME} letters")
    if _named(tx, name) is not None:
        raise AccountRefused(f"there is an account named {name!r} already")
    return name


def _fitting_role(role: str, office_id: str | None) -> Role:
    if role not in list(Role):
        raise AccountRefused(f"{role!r} is no role: choose one of {', '.join(Role)}")
    if (role in WITH_AN_OFFICE) != (office_id is not None):
        raise AccountRefused("office and lead belong to an office, the other roles to none")
    return Role(role)


def _hashed(password: str) -> str:
    try:
        return hashed(password)
    except ValueError as error:
        raise AccountRefused(str(error)) from error
