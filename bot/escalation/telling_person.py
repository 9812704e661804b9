"""What the person of a case is told of it: bilingual, before any ordinary reply."""

from typing import Any

from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.store.tables import Conversation, Escalation
from bot.store.transaction import Transaction


def tell_person(
    tx: Transaction, speaker: Speaker, escalation: Escalation, name: str, *, key: str, **values: Any
) -> None:
    """Say one text of the catalogue, once a key."""
    conversation = tx.get_one(Conversation, escalation.conversation_id)
    speaker.tell(tx, conversation, name, key=key, lane=Lane.EMERGENCY_REPLY, **values)
