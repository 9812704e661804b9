"""One calm question, "are you safe now?", and what its answer or its silence means."""

from datetime import timedelta
from typing import cast

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.escalation.events import What, note
from bot.escalation.opening import active_escalation, open_escalation
from bot.register import Kind
from bot.store.due_work import take
from bot.store.phone_tokens import own_words
from bot.store.tables import Conversation, Inbound, Outbox, SafetyQuestion
from bot.store.transaction import Transaction

NAME = "utter_safety_question"
# A person without a bed or food may well feel safe: they are asked about that.
ASKED_OF_THEIR_OWN = frozenset({"shelter", "necessities"})


def question_name(kind: str) -> str:
    """The name of the question that fits the kind of danger; a yes to it is always good news."""
    return f"{NAME}_{kind}" if kind in ASKED_OF_THEIR_OWN else NAME


def can_be_asked(conversation: Conversation) -> bool:
    """Whether a question would arrive at all; where it would not, its silence is known now."""
    silenced = (conversation.opted_out_at, conversation.no_texts_at, conversation.unsafe_at)
    return conversation.channel == Channel.CHAT or not any(silenced)


def ask(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound, kind: str
) -> None:
    """Ask once; silence escalates after the clock of the kind.

    The clock starts now and starts again when the carrier has taken the question, so that one
    that never leaves escalates too.
    """
    if open_question(tx, conversation) is not None:
        return
    tx.add(
        SafetyQuestion(
            conversation_id=conversation.id,
            inbound_id=inbound.id,
            kind=kind,
            asked_at=tx.now,
            due_at=tx.now + _patience(speaker, kind),
            state="open",
        )
    )
    speaker.tell(
        tx, conversation, question_name(kind), key=_key(inbound.id), lane=Lane.EMERGENCY_REPLY
    )


def was_asked(tx: Transaction, inbound: Inbound) -> bool:
    """Whether this message has made us ask before."""
    asked = select(SafetyQuestion.id).where(SafetyQuestion.inbound_id == inbound.id)
    return tx.scalar(asked.limit(1)) is not None


def open_question(tx: Transaction, conversation: Conversation) -> SafetyQuestion | None:
    """The question this conversation has not answered yet, locked."""
    return tx.scalar(
        select(SafetyQuestion)
        .where(SafetyQuestion.conversation_id == conversation.id, SafetyQuestion.state == "open")
        .with_for_update()
    )


def question_left(tx: Transaction, speaker: Speaker, message: Outbox) -> None:
    """The carrier has the question: its silence counts from here."""
    question = tx.scalar(
        select(SafetyQuestion)
        .where(SafetyQuestion.conversation_id == message.conversation_id)
        .where(SafetyQuestion.state == "open")
        .with_for_update()
    )
    if question is not None and message.key == _key(question.inbound_id):
        question.asked_at = tx.now
        question.due_at = tx.now + _patience(speaker, question.kind)


def answer_safe(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    question: SafetyQuestion,
    inbound: Inbound,
    words: str,
) -> None:
    """Recorded and passed on; it never cancels a case that is already open."""
    question.state = "safe"
    question.due_at = None
    escalation = active_escalation(tx, conversation)
    if escalation is not None:
        note(tx, escalation, What.NOTED, words=words)
    speaker.tell(
        tx,
        conversation,
        "utter_safety_noted",
        key=f"inbound:{inbound.id}:safe",
        lane=Lane.EMERGENCY_REPLY,
    )


def answer_danger(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    question: SafetyQuestion,
    *,
    kind: str | None,
    words: str,
) -> None:
    """Escalate: the person is not safe. A kind their answer names replaces the guess."""
    question.state = "danger"
    _escalate(tx, speaker, conversation, question, kind or question.kind, words)


def escalate_silence(tx: Transaction, speaker: Speaker, question_id: int) -> Conversation | None:
    """Escalate a question whose silence has lasted too long; gives whose silence it was."""
    question = take(tx, SafetyQuestion, question_id, SafetyQuestion.due_at <= tx.now)
    if question is None:
        return None
    question.state = "silent"
    conversation = tx.get_one(Conversation, question.conversation_id)
    _escalate(tx, speaker, conversation, question, question.kind, None)
    return conversation


def _escalate(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    question: SafetyQuestion,
    kind: str,
    words: str | None,
) -> None:
    question.due_at = None
    before = first_words(tx, question)
    register = speaker.register
    place = register.mentioned_place(words or "") or register.mentioned_place(before)
    open_escalation(
        tx,
        speaker,
        conversation,
        kind=kind,
        key=f"question:{question.id}",
        place=place,
        words=words or before,
    )


def first_words(tx: Transaction, question: SafetyQuestion) -> str:
    """What the person had written when we asked."""
    inbound = tx.get_one(Inbound, question.inbound_id)
    return own_words(tx, inbound)


def _patience(speaker: Speaker, kind: str) -> timedelta:
    """How long silence may last before it is taken for danger."""
    return speaker.register.clocks(cast(Kind, kind), None).soft_question


def _key(inbound_id: int) -> str:
    return f"inbound:{inbound_id}:safety"
