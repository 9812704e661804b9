"""What happened to an escalation, in order: its history and the monitor's feed."""

from enum import StrEnum

from bot.store.tables import Escalation, EscalationEvent
from bot.store.transaction import Transaction


class What(StrEnum):
    OPENED = "opened"
    JOINED = "joined"
    PLACED = "placed"
    CHILDREN = "children"
    PAGED = "paged"
    PAGE_TAKEN_BY_CARRIER = "page_accepted"
    PAGE_FAILED = "page_failed"
    CLIMBED = "climbed"
    DECLINED = "declined"
    NO_LINE = "no_line"
    RED = "red"
    TOLD_TRUTH = "told_truth"
    ACKNOWLEDGED = "acknowledged"
    PROMISED = "promised"
    NOTED = "noted"
    CLOSED = "closed"


def note(
    tx: Transaction,
    escalation: Escalation,
    what: What,
    *,
    line_id: str | None = None,
    words: str | None = None,
) -> None:
    """Add to the history; ``words`` of a person or an officer are sealed."""
    sealed = None if words is None else tx.seal(escalation.conversation_id, words)
    tx.add(
        EscalationEvent(
            escalation_id=escalation.id, at=tx.now, what=what, line_id=line_id, note=sealed
        )
    )
