"""What happened to an escalation, in order: its history and the monitor's feed."""

from enum import StrEnum

from bot.store.tables import Escalation, EscalationEvent
from bot.store.transaction import Transaction


class What(StrEnum):
    OPENED = "opened"
    JOINED = "joined"
    PLACED = "placed"
    PHONE = "phone"
    CHILDREN = "children"
    PAGED = "paged"
    HELD_BACK = "held_back"
    """The duty phone has more pages than it can take; it hears how many wait."""
    PAGE_TAKEN_BY_CARRIER = "page_accepted"
    PAGE_DELIVERED = "page_delivered"
    PAGE_FAILED = "page_failed"
    CALL_ANSWERED = "call_answered"
    CALL_UNANSWERED = "call_unanswered"
    """Busy, or nobody picked up."""
    CALL_VOICEMAIL = "call_voicemail"
    """A machine picked up. It takes nothing."""
    WAITS = "waits"
    """Its kommune lets this kind wait until a duty line opens."""
    CLIMBED = "climbed"
    DECLINED = "declined"
    NOT_OURS = "not_ours"
    NO_LINE = "no_line"
    RED = "red"
    TOLD_TRUTH = "told_truth"
    ACKNOWLEDGED = "acknowledged"
    PROMISED = "promised"
    REMINDED = "reminded"
    CONTACTED = "contacted"
    PROMISE_BROKEN = "promise_broken"
    CALLED = "called"
    """The person phoned us, and pressed a key or none."""
    NOTED = "noted"
    ATTACHED = "attached"
    """The person sent a picture, a voice message or a file."""
    WROTE = "wrote"
    """The holder wrote to the person in the chat."""
    RELEASED = "released"
    CLOSED = "closed"
    HELPED = "helped"
    """The person says that help came."""
    REOPENED = "reopened"
    """The person says that it did not."""
    CANNOT_SPEAK = "cannot_speak"
    UNSAFE_PHONE = "unsafe_phone"
    ENDED_ALONE = "ended_alone"
    """The person has ended it with their interpreter, who does not know."""


def note(
    tx: Transaction,
    escalation: Escalation,
    what: What,
    *,
    line_id: str | None = None,
    staff_id: int | None = None,
    words: str | None = None,
) -> int:
    """Add to the history; ``words`` of a person, an officer or staff are sealed.

    Gives the event's id, which keys what is said because of it.
    """
    sealed = None if words is None else tx.seal(escalation.conversation_id, words)
    event = EscalationEvent(
        escalation_id=escalation.id,
        at=tx.now,
        what=what,
        line_id=line_id,
        staff_id=staff_id,
        note=sealed,
    )
    tx.add(event)
    tx.flush()
    return event.id
