"""Who was asked whether they are safe, and is, waits for an answer to what they had written."""

from bot.escalation.opening import active_escalation
from bot.inbox.receiving import HOLDING_AFTER, InboundState
from bot.inbox.settling import BRAIN, settle
from bot.store.tables import Conversation, Inbound, SafetyQuestion
from bot.store.transaction import Transaction

BY_THE_NET = "safety_net"
"""The name of a reader."""


def read_after_all(tx: Transaction, conversation: Conversation, question: SafetyQuestion) -> None:
    """Leave the message to the brain, once: only the safety net has read it until now.

    While a case is open, what they write is for whoever has it.
    """
    inbound = tx.get_one(Inbound, question.inbound_id, with_for_update=True)
    if inbound.reader != BY_THE_NET or inbound.state != InboundState.READ:
        return
    if active_escalation(tx, conversation) is not None:
        return
    settle(tx, inbound, BRAIN)
    inbound.holding_at = tx.now + HOLDING_AFTER
