"""Names we asked for as the brain sees them: a token for the message they stand in.

Rasa keeps ``⟨name 12⟩``; the name stays where it was written, in the sealed text of that message.
"""

import re

from sqlalchemy import select

from bot.store.tables import Inbound
from bot.store.transaction import Transaction

NAME = re.compile(r"⟨name (\d{1,18})⟩")


def name_token(inbound_id: int) -> str:
    """What stands for the name that is all of a message."""
    return f"⟨name {inbound_id}⟩"


def named(tx: Transaction, conversation_id: str, text: str) -> str:
    """The text with the names in it; one that was destroyed meanwhile is left out."""

    def written(match: re.Match[str]) -> str:
        sealed = tx.scalar(
            select(Inbound.text).where(
                Inbound.id == int(match[1]), Inbound.conversation_id == conversation_id
            )
        )
        return "" if sealed is None else tx.unseal(conversation_id, sealed).strip()

    return NAME.sub(written, text)
