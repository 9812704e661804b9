"""Emergencies, from the safety question to the outcome."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.keys import Ciphertext
from bot.store.tables.base import NEVER_THE_SAME_ID, RowId, Table


class SafetyQuestion(Table):
    """ "Are you safe now?", waiting for an answer. Due: the silence that escalates."""

    __tablename__ = "safety_question"
    __table_args__ = NEVER_THE_SAME_ID
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
    __table_args__ = NEVER_THE_SAME_ID
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
    """What the person was last asked: place, bydel, phone, children or, once it is closed, helped;
    null when nothing is open."""
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
    waits_until: Mapped[datetime | None]
    """When its first page leaves, where a kommune lets this kind wait for the morning."""
    contact_due_at: Mapped[datetime | None]
    """When whoever has taken it must have been in contact: their promise, or the register's."""
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """The earliest of these waits."""
    red_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When the carrier first had a page: from then on it is true that the duty phone was told."""
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None] = mapped_column(String(64))
    """The duty line that holds it, when one does."""
    acknowledged_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """The member of staff who holds it, when it was taken by one who is signed in."""
    acknowledged_via: Mapped[str | None] = mapped_column(String(12))
    promise_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    """When its holder was reminded that no contact is logged."""
    contacted_at: Mapped[datetime | None]
    """When its holder first logged a contact with the person."""
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(24))
    opened_by_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """The adviser who opened it for a caller."""
    account: Mapped[Ciphertext | None]
    """JSON: what an adviser wrote down for a caller (``bot.escalation.account``)."""
    not_ours: Mapped[list[str]] = mapped_column(default=list)
    """The ids of lines that said it is not theirs: no later ladder of this case has them."""


class LineTest(Table):
    """That a duty line was asked to answer a test page. Due: calling it unanswered."""

    __tablename__ = "line_test"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    line_id: Mapped[str] = mapped_column(String(64), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Of the line as it was tested."""
    sent_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]


class LineFailure(Table):
    """That a number cannot be reached in one way, until it is confirmed anew or answers."""

    __tablename__ = "line_failure"
    line_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    way: Mapped[str] = mapped_column(String(8), primary_key=True)
    """sms or call."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    error_code: Mapped[int | None] = mapped_column(Integer)
    failed_at: Mapped[datetime]


class Page(Table):
    """One escalation, or one test of a line, on one duty phone with the short code it has there."""

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
        NEVER_THE_SAME_ID,
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    escalation_id: Mapped[int | None] = mapped_column(ForeignKey("escalation.id"))
    line_test_id: Mapped[int | None] = mapped_column(ForeignKey("line_test.id"), unique=True)
    """Exactly one of the two is there."""
    line_id: Mapped[str] = mapped_column(String(64))
    duty_phone: Mapped[bytes]
    """Keyed hash of the line's number: several lines may share one phone."""
    code: Mapped[int] = mapped_column(Integer)
    times: Mapped[int] = mapped_column(Integer, default=0)
    """How often it was paged; part of each message's key."""
    held_back_at: Mapped[datetime | None]
    """Since when its phone has only heard how many wait: more pages than it can take came in."""
    call_wanted_at: Mapped[datetime | None]
    """Since when a call about it waits until its phone is free: one takes one call at a time."""
    outcome_asked_at: Mapped[datetime | None]
    """Since when its phone is asked what came of the case, by number."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PageCall(Table):
    """A phone call that speaks a page and takes keys."""

    __tablename__ = "page_call"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    """In the address the carrier fetches the words of this call from."""
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """Of its row in the outbox."""
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), index=True)
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    """When somebody, or a machine, picked up."""
    spoken: Mapped[int] = mapped_column(Integer, default=0)
    """How often it has been spoken without a key that does something."""
    ended_at: Mapped[datetime | None]
    end: Mapped[str | None] = mapped_column(String(12))
    """completed, voicemail, busy, no-answer, failed or canceled."""


class EscalationEvent(Table):
    """What happened to an escalation, in order. Its id is the monitor's cursor."""

    __tablename__ = "escalation_event"
    __table_args__ = NEVER_THE_SAME_ID
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
