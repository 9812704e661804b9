"""A person says how they can be reached: kept at once, and known to whoever takes their case."""

from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.escalation.briefing import tell_holder
from bot.escalation.events import What, note
from bot.safety import Needs
from bot.store.tables import Conversation, Escalation, Inbound
from bot.store.transaction import Transaction


def note_needs(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    escalation: Escalation | None,
    inbound: Inbound,
    needs: Needs,
) -> bool:
    """Keep what a message says of it; whether it is news that the person cannot speak.

    Nothing is sent to an unsafe phone until the person writes START; the chat goes on.
    """
    is_new = False
    if needs.unsafe_phone and conversation.unsafe_at is None:
        conversation.unsafe_at = tx.now
        is_new = True
        if escalation is not None:
            note(tx, escalation, What.UNSAFE_PHONE)
    if needs.cannot_speak and conversation.no_calls_at is None:
        conversation.no_calls_at = tx.now
        is_new = True
        if escalation is not None:
            note(tx, escalation, What.CANNOT_SPEAK)
    if is_new and escalation is not None:
        tell_holder(tx, speaker, escalation, key=f"inbound:{inbound.id}:needs")
    return conversation.no_calls_at == tx.now


def say_may_write(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound
) -> None:
    """They need not speak: whoever takes the case knows."""
    name, key = "utter_emergency_may_write", f"inbound:{inbound.id}:may_write"
    speaker.tell(tx, conversation, name, key=key, lane=Lane.EMERGENCY_REPLY)
