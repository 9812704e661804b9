"""What goes out, and what the carrier said of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.keys import Ciphertext
from bot.store.tables.base import NEVER_THE_SAME_ID, Leased, RowId, Table


class Outbox(Leased, Table):
    """One message to a person or a duty line. Due: handing it to the carrier."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "lane",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index("ix_outbox_conversation", "conversation_id", "id"),
        Index(
            "ix_outbox_page",
            "page_id",
            "created_at",
            sqlite_where=text("page_id IS NOT NULL"),
            postgresql_where=text("page_id IS NOT NULL"),
        ),
        NEVER_THE_SAME_ID,
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """Made from what caused it, so that doing it twice changes nothing."""
    lane: Mapped[int] = mapped_column(Integer)
    channel: Mapped[str] = mapped_column(String(8))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    """Whose key seals the body and, without a line, who gets it."""
    line_id: Mapped[str | None] = mapped_column(String(64))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    name: Mapped[str] = mapped_column(String(80))
    """The catalogue's name of the text."""
    body: Mapped[Ciphertext]
    encoding: Mapped[str] = mapped_column(String(6))
    """GSM-7 or UCS-2: decided by the letters, which are never replaced."""
    segments: Mapped[int] = mapped_column(Integer)
    """What the carrier counts and charges."""
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    """queued, accepted, sent, delivered, failed or dropped."""
    carrier_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    accepted_at: Mapped[datetime | None]
    error_code: Mapped[int | None] = mapped_column(Integer)


class CarrierCopy(Leased, Table):
    """A text the carrier still has a copy of. Due: making that copy empty."""

    __tablename__ = "carrier_copy"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    carrier_id: Mapped[str] = mapped_column(String(80), unique=True)
    """Of the text; of a picture sent with it, the text's and its own with a slash between."""


class Receipt(Table):
    """What the carrier said of a message, once a status."""

    __tablename__ = "receipt"
    carrier_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    status: Mapped[str] = mapped_column(String(24), primary_key=True)
    error_code: Mapped[int | None] = mapped_column(Integer)
    received_at: Mapped[datetime]


class HandsetMessage(Table):
    """A message on a simulated phone of the demo."""

    __tablename__ = "handset_message"
    __table_args__ = NEVER_THE_SAME_ID
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    direction: Mapped[str] = mapped_column(String(4))
    body: Mapped[Ciphertext]
    at: Mapped[datetime]


class HandsetCall(Table):
    """A call to a simulated phone of the demo."""

    __tablename__ = "handset_call"
    __table_args__ = NEVER_THE_SAME_ID
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    carrier_id: Mapped[str] = mapped_column(String(64), unique=True)
    token: Mapped[str] = mapped_column(String(43))
    key: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10))
    """ringing, answered or ended."""
    words: Mapped[Ciphertext | None]
    """What was spoken last."""
    at: Mapped[datetime]
