"""What the courier does with an escalation whose time has come."""

from bot.delivery.speaker import Speaker
from bot.escalation import contact, ladder
from bot.store.due_work import take
from bot.store.tables import Escalation
from bot.store.transaction import Transaction


def advance_one(tx: Transaction, speaker: Speaker, escalation_id: int) -> None:
    """Do the next act of an escalation if it is still due, and nobody else is at it."""
    escalation = take(tx, Escalation, escalation_id, Escalation.due_at <= tx.now)
    if escalation is None:
        return
    if escalation.state == "open":
        ladder.advance(tx, speaker, escalation)
    elif escalation.state == "acknowledged":
        contact.follow_up(tx, speaker, escalation)
    else:
        ladder.rest(escalation)
