"""References: short codes a person can read aloud over a bad line."""

import secrets

from sqlalchemy import select

from bot.store.tables import CallbackRequest, Escalation
from bot.store.transaction import Transaction

ALPHABET = "ACDEFHJKMNPRTUWXY34679"
"""No look-alikes (0 O Q, 1 I L, 2 Z, 5 S, 8 B, V U, G 6)."""
LENGTH = 6


def new_reference(tx: Transaction) -> str:
    """A reference no escalation and no callback request has."""
    while True:
        reference = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not any(
            tx.scalar(select(table.id).where(table.reference == reference))
            for table in (Escalation, CallbackRequest)
        ):
            return reference
