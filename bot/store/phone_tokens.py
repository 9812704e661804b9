"""Phone numbers as the brain sees them: opaque tokens, and what they stand for.

A message's own tokens count from one (``⟨phone 1⟩``). Rasa's memory spans many messages, so its
copy carries tokens that are unique in the house: the message's id and the token's number in one.
"""

import json
import re
from typing import TypedDict

from sqlalchemy import select

from bot.store.tables import Inbound
from bot.store.transaction import Transaction

TOKEN = re.compile(r"⟨phone (\d{1,18})⟩")
MOST_IN_ONE_MESSAGE = 10_000


class Phone(TypedDict):
    """One number of a message: as the person wrote it, and in E.164."""

    written: str
    e164: str


def for_the_brain(text: str, inbound_id: int) -> str:
    """The text with tokens that stay unambiguous in later messages."""
    return TOKEN.sub(
        lambda match: f"⟨phone {inbound_id * MOST_IN_ONE_MESSAGE + int(match[1])}⟩", text
    )


def restored(tx: Transaction, conversation_id: str, text: str) -> str:
    """The person's own words: every token of the brain's copy as they wrote the number."""

    def written(match: re.Match[str]) -> str:
        phone = _phone(tx, conversation_id, int(match[1]))
        return phone["written"] if phone else match[0]

    return TOKEN.sub(written, text)


def own_words(tx: Transaction, inbound: Inbound) -> str:
    """A message as the person wrote it, for the human who reads it."""
    text = tx.unseal(inbound.conversation_id, inbound.text)
    return restored(tx, inbound.conversation_id, for_the_brain(text, inbound.id))


def number_behind(tx: Transaction, conversation_id: str, token: str) -> str | None:
    """The E.164 number a token stands for; None when it is no token of this conversation."""
    match = TOKEN.fullmatch(token.strip())
    phone = _phone(tx, conversation_id, int(match[1])) if match else None
    return phone["e164"] if phone else None


def first_phone(tx: Transaction, inbound: Inbound) -> str | None:
    """The first number in a message (E.164)."""
    if inbound.phones is None:
        return None
    phones: dict[str, Phone] = json.loads(tx.unseal(inbound.conversation_id, inbound.phones))
    return next((phone["e164"] for phone in phones.values()), None)


def _phone(tx: Transaction, conversation_id: str, number: int) -> Phone | None:
    inbound_id, position = divmod(number, MOST_IN_ONE_MESSAGE)
    sealed = tx.scalar(
        select(Inbound.phones).where(
            Inbound.id == inbound_id, Inbound.conversation_id == conversation_id
        )
    )
    if sealed is None:
        return None
    phones: dict[str, Phone] = json.loads(tx.unseal(conversation_id, sealed))
    return phones.get(f"⟨phone {position}⟩")
