"""The store's own tables: the clock, the keys, the signs of life."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.keys import Ciphertext
from bot.store.tables.base import RowId, Table


class Clock(Table):
    """One row: how far product time runs ahead of the database's. Zero in production."""

    __tablename__ = "clock"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    offset_microseconds: Mapped[int] = mapped_column(BigInteger)


class DataKey(Table):
    """The wrapped key of one conversation. Without this row its words are gone for good."""

    __tablename__ = "data_key"
    conversation_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    master_id: Mapped[str] = mapped_column(String(16))
    wrapped: Mapped[Ciphertext]


class RoleBeat(Table):
    """A sign of life from one running role."""

    __tablename__ = "role_beat"
    start: Mapped[str] = mapped_column(String(32), primary_key=True)
    instance: Mapped[str] = mapped_column(String(80), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    ready: Mapped[bool] = mapped_column(Boolean)
    beat_at: Mapped[datetime]
    """Raw database time."""


class PastCase(Table):
    """That there was a case, once it has been destroyed: counted, and free of who it was about.

    The month, not the day: few people in a small place speak a rare language.
    """

    __tablename__ = "past_case"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    what: Mapped[str] = mapped_column(String(12))
    """escalation or request."""
    kind: Mapped[str | None] = mapped_column(String(12))
    """The emergency kind; null for a request."""
    place: Mapped[str | None] = mapped_column(String(16))
    language: Mapped[str | None] = mapped_column(String(8))
    month: Mapped[str] = mapped_column(String(7))
    """In which it began: 2026-11."""
    minutes_to_answer: Mapped[int | None] = mapped_column(Integer)
    """Until a human took it, or reached the person; null when none did."""
    minutes_to_end: Mapped[int | None] = mapped_column(Integer)
    outcome: Mapped[str | None] = mapped_column(String(24))
