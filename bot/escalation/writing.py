"""A human writes to a person in the chat, and the person's answers are left to that human."""

from datetime import timedelta

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.outbox import Lane
from bot.delivery.relayed import helper_behind
from bot.delivery.speaker import Speaker
from bot.escalation.events import What, note
from bot.store.tables import Conversation, Escalation, EscalationEvent
from bot.store.transaction import Transaction

STAFF_MESSAGE = "staff_message"
"""The name of a message that a human has written: the chat shows it as a human's."""
IN_TALK = timedelta(minutes=30)
"""So long after the holder's last message, what the person writes is for the holder."""


def can_be_written_to(tx: Transaction, conversation: Conversation) -> bool:
    """Whether a human's words reach the person: in the chat, or while an interpreter reads them."""
    if conversation.channel == Channel.RELAY:
        return helper_behind(tx, conversation.id) is not None
    return conversation.channel == Channel.CHAT


def write_to_person(
    tx: Transaction,
    speaker: Speaker,
    escalation: Escalation,
    words: str,
    *,
    staff_id: int,
    key: str,
) -> bool:
    """Put a human's words before the person, once a key; False where they would reach nobody."""
    conversation = tx.get_one(Conversation, escalation.conversation_id)
    if not can_be_written_to(tx, conversation):
        return False
    queued = speaker.say(
        tx,
        conversation,
        words,
        name=STAFF_MESSAGE,
        key=f"escalation:{escalation.id}:written:{key}",
        lane=Lane.EMERGENCY_REPLY,
    )
    if queued is not None:
        note(tx, escalation, What.WROTE, staff_id=staff_id, words=words)
    return True


def talk_since(tx: Transaction, escalation: Escalation) -> int | None:
    """The event of the holder's last message, while the two are in talk; else None."""
    if escalation.state != "acknowledged":
        return None
    return tx.scalar(
        select(EscalationEvent.id)
        .where(
            EscalationEvent.escalation_id == escalation.id,
            EscalationEvent.what == What.WROTE,
            EscalationEvent.at > tx.now - IN_TALK,
        )
        .order_by(EscalationEvent.id.desc())
        .limit(1)
    )
