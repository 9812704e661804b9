"""How fast one conversation is read by the brain: a joker or a loop must not take all its time.

Every message is stored and screened at once. Only the reading waits, in order, and none is lost.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.store.tables import Inbound
from bot.store.transaction import Transaction

MOST_AT_ONCE = 20
"""Messages in a minute that are read as they come: more than anybody writes by hand."""
WINDOW = timedelta(minutes=1)
PAUSE = WINDOW / MOST_AT_ONCE


def readable_at(tx: Transaction, inbound: Inbound, reader: str) -> datetime:
    """When ``reader`` may read this message of a conversation, now or a little later."""
    earlier = [
        Inbound.conversation_id == inbound.conversation_id,
        Inbound.id != inbound.id,
        Inbound.reader == reader,
    ]
    recent = select(func.count(Inbound.id)).where(*earlier, Inbound.received_at > tx.now - WINDOW)
    if (tx.scalar(recent) or 0) < MOST_AT_ONCE:
        return tx.now
    last_due = tx.scalar(select(func.max(Inbound.due_at)).where(*earlier))
    return max(last_due or tx.now, tx.now) + PAUSE
