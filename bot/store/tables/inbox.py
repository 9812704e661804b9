"""Conversations and what people wrote."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.keys import Ciphertext
from bot.store.tables.base import NEVER_THE_SAME_ID, Leased, RowId, Table


class Conversation(Table):
    """One person at one address on one channel."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("channel", "address_index"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(8))
    address_index: Mapped[bytes]
    """Keyed hash of the address, for look-up."""
    address: Mapped[Ciphertext]
    """E.164 phone number; in the chat the secret that the person's browser holds."""
    created_at: Mapped[datetime]
    language: Mapped[str | None] = mapped_column(String(8))
    language_chosen: Mapped[bool] = mapped_column(Boolean, default=False)
    language_candidate: Mapped[str | None] = mapped_column(String(8))
    place: Mapped[str | None] = mapped_column(String(16))
    """Code of the kommune or bydel they last said they are in."""
    opted_out_at: Mapped[datetime | None]
    human_wanted_at: Mapped[datetime | None]
    """When they last asked for a human at once, until a request of theirs carries it."""
    greeted_at: Mapped[datetime | None]
    """When we first said that this is an automatic assistant."""
    contact_phone: Mapped[Ciphertext | None]
    """E.164: where a person who writes in the chat wants to be phoned."""
    no_texts_at: Mapped[datetime | None]
    """Since when we send no texts there because the person said so; they end it by writing."""
    unsafe_at: Mapped[datetime | None]
    """Since when others may read or answer this phone: nothing is sent there until START."""
    no_calls_at: Mapped[datetime | None]
    """Since when we know that a phone call does not reach them: they cannot hear, or not speak."""
    emptied_at: Mapped[datetime | None]
    """When its words were destroyed and a wish of its phone alone was kept."""
    passive_replies: Mapped[int] = mapped_column(Integer, default=0)
    """Automatic answers to this phone in a row since something it wrote had an effect."""


class Inbound(Leased, Table):
    """One message from a person, an officer or an interpreter. Due: screening, then reading."""

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("channel", "carrier_id"),
        Index("ix_inbound_conversation", "conversation_id", "id"),
        Index(
            "ix_inbound_due",
            "state",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "ix_inbound_holding_at",
            "holding_at",
            sqlite_where=text("holding_at IS NOT NULL"),
            postgresql_where=text("holding_at IS NOT NULL"),
        ),
        NEVER_THE_SAME_ID,
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    channel: Mapped[str] = mapped_column(String(8))
    carrier_id: Mapped[str] = mapped_column(String(64))
    text: Mapped[Ciphertext]
    """The person's words with identity numbers removed and phone numbers as tokens."""
    phones: Mapped[Ciphertext | None]
    """JSON: what each token stands for."""
    notices: Mapped[list[str]]
    """Texts the person must get about the message itself, such as a removed number."""
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10))
    """received, screened, read or parked."""
    reader: Mapped[str | None] = mapped_column(String(24))
    holding_at: Mapped[datetime | None]
    """When a holding text is due; null once it is answered, parked or held."""


class Dialogue(Table):
    """Rasa's memory of a conversation, committed with the turn."""

    __tablename__ = "dialogue"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    state: Mapped[Ciphertext]
    updated_at: Mapped[datetime]


class IncomingCall(Table):
    """Somebody phones us. Due: ending a call whose end the carrier has not told us."""

    __tablename__ = "incoming_call"
    __table_args__ = (
        Index(
            "ix_incoming_call_due_at",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        NEVER_THE_SAME_ID,
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    carrier_id: Mapped[str] = mapped_column(String(64), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversation.id"), index=True)
    """That of their number's texts; null while a hidden number has told us nothing."""
    step: Mapped[str] = mapped_column(String(16))
    page: Mapped[int] = mapped_column(Integer, default=0)
    """Of the language menu."""
    asked: Mapped[int] = mapped_column(Integer, default=0)
    """How often this step has been answered with nothing that means something."""
    turn: Mapped[int] = mapped_column(Integer, default=0)
    """Counts what has been spoken: an answer to anything but the last changes nothing."""
    language: Mapped[str | None] = mapped_column(String(8))
    hidden: Mapped[bool] = mapped_column(Boolean)
    """The carrier did not tell us the number."""
    outcome: Mapped[str | None] = mapped_column(String(12))
    """callback, danger, missed, unreachable or ours; null until then."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
