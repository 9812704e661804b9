"""Acknowledged is not done: whoever takes a case reaches the person in time, or it goes on.

A promise has a clock. When it passes without a logged contact, its holder is reminded once; when
nothing comes of that either, the ladder resumes one rung above theirs.
"""

from datetime import timedelta

from sqlalchemy import select

from bot.delivery.speaker import Speaker
from bot.escalation import ladder
from bot.escalation.calling import ring
from bot.escalation.events import What, note
from bot.escalation.holder import let_go
from bot.escalation.telling_lines import tell_line
from bot.escalation.telling_person import tell_person
from bot.store.tables import Escalation, Page
from bot.store.transaction import Transaction


def expect_contact(
    tx: Transaction, speaker: Speaker, escalation: Escalation, promise: timedelta | None
) -> None:
    """Start the clock of the one who has just taken the case, or promises anew.

    Without a promise the register says how soon.
    """
    escalation.promise_at = tx.now + promise if promise else None
    escalation.reminded_at = None
    escalation.contact_due_at = escalation.promise_at or tx.now + _patience(speaker, escalation)
    ladder.reckon_due(escalation)


def hurry(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    """There is more danger in a case somebody holds: they are to reach the person anew, soon."""
    soon = tx.now + _patience(speaker, escalation)
    waiting = escalation.contacted_at is None and escalation.contact_due_at is not None
    escalation.contact_due_at = min(escalation.contact_due_at or soon, soon) if waiting else soon
    escalation.reminded_at = escalation.contacted_at = None
    ladder.reckon_due(escalation)


def _patience(speaker: Speaker, escalation: Escalation) -> timedelta:
    rules = speaker.register.page
    is_now = escalation.urgency == "now"
    return timedelta(minutes=rules.contact_minutes_now if is_now else rules.contact_minutes_today)


def log_contact(
    tx: Transaction,
    speaker: Speaker,
    escalation: Escalation,
    *,
    line_id: str | None = None,
    staff_id: int | None = None,
) -> None:
    """The holder has been in contact with the person. What is left is to finish the case."""
    escalation.contacted_at = escalation.contacted_at or tx.now
    escalation.reminded_at = None
    escalation.contact_due_at = tx.now + _finishing(speaker)
    ladder.reckon_due(escalation)
    note(tx, escalation, What.CONTACTED, line_id=line_id, staff_id=staff_id)


def follow_up(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    """The time to reach the person is over: remind the holder; the second time, go on.

    One who has reached the person is only reminded to finish, now and then.
    """
    if escalation.contact_due_at is None:
        ladder.reckon_due(escalation)
    elif escalation.contacted_at is not None:
        _remind(tx, speaker, escalation, "utter_page_how_to_finish", _finishing(speaker))
    elif escalation.reminded_at is None:
        grace = timedelta(minutes=speaker.register.page.reminder_minutes)
        _remind(tx, speaker, escalation, "utter_page_remind", grace)
    else:
        _go_on(tx, speaker, escalation)


def _finishing(speaker: Speaker) -> timedelta:
    return timedelta(hours=speaker.register.page.finish_hours)


def _remind(
    tx: Transaction, speaker: Speaker, escalation: Escalation, name: str, again_after: timedelta
) -> None:
    escalation.reminded_at = tx.now
    escalation.contact_due_at = tx.now + again_after
    ladder.reckon_due(escalation)
    event = note(tx, escalation, What.REMINDED, line_id=escalation.acknowledged_by)
    page = _holders_page(tx, escalation)
    if page is None:
        return  # staff read it in the monitor
    told = tell_line(
        tx,
        speaker,
        page,
        name,
        conversation_id=escalation.conversation_id,
        key=f"event:{event}:remind",
        reference=escalation.reference,
        code=page.code,
    )
    if not told:
        key = f"event:{event}:remind:call"
        ring(tx, speaker, page, escalation.conversation_id, key=key)


def _go_on(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    """The line keeps its code: it may still take the case again."""
    page, line_id = _holders_page(tx, escalation), escalation.acknowledged_by
    staff_id = escalation.acknowledged_staff_id
    let_go(escalation)
    event = note(tx, escalation, What.PROMISE_BROKEN, line_id=line_id, staff_id=staff_id)
    ladder.resume(tx, speaker, escalation, after=line_id)
    if page is not None:
        tell_line(
            tx,
            speaker,
            page,
            "utter_page_moved_on",
            conversation_id=escalation.conversation_id,
            key=f"event:{event}:moved_on",
            reference=escalation.reference,
        )
    number = ladder.public_number(speaker, escalation)
    name, key = "utter_emergency_promise_broken", f"event:{event}:broken"
    tell_person(tx, speaker, escalation, name, key=key, number=number)


def _holders_page(tx: Transaction, escalation: Escalation) -> Page | None:
    return tx.scalar(
        select(Page).where(
            Page.escalation_id == escalation.id, Page.line_id == escalation.acknowledged_by
        )
    )
