"""Staff, their sessions, and what they have read."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import RowId, Table


class Staff(Table):
    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    office_id: Mapped[str | None] = mapped_column(String(64))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    token_index: Mapped[bytes | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class StaffSession(Table):
    __tablename__ = "staff_session"
    token_index: Mapped[bytes] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class SignInFailure(Table):
    """One failed sign-in, kept for throttling only."""

    __tablename__ = "sign_in_failure"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name_index: Mapped[bytes] = mapped_column(index=True)
    address_index: Mapped[bytes] = mapped_column(index=True)
    at: Mapped[datetime]


class StoryView(Table):
    """That a member of staff has seen what a person told: the audit log of stories."""

    __tablename__ = "story_view"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    reference: Mapped[str] = mapped_column(String(12), index=True)
    """Of the escalation or the callback request."""
    at: Mapped[datetime]
    via: Mapped[str] = mapped_column(String(8))
    """page or api."""
