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
) -> None:
    """Keep what a message says of it; of what was known already nothing is said again.

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
        speaker.tell(
            tx,
            conversation,
            "utter_emergency_may_write",
            key=f"inbound:{inbound.id}:may_write",
            lane=Lane.EMERGENCY_REPLY,
        )
    if is_new and escalation is not None:
        tell_holder(tx, speaker, escalation, key=f"inbound:{inbound.id}:needs")
