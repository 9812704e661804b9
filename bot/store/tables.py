"""Every table. One room writes each; all may read."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.store.columns import Instant, Sealed
from bot.store.keys import Ciphertext

RowId = BigInteger().with_variant(Integer, "sqlite")


class Table(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy reads it as a plain class attribute
        datetime: Instant,
        Ciphertext: Sealed,
        dict[str, Any]: JSON,
        list[str]: JSON,
        bytes: LargeBinary,
    }


class Leased:
    """A row that one worker at a time takes for a while (see ``bot.store.due_work``)."""

    due_at: Mapped[datetime | None]
    """Product time from which the row may be taken; null when nothing is left to do."""
    lease_until: Mapped[datetime | None]
    """Raw database time until which the row belongs to its holder."""
    lease_holder: Mapped[str | None] = mapped_column(String(80))
    attempts: Mapped[int] = mapped_column(Integer, default=0)


# ---- store


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


# ---- inbox


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


# ---- delivery


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
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    direction: Mapped[str] = mapped_column(String(4))
    body: Mapped[Ciphertext]
    at: Mapped[datetime]


# ---- escalation


class SafetyQuestion(Table):
    """ "Are you safe now?", waiting for an answer. Due: the silence that escalates."""

    __tablename__ = "safety_question"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    inbound_id: Mapped[int] = mapped_column(ForeignKey("inbound.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(8))
    """open, safe, danger or silent."""


class Escalation(Table):
    """An emergency until a human has taken it. Due: the next act of its ladder."""

    __tablename__ = "escalation"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    urgency: Mapped[str] = mapped_column(String(8))
    """now or today: all a duty line may see before it has taken the case."""
    place: Mapped[str | None] = mapped_column(String(16))
    """Code of the kommune or bydel; null while unknown."""
    children: Mapped[str | None] = mapped_column(String(8))
    asking: Mapped[str | None] = mapped_column(String(10))
    """What the person was last asked: place, phone or children; null when nothing is open."""
    state: Mapped[str] = mapped_column(String(14))
    """open, acknowledged or closed."""
    opened_at: Mapped[datetime]
    ladder: Mapped[list[str]]
    """The ids of its duty lines as they were when it was built."""
    rung: Mapped[int] = mapped_column(Integer, default=0)
    page_again_at: Mapped[datetime | None]
    next_rung_at: Mapped[datetime | None]
    red_due_at: Mapped[datetime | None]
    truth_due_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """The earliest of the four."""
    red_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When the person was first told that the duty phone has the message."""
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None] = mapped_column(String(64))
    """The duty line that holds it, when one does."""
    acknowledged_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """The member of staff who holds it, when it was taken by one who is signed in."""
    acknowledged_via: Mapped[str | None] = mapped_column(String(12))
    promise_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(24))
    opened_by_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """The adviser who opened it for a caller."""
    account: Mapped[Ciphertext | None]
    """JSON: what an adviser wrote down for a caller (``bot.escalation.account``)."""


class Page(Table):
    """One escalation on one duty phone, with the short code that takes it there."""

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("escalation_id", "duty_phone"),
        Index(
            "uq_page_open_code",
            "duty_phone",
            "code",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id"))
    line_id: Mapped[str] = mapped_column(String(64))
    duty_phone: Mapped[bytes]
    """Keyed hash of the line's number: several lines may share one phone."""
    code: Mapped[int] = mapped_column(Integer)
    times: Mapped[int] = mapped_column(Integer, default=0)
    """How often it was paged; part of each message's key."""
    held_back_at: Mapped[datetime | None]
    """Since when its phone has only heard how many wait: more pages than it can take came in."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class EscalationEvent(Table):
    """What happened to an escalation, in order. Its id is the monitor's cursor."""

    __tablename__ = "escalation_event"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(32))
    line_id: Mapped[str | None] = mapped_column(String(64))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[Ciphertext | None]


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


class LineConfirmation(Table):
    """That an administrator has confirmed a duty line, as it was then."""

    __tablename__ = "line_confirmation"
    line_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    confirmed_by: Mapped[str] = mapped_column(String(80))
    confirmed_at: Mapped[datetime]


# ---- callbacks


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


# ---- monitor


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
