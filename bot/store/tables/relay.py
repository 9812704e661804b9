"""Interpreters and helpers who write for somebody else, and who said what."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.keys import Ciphertext
from bot.store.tables.base import NEVER_THE_SAME_ID, RowId, Table


class Relay(Table):
    """One person for whom an interpreter or helper writes. The person's words have their own key.

    Due: ending it, once nothing has been said for long.
    """

    __tablename__ = "relay"
    __table_args__ = (
        Index(
            "ix_relay_due_at",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        NEVER_THE_SAME_ID,
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    helper_conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id"), index=True
    )
    """The interpreter's own conversation; null once that was destroyed."""
    number: Mapped[int] = mapped_column(Integer)
    """1, 2, ...: how the interpreter names this person before what they write; begins anew each
    day."""
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), unique=True)
    """The person's own conversation, whose key seals all of this."""
    language: Mapped[str | None] = mapped_column(String(8))
    """Of the person; null while the interpreter is asked for it."""
    called: Mapped[Ciphertext | None]
    """First name or interpreter number, as the interpreter wrote it."""
    state: Mapped[str] = mapped_column(String(16))
    """asking_language, asking_name, asking_consent, open, refused or ended."""
    consent: Mapped[str] = mapped_column(String(8), default="unasked")
    """Of the person: unasked (no answer yet), given or refused."""
    consent_at: Mapped[datetime | None]
    end_code: Mapped[str] = mapped_column(String(12), unique=True)
    """What the person writes after the word for the end, from any phone or chat."""
    started_at: Mapped[datetime]
    last_turn_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(12))
    """interpreter, person or silence."""


class RelayTurn(Table):
    """One thing said in a relay, by whom, side by side with Norwegian where it is ours."""

    __tablename__ = "relay_turn"
    __table_args__ = (
        Index("ix_relay_turn_conversation_id", "conversation_id", "id"),
        NEVER_THE_SAME_ID,
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    relay_id: Mapped[int] = mapped_column(ForeignKey("relay.id"), index=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    at: Mapped[datetime]
    speaker: Mapped[str] = mapped_column(String(12))
    """person, interpreter or assistant."""
    inbound_id: Mapped[int | None] = mapped_column(ForeignKey("inbound.id"), unique=True)
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), unique=True)
    words: Mapped[Ciphertext]
    in_norwegian: Mapped[Ciphertext | None]
    """The same in Norwegian; null for what a human said, and where the words are Norwegian."""
