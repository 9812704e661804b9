"""People who wait to be phoned."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.keys import Ciphertext
from bot.store.tables.base import NEVER_THE_SAME_ID, Leased, RowId, Table


class CallbackRequest(Table):
    """A person waits to be phoned. It lives until a human has spoken with them."""

    __tablename__ = "callback_request"
    __table_args__ = (
        Index(
            "ix_callback_request_monitor_alerted_at",
            "monitor_alerted_at",
            sqlite_where=text("monitor_alerted_at IS NOT NULL"),
            postgresql_where=text("monitor_alerted_at IS NOT NULL"),
        ),
        CheckConstraint(
            "state = 'closed' OR due_at IS NOT NULL", "ck_callback_request_has_a_next_act"
        ),
        CheckConstraint(
            "state <> 'closed' OR close_reason IS NOT NULL",
            "ck_callback_request_is_closed_for_a_reason",
        ),
        NEVER_THE_SAME_ID,
    )
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
    office_id: Mapped[str | None] = mapped_column(String(64), index=True)
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
    on_behalf: Mapped[Ciphertext | None]
    """JSON: who made it for somebody else; null where the person asked themselves."""
    needs: Mapped[list[str]] = mapped_column(default=list)
    """Of money, home, food, children: what the person named, or said yes to."""
    possible_application: Mapped[bool] = mapped_column(Boolean, default=False)
    """A need for money, food or a home was voiced: NAV decides whether it is an application."""
    tried_before: Mapped[bool] = mapped_column(Boolean, default=False)
    """By their own words they have tried to reach NAV before, or were turned away."""
    contact_by: Mapped[str] = mapped_column(String(8), default="phone")
    """phone, text or meeting: how the person wants to be met."""
    may_text: Mapped[bool] = mapped_column(Boolean, default=True)
    may_leave_voicemail: Mapped[bool] = mapped_column(Boolean, default=False)
    others_may_answer: Mapped[bool] = mapped_column(Boolean, default=False)
    owner_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """The one member of staff who answers for it."""
    window_ends_at: Mapped[datetime | None]
    """The end of the agreed time to phone, while no attempt was made in it."""
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    missed: Mapped[int] = mapped_column(Integer, default=0)
    """Attempts in a row that did not reach the person."""
    risen: Mapped[int] = mapped_column(Integer, default=0)
    """How often it has risen: of two as urgent, what has risen more goes first, then the older."""
    asking: Mapped[str | None] = mapped_column(String(8))
    """window, number, helped or cancel: what the person was asked, while that is our last word."""
    urgent_at: Mapped[datetime | None]
    reached_at: Mapped[datetime | None]
    """When staff logged that they reached the person."""
    asked_at: Mapped[datetime | None]
    """When the person was asked whether somebody really phoned, and whether it helped."""
    lead_alerted_at: Mapped[datetime | None]
    monitor_alerted_at: Mapped[datetime | None]
    late_told_at: Mapped[datetime | None]
    """When the person was told that we are late."""
    late_since: Mapped[datetime | None]
    """When a promised time passed, while nobody has phoned since."""
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """The next thing to do with it; never null while it is not closed."""
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str | None] = mapped_column(String(16))
    """person, staff or silence; with what staff say in the history."""


class CallbackEvent(Table):
    """What happened to a request, in order: its history."""

    __tablename__ = "callback_event"
    __table_args__ = NEVER_THE_SAME_ID
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("callback_request.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(24))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[Ciphertext | None]


class CallbackNote(Table):
    """What a person added to a request they had already sent."""

    __tablename__ = "callback_note"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("callback_request.id"), index=True)
    at: Mapped[datetime]
    words: Mapped[Ciphertext]


class Handover(Leased, Table):
    """A request on its way into its office's own system. Due: delivering it."""

    __tablename__ = "handover"
    __table_args__ = (
        Index(
            "ix_handover_due_at",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """Goes with every delivery, so that the receiver knows one it has already had."""
    request_id: Mapped[int] = mapped_column(ForeignKey("callback_request.id"), index=True)
    office_id: Mapped[str] = mapped_column(String(64))
    closed_at: Mapped[datetime | None]
    """When the request it tells of was closed; null while it tells of an open one."""
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    """waiting, acknowledged or superseded (the request has changed hands, or its state)."""
    status: Mapped[int | None] = mapped_column(Integer)
    """The HTTP status last answered; null while nothing has answered."""
    acknowledged_at: Mapped[datetime | None]


class ErasedRequest(Table):
    """That a request was erased because the person asked. Nothing of what it said."""

    __tablename__ = "erased_request"
    reference: Mapped[str] = mapped_column(String(12), primary_key=True)
    office_id: Mapped[str | None] = mapped_column(String(64), index=True)
    at: Mapped[datetime]
    was_open: Mapped[bool] = mapped_column(Boolean)
    handed_over: Mapped[bool] = mapped_column(Boolean)
    """Whether the office's own system had taken it."""


class UnmetContact(Table):
    """A contact we could not pass on. Counted, and free of anything about the person."""

    __tablename__ = "unmet_contact"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime]
    place: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(24))
