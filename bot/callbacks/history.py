"""What happened to a request, in order, each thing once a key."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from bot.store.tables import CallbackEvent, CallbackRequest
from bot.store.transaction import Transaction


class What(StrEnum):
    """Besides the results of attempts (:class:`bot.callbacks.attempts.Result`)."""

    SUBMITTED = "submitted"
    WINDOW_MISSED = "window_missed"
    """The agreed time to phone passed without an attempt: an alarm."""
    LATE = "late"
    """The latest time passed without an attempt: an alarm."""
    TOLD = "told"
    """The person was told, in a text that we started, what the event before it means for them."""
    ASKED = "asked"
    """Whether somebody really phoned, and whether it helped."""
    UNASKED = "unasked"
    """The person cannot be asked that: staff are to end it when all is well."""
    CONTACT_TOLD = "contact_told"
    """The person said that their phone is not safe, or that they cannot speak on it."""
    WROTE = "wrote"
    """Staff wrote to the person in the chat."""
    LEAD_ALERTED = "lead_alerted"
    MONITOR_ALERTED = "monitor_alerted"
    WINDOW_CHOSEN = "window_chosen"
    TEXT_WANTED = "text_wanted"
    PHONE_GIVEN = "phone_given"
    PHONE_WRONG = "phone_wrong"
    """With the number that was not theirs."""
    NOTED = "noted"
    """The person added something."""
    CALLED = "called"
    """The person phoned us again, and may have said nothing."""
    ATTACHED = "attached"
    """The person sent a picture, a voice message or a file."""
    CANCEL_WISHED = "cancel_wished"
    """The person speaks of wanting no call; they are asked, and it ends when they say yes."""
    URGENT = "urgent"
    RELOCATED = "relocated"
    """The person says that they are somewhere else; it went to the office there."""
    CONFIRMED = "confirmed"
    """The person says that somebody phoned and that it helped."""
    REOPENED = "reopened"
    """The person says that it did not."""
    CLOSED = "closed"


def add_event(
    tx: Transaction,
    request: CallbackRequest,
    what: str,
    *,
    key: str,
    staff_id: int | None = None,
    words: str | None = None,
) -> CallbackEvent | None:
    """Add to the history once a key; None when it is there already. ``words`` are sealed."""
    if happened(tx, request, key):
        return None
    event = CallbackEvent(
        key=_named(request, key),
        request_id=request.id,
        at=tx.now,
        what=what,
        staff_id=staff_id,
        words=None if words is None else tx.seal(request.conversation_id, words),
    )
    tx.add(event)
    tx.flush()
    return event


def times(tx: Transaction, request: CallbackRequest, what: str) -> int:
    """How often this has happened to it."""
    return tx.scalars(
        select(func.count(CallbackEvent.id)).where(
            CallbackEvent.request_id == request.id, CallbackEvent.what == what
        )
    ).one()


def last_at(tx: Transaction, request: CallbackRequest, *whats: str) -> datetime | None:
    """When one of these last happened to it."""
    return tx.scalar(
        select(func.max(CallbackEvent.at)).where(
            CallbackEvent.request_id == request.id, CallbackEvent.what.in_(whats)
        )
    )


def happened(tx: Transaction, request: CallbackRequest, key: str) -> bool:
    """Whether the history holds what goes under this key."""
    named = select(CallbackEvent.id).where(CallbackEvent.key == _named(request, key))
    return tx.scalar(named) is not None


def _named(request: CallbackRequest, key: str) -> str:
    return f"request:{request.id}:{key}"
