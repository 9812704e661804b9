"""The store's own tables: the clock, the keys, the signs of life."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.keys import Ciphertext
from bot.store.tables.base import Table


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
