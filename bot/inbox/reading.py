"""A message on its way to its reader."""

from dataclasses import dataclass

from bot.delivery.speaker import Speaker
from bot.safety import Screening
from bot.store.phone_tokens import own_words
from bot.store.tables import Conversation, Inbound
from bot.store.transaction import Transaction

IN_TURN = {"key_share": True}
"""One message of a conversation at a time, without keeping others from writing rows that point to
it: staff and ladders do so while they hold the lock of a case that this one waits for."""


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
    def own_words(self) -> str:
        """As the person wrote it, for the human who reads it."""
        return own_words(self.tx, self.inbound)
