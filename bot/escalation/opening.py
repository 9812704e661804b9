"""Opening an escalation, or joining the one a conversation already has."""

from sqlalchemy import select

from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.escalation import ladder
from bot.escalation.account import Account, seal_account
from bot.escalation.asking import QUESTIONS, next_question
from bot.escalation.events import What, note
from bot.escalation.joining import More, join
from bot.escalation.urgency import urgency_of
from bot.register import Place
from bot.store.reference import new_reference
from bot.store.tables import Conversation, Escalation
from bot.store.transaction import Transaction


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


def _tell_opened(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    escalation: Escalation,
    paged: bool,
) -> None:
    """The number first, then what we do; then, where we need it, one question: where are you?"""
    if not paged:
        ladder.turn_red(tx, escalation)
        escalation.truth_due_at = None
    name = f"utter_emergency_{escalation.kind}_opened" if paged else "utter_emergency_no_line"
    escalation.asking = question = next_question(conversation, escalation)
    names = (name, QUESTIONS[question]) if question else (name,)
    number = ladder.public_number(speaker, escalation)
    speaker.say(
        tx,
        conversation,
        # Their language whole, question and all, then Norwegian: never two languages mixed.
        speaker.bilingual(conversation, names, number=number),
        name=name,
        key=f"escalation:{escalation.id}:opened",
        lane=Lane.EMERGENCY_REPLY,
    )
