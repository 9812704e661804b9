"""Sessions: kept in the database, so that signing out and shutting an account end them at once."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, not_, select, update

from bot.store.tables import Staff, StaffSession
from bot.store.transaction import Transaction

SESSION = "staff session"
IDLE = timedelta(hours=8)
"""The monitor is watched, not clicked: a shorter limit would blank it amid a shift."""
LONGEST = timedelta(hours=12)
"""Longer than any shift, shorter than a day: every shift begins with a sign-in."""


@dataclass(frozen=True)
class Visitor:
    """Who is asking for a page."""

    staff_id: int
    name: str
    role: str
    office_id: str | None
    csrf: str = field(repr=False)
    """Goes into every form, and must come back with it."""


@dataclass(frozen=True)
class Standing:
    """A session that lives, and how long it will when nothing is done."""

    visitor: Visitor
    now: datetime
    ends_at: datetime
    renewable: bool
    """Whether doing something makes it last longer: not once its longest limit is the nearer."""


def open_session(tx: Transaction, staff: Staff) -> str:
    """Begin a session; gives the token for the cookie, of which only a keyed hash is stored."""
    tx.execute(delete(StaffSession).where(not_(_alive(tx))))
    token = secrets.token_urlsafe(32)
    tx.add(
        StaffSession(
            token_index=tx.master_keys.lookup_hash(SESSION, token),
            staff_id=staff.id,
            csrf=secrets.token_urlsafe(32),
            created_at=tx.now,
            seen_at=tx.now,
        )
    )
    return token


def visitor_of(tx: Transaction, token: str) -> Visitor | None:
    """Who holds this token, while the session lives and the account is not disabled."""
    standing = standing_of(tx, token)
    return standing.visitor if standing else None


def standing_of(tx: Transaction, token: str) -> Standing | None:
    """How the session with this token stands; None when it or the account has ended."""
    row = tx.execute(
        select(Staff, StaffSession)
        .join(StaffSession, StaffSession.staff_id == Staff.id)
        .where(_has(tx, token), _alive(tx), Staff.disabled_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    staff, session = row
    idle_end, longest_end = session.seen_at + IDLE, session.created_at + LONGEST
    return Standing(
        visitor=Visitor(staff.id, staff.name, staff.role, staff.office_id, session.csrf),
        now=tx.now,
        ends_at=min(idle_end, longest_end),
        renewable=idle_end < longest_end,
    )


def renew(tx: Transaction, token: str) -> None:
    """The person did something. A page that fetches its own news does not call this."""
    tx.execute(update(StaffSession).where(_has(tx, token)).values(seen_at=tx.now))


def end_session(tx: Transaction, token: str) -> None:
    tx.execute(delete(StaffSession).where(_has(tx, token)))


def end_sessions_of(tx: Transaction, staff: Staff) -> None:
    tx.execute(delete(StaffSession).where(StaffSession.staff_id == staff.id))


def _has(tx: Transaction, token: str) -> ColumnElement[bool]:
    return StaffSession.token_index.in_(tx.master_keys.lookup_hashes(SESSION, token))


def _alive(tx: Transaction) -> ColumnElement[bool]:
    return and_(
        StaffSession.seen_at > tx.now - IDLE,
        StaffSession.created_at > tx.now - LONGEST,
    )
