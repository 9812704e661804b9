"""A message on its way to its reader."""

from dataclasses import dataclass

from bot.delivery.speaker import Speaker
from bot.safety import Screening
from bot.store.phone_tokens import own_words
from bot.store.tables import Conversation, Inbound
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Reading:
    """A message on its way to its reader, with what was found out before the transaction."""

    tx: Transaction
    speaker: Speaker
    conversation: Conversation
    inbound: Inbound
    text: str
    """With tokens in place of phone numbers."""
    screening: Screening

    @property
    def key(self) -> str:
        """What the keys of all acts begin with that this message causes."""
        return f"inbound:{self.inbound.id}"

    @property
    def own_words(self) -> str:
        """As the person wrote it, for the human who reads it."""
        return own_words(self.tx, self.inbound)
