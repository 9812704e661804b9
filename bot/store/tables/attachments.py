"""Pictures, voice messages and files that people send: kept for staff, never interpreted."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.keys import Ciphertext
from bot.store.tables.base import NEVER_THE_SAME_ID, Leased, RowId, Table


class Attachment(Leased, Table):
    """What came with a message besides its words. Due: fetching it from the carrier."""

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("inbound_id", "number"),
        Index(
            "ix_attachment_due_at",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "ix_attachment_alone_at",
            "alone_at",
            sqlite_where=text("alone_at IS NOT NULL"),
            postgresql_where=text("alone_at IS NOT NULL"),
        ),
        NEVER_THE_SAME_ID,
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    inbound_id: Mapped[int] = mapped_column(ForeignKey("inbound.id"))
    number: Mapped[int] = mapped_column(Integer)
    """Its place among those of one message, from 0."""
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8))
    """waiting, kept, failed (the carrier did not give it) or refused (not what we take)."""
    content_type: Mapped[str | None] = mapped_column(String(32))
    """As its first bytes tell; null while it is not kept."""
    size: Mapped[int | None] = mapped_column(Integer)
    """Bytes."""
    carrier_media: Mapped[str | None] = mapped_column(String(80))
    """The carrier's ids of the message and of this, with a slash between; null from the chat."""
    alone_at: Mapped[datetime | None]
    """When somebody is asked to phone, if the person writes no words until then."""


class AttachmentContent(Table):
    """The bytes themselves, apart, so that no list ever loads them."""

    __tablename__ = "attachment_content"
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    content: Mapped[Ciphertext]
