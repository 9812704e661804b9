"""A message has found its reader: what is left to do with its row."""

from bot.inbox.pace import readable_at
from bot.inbox.receiving import InboundState
from bot.store.due_work import release
from bot.store.tables import Inbound
from bot.store.transaction import Transaction

BRAIN = "brain"
"""The name of the one reader that reads later, and in order."""


def settle(tx: Transaction, inbound: Inbound, reader: str) -> None:
    """Note who has read it; what is the brain's waits for it."""
    inbound.reader = reader
    inbound.attempts = 0
    release(inbound)
    if reader == BRAIN:
        inbound.state = InboundState.SCREENED
        inbound.due_at = readable_at(tx, inbound, reader)
    else:
        inbound.state = InboundState.READ
        inbound.due_at = None
        inbound.holding_at = None
