"""What was said in a relay, by whom: for the office, and for what is taken elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.callbacks.relayed import Relayed, relayed_of
from bot.store.keys import Ciphertext
from bot.store.tables import RelayTurn
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Turn:
    at: datetime
    speaker: str
    """person, interpreter or assistant."""
    words: str
    in_norwegian: str | None
    """Of what we said in another language; nothing a human said is translated."""


@dataclass(frozen=True)
class Transcript:
    relayed: Relayed
    turns: tuple[Turn, ...]
    """In the order they were said."""


def read_transcript(tx: Transaction, conversation_id: str) -> Transcript | None:
    """All that was said for the person of this conversation; None if they write themselves."""
    relayed = relayed_of(tx, conversation_id)
    if relayed is None:
        return None
    turns = (
        select(RelayTurn).where(RelayTurn.conversation_id == conversation_id).order_by(RelayTurn.id)
    )
    return Transcript(
        relayed,
        tuple(
            Turn(
                turn.at,
                turn.speaker,
                tx.unseal(conversation_id, turn.words),
                _opened(tx, conversation_id, turn.in_norwegian),
            )
            for turn in tx.scalars(turns)
        ),
    )


def _opened(tx: Transaction, conversation_id: str, sealed: Ciphertext | None) -> str | None:
    return None if sealed is None else tx.unseal(conversation_id, sealed)
