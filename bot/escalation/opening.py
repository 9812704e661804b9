"""Opening an escalation, or joining the one a conversation already has."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, select

from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.escalation import ladder
from bot.escalation.account import Account, seal_account
from bot.escalation.asking import ask_next
from bot.escalation.events import What, note
from bot.escalation.joining import More, join
from bot.escalation.urgency import urgency_of
from bot.escalation.waiting import waits_until
from bot.language.wording import moment
from bot.register import Place
from bot.store.reference import new_reference
from bot.store.tables import Conversation, Escalation, Outbox
from bot.store.transaction import Transaction

JOKES = 2
JOKES_REMEMBERED = timedelta(days=1)


def open_escalation(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    *,
    kind: str,
    key: str,
    place: Place | None = None,
    words: str | None = None,
    children: str | None = None,
    account: Account | None = None,
    staff_id: int | None = None,
) -> Escalation:
    """Open an escalation once a key, page the first line and tell the person what happens.

    While one is open, what the same person writes joins it: it may get graver, never milder.
    ``words`` are the person's own, kept sealed in its history. ``account`` and ``staff_id``: what
    an adviser wrote down for a caller, and who did.
    """
    existing = active_escalation(tx, conversation)
    if existing is not None:
        if existing.key != key:
            more = More(kind, words, place, children, account, staff_id)
            join(tx, speaker, conversation, existing, more, key=key)
        return existing
    escalation = Escalation(
        reference=new_reference(tx),
        key=key,
        conversation_id=conversation.id,
        kind=kind,
        urgency=urgency_of(kind),
        place=place.area if place else conversation.place,
        children=children,
        account=seal_account(tx, conversation.id, account) if account else None,
        opened_by_staff_id=staff_id,
        state="open",
        opened_at=tx.now,
        ladder=[],
        rung=0,
    )
    tx.add(escalation)
    tx.flush()
    note(tx, escalation, What.OPENED, words=words, staff_id=staff_id)
    until = waits_until(tx, speaker, escalation, words)
    if until is not None:
        ladder.wait(tx, escalation, until)
        paged = True
    else:
        ladder.wind_alarms(speaker, escalation)
        paged = ladder.start(tx, speaker, escalation)
    ladder.reckon_due(escalation)
    _tell_opened(tx, speaker, conversation, escalation, paged)
    return escalation


def active_escalation(tx: Transaction, conversation: Conversation) -> Escalation | None:
    """The conversation's escalation that is not closed, locked."""
    return tx.scalar(
        select(Escalation)
        .where(Escalation.conversation_id == conversation.id, Escalation.state != "closed")
        .order_by(Escalation.id.desc())
        .limit(1)
        .with_for_update()
    )


def asked_whether_helped(tx: Transaction, conversation: Conversation) -> Escalation | None:
    """The closed case of which the person was asked, in our last words, whether help came; locked.

    Once we have said something else, a "2" is an answer to that.
    """
    last = tx.scalar(
        select(Outbox.name)
        .where(Outbox.conversation_id == conversation.id, Outbox.page_id.is_(None))
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    if last != "utter_emergency_closed":
        return None
    return tx.scalar(
        select(Escalation)
        .where(
            Escalation.conversation_id == conversation.id,
            Escalation.state == "closed",
            Escalation.asking == "helped",
        )
        .order_by(Escalation.id.desc())
        .limit(1)
        .with_for_update()
    )


def is_joker(tx: Transaction, conversation: Conversation) -> bool:
    """Whether staff have closed several cases of this number as mistakes just lately.

    The next is asked "are you safe?" first, whose silence escalates: nobody is ever cut off.
    """
    mistakes = tx.scalar(
        select(func.count(Escalation.id)).where(
            Escalation.conversation_id == conversation.id,
            Escalation.outcome == "mistake",
            Escalation.closed_at > tx.now - JOKES_REMEMBERED,
        )
    )
    return (mistakes or 0) >= JOKES


def _tell_opened(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    escalation: Escalation,
    paged: bool,
) -> None:
    """The number first, then what we do; then, in a message of its own, one question."""
    if not paged:
        ladder.turn_red(tx, escalation)
        escalation.truth_due_at = None
    name = f"utter_emergency_{escalation.kind}_opened" if paged else "utter_emergency_no_line"
    values: dict[str, Any] = {"number": ladder.public_number(speaker, escalation)}
    if escalation.waits_until is not None:
        name, values["opens"] = "utter_emergency_waits", partial(moment, escalation.waits_until)
    key = f"escalation:{escalation.id}:opened"
    speaker.tell(tx, conversation, name, key=key, lane=Lane.EMERGENCY_REPLY, **values)
    ask_next(tx, speaker, conversation, escalation, key=f"escalation:{escalation.id}:asked")
    speaker.introduce(tx, conversation, key=f"escalation:{escalation.id}:introduced")
