"""Emergencies, from the safety question to the outcome."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.keys import Ciphertext
from bot.store.tables.base import RowId, Table


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


class LineConfirmation(Table):
    """That an administrator has confirmed a duty line, as it was then."""

    __tablename__ = "line_confirmation"
    line_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    confirmed_by: Mapped[str] = mapped_column(String(80))
    confirmed_at: Mapped[datetime]
