"""A case is given back to the ladder, or closed with what came of it."""

from enum import StrEnum

from bot.delivery.speaker import Speaker
from bot.escalation import ladder
from bot.escalation.acknowledging import end_pages
from bot.escalation.events import What, note
from bot.escalation.holder import let_go
from bot.escalation.pages import bring_next
from bot.escalation.telling_lines import tell_line
from bot.escalation.telling_person import tell_person
from bot.store.tables import Escalation
from bot.store.transaction import Transaction


class Outcome(StrEnum):
    """What came of a case. Nothing is closed without one."""

    SPOKEN_WITH = "spoken_with"
    HELP_ARRANGED = "help_arranged"
    HANDED_OVER = "handed_over"
    """To 113, 112 or the child-welfare service."""
    NOT_FOUND = "not_found"
    MISTAKE = "mistake"


def release(
    tx: Transaction,
    speaker: Speaker,
    escalation: Escalation,
    *,
    staff_id: int | None = None,
    line_id: str | None = None,
) -> bool:
    """Give a case that somebody holds back to the ladder; False when nobody holds it.

    It goes on one rung above the line that had it, or from the first where staff had it; the person
    and that line are told. The caller holds the row lock and says who gave it back.
    """
    if escalation.state != "acknowledged":
        return False
    holder = escalation.acknowledged_by
    let_go(escalation)
    event = note(tx, escalation, What.RELEASED, staff_id=staff_id, line_id=line_id)
    for page in end_pages(tx, escalation):
        if page.line_id == holder:
            tell_line(
                tx,
                speaker,
                page,
                "utter_page_released",
                conversation_id=escalation.conversation_id,
                key=f"event:{event}:released",
                reference=escalation.reference,
            )
    if line_id is None:
        ladder.begin_again(tx, speaker, escalation)
    else:
        ladder.go_on(tx, speaker, escalation, after=line_id)
    tell_person(tx, speaker, escalation, "utter_emergency_released", key=f"event:{event}:told")
    return True


def close(
    tx: Transaction,
    speaker: Speaker,
    escalation: Escalation,
    outcome: Outcome,
    *,
    staff_id: int | None = None,
    line_id: str | None = None,
    words: str | None = None,
) -> bool:
    """End a case somebody holds, with what came of it; False when nobody holds it.

    The person is asked whether help came; their "no" opens it again (``reopen``). The caller holds
    the row lock and says who closed it. ``words``: what they want to add, sealed.
    """
    if escalation.state != "acknowledged":
        return False
    escalation.state = "closed"
    escalation.closed_at = tx.now
    escalation.outcome = outcome
    escalation.asking = "helped"
    ladder.rest(escalation)
    event = note(tx, escalation, What.CLOSED, staff_id=staff_id, line_id=line_id, words=words)
    for page in end_pages(tx, escalation):
        tell_line(
            tx,
            speaker,
            page,
            "utter_page_closed",
            conversation_id=escalation.conversation_id,
            key=f"page:{page.id}:{page.times}:closed",
            reference=escalation.reference,
        )
        bring_next(tx, speaker, page)
    tell_person(tx, speaker, escalation, "utter_emergency_closed", key=f"event:{event}:told")
    return True


def note_helped(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    """The person says that help came."""
    escalation.asking = None
    event = note(tx, escalation, What.HELPED)
    tell_person(tx, speaker, escalation, "utter_emergency_helped", key=f"event:{event}:told")


def reopen(tx: Transaction, speaker: Speaker, escalation: Escalation, words: str) -> None:
    """The person says that no help came: the case goes up its ladder again, red at once."""
    escalation.asking = None
    escalation.outcome = escalation.closed_at = None
    let_go(escalation)
    event = note(tx, escalation, What.REOPENED, words=words)
    if escalation.red_at is None:
        ladder.turn_red(tx, escalation)
    ladder.begin_again(tx, speaker, escalation)
    tell_person(tx, speaker, escalation, "utter_emergency_reopened", key=f"event:{event}:told")
