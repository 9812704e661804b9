"""What a person in danger sent besides words belongs to their case, and its holder hears of it."""

from collections.abc import Sequence
from datetime import timedelta

from bot.delivery import attachments
from bot.delivery.speaker import Speaker
from bot.escalation.briefing import tell_holder
from bot.escalation.events import What, note
from bot.escalation.opening import active_escalation
from bot.store.tables import Attachment, Conversation, Escalation, Inbound
from bot.store.transaction import Transaction

BEFORE = timedelta(hours=1)
"""A picture may come before the words that say what it shows."""


def attachments_of_case(tx: Transaction, escalation: Escalation) -> Sequence[Attachment]:
    """What came shortly before the case was opened, and until it was closed."""
    which = [Attachment.received_at >= escalation.opened_at - BEFORE]
    if escalation.closed_at is not None:
        which.append(Attachment.received_at <= escalation.closed_at)
    return attachments.of_conversation(tx, escalation.conversation_id, *which)


def note_attachments(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    inbound: Inbound,
    *,
    has_words: bool,
) -> None:
    """Note with an open case what came; words that came with it have told the holder already."""
    escalation = active_escalation(tx, conversation)
    if escalation is None:
        return
    note(tx, escalation, What.ATTACHED)
    if not has_words:
        tell_holder(tx, speaker, escalation, key=f"inbound:{inbound.id}:attached")
