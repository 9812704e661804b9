"""What it means for an emergency that the carrier has taken a message or call, or could not."""

from datetime import timedelta

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.outcomes import Outcome
from bot.delivery.receipts import PAGES
from bot.delivery.relayed import helper_behind
from bot.delivery.sending import WAITING
from bot.delivery.speaker import Speaker
from bot.escalation import ladder, safety_question
from bot.escalation.calls import call_ended
from bot.escalation.events import What, note
from bot.escalation.flood import held_back_on
from bot.escalation.pages import page_otherwise
from bot.escalation.ways import Way, forget_failures, note_failure
from bot.store.tables import Conversation, Escalation, Outbox, Page
from bot.store.transaction import Transaction

ROUND_AGAIN = timedelta(seconds=30)
"""When the last rung could not be reached."""
NUMBER_IS_DEAD = (Outcome.NO_TEXTS, Outcome.UNKNOWN_NUMBER, Outcome.BLOCKED)
"""What a number will answer to the next message too."""


def message_accepted(tx: Transaction, speaker: Speaker, message: Outbox) -> None:
    if message.name in PAGES:
        for escalation in _paged_escalations(tx, message):
            note(tx, escalation, What.PAGE_TAKEN_BY_CARRIER, line_id=message.line_id)
            escalation.told_at = escalation.told_at or tx.now
    elif message.name.startswith(safety_question.NAME):
        safety_question.question_left(tx, speaker, message)


def message_failed(tx: Transaction, speaker: Speaker, message: Outbox, outcome: Outcome) -> None:
    """A page that failed goes on at once, in the line's other way or to the next line.

    A person who said STOP is remembered, and so is a number that takes nothing in this way. Being
    busy is no failure: the page is tried again within seconds.
    """
    if outcome is Outcome.OPTED_OUT and message.line_id is None:
        helper = helper_behind(tx, message.conversation_id)
        conversation = helper or tx.get_one(Conversation, message.conversation_id)
        conversation.opted_out_at = conversation.opted_out_at or tx.now
    if outcome in (Outcome.BUSY, Outcome.ACCOUNT) or message.page_id is None:
        return  # it is tried again; no other line would be reached either
    page = tx.get_one(Page, message.page_id)
    line = speaker.register.find_line(page.line_id)
    if line is not None and outcome in (*NUMBER_IS_DEAD, Outcome.OPTED_OUT):
        note_failure(tx, line, _way(message), message.error_code)
    for escalation in _paged_escalations(tx, message) if message.name in PAGES else ():
        _page_failed(tx, speaker, message, page, escalation)
    if message.channel == Channel.VOICE:
        call_ended(tx, speaker, message.key, "failed")


def page_delivered(tx: Transaction, message: Outbox) -> None:
    """A page is on the duty phone: staff who watch see it, and the number works again."""
    if message.line_id is not None:
        forget_failures(tx, message.line_id, _way(message))
    for escalation in _paged_escalations(tx, message) if message.name in PAGES else ():
        note(tx, escalation, What.PAGE_DELIVERED, line_id=message.line_id)


def _page_failed(
    tx: Transaction,
    speaker: Speaker,
    message: Outbox,
    page: Page,
    escalation: Escalation,
) -> None:
    note(tx, escalation, What.PAGE_FAILED, line_id=message.line_id)
    is_current = bool(escalation.ladder) and escalation.ladder[escalation.rung] == message.line_id
    if escalation.state != "open" or not is_current:
        return
    line = speaker.register.find_line(page.line_id)
    if (
        line is not None
        and escalation.id == page.escalation_id
        and page_otherwise(tx, speaker, escalation, page, line, than=_way(message))
    ):
        return
    if not ladder.is_on_last_rung(escalation):
        ladder.climb(tx, speaker, escalation)
    else:  # round again in a moment: a line that fails at once must not fail without end
        escalation.next_rung_at = tx.now + ROUND_AGAIN
        ladder.reckon_due(escalation)


def _way(message: Outbox) -> Way:
    return Way.CALL if message.channel == Channel.VOICE else Way.SMS


def _paged_escalations(tx: Transaction, message: Outbox) -> list[Escalation]:
    """The case a page is about, locked; of one that says how many wait, all of those."""
    if message.page_id is None:
        return []
    page = tx.get_one(Page, message.page_id)
    about = {page.escalation_id}
    if message.name == WAITING:
        about |= set(held_back_on(tx, page.duty_phone))
    query = select(Escalation).where(Escalation.id.in_(about)).order_by(Escalation.id)
    return list(tx.scalars(query.with_for_update()))
