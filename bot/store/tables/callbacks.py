"""People who wait to be phoned."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.keys import Ciphertext
from bot.store.tables.base import RowId, Table


class CallbackRequest(Table):
    """A person waits to be phoned. It lives until a human has spoken with them."""

    __tablename__ = "callback_request"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    """open, unplaced (no office known yet), unconnected or closed."""
    first_contact_at: Mapped[datetime]
    submitted_at: Mapped[datetime]
    latest_at: Mapped[datetime]
    """When somebody will have phoned at the latest."""
    own_words: Mapped[Ciphertext]
    phone: Mapped[Ciphertext | None]
    """E.164; null while a person in the chat has given none."""
    place: Mapped[str | None] = mapped_column(String(16))
    office_id: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(8))
    interpreter: Mapped[Ciphertext | None]
    """Language an interpreter is needed in, as staff read it; null when none is."""
    window: Mapped[Ciphertext]
    """any, morning, afternoon, or the person's own words."""
    phone_safe: Mapped[str] = mapped_column(String(8))
    children: Mapped[str] = mapped_column(String(8))
    human_wanted: Mapped[bool] = mapped_column(Boolean)
    """Whether the person asked for a human at once."""
    opened_by_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """The adviser who opened it for a caller."""
    account: Mapped[Ciphertext | None]
    """JSON: what an adviser wrote down for a caller."""


class CallbackNote(Table):
    """What a person added to a request they had already sent."""

    __tablename__ = "callback_note"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("callback_request.id"), index=True)
    at: Mapped[datetime]
    words: Mapped[Ciphertext]


class UnmetContact(Table):
    """A contact we could not pass on. Counted, and free of anything about the person."""

    __tablename__ = "unmet_contact"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime]
    place: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(24))
