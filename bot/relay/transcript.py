"""What was said in a relay, by whom, and what staff must know of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.relayed import relay_behind
from bot.delivery.speaker import NORWEGIAN
from bot.language.served import interpreter_language
from bot.relay.relays import BY_PERSON
from bot.store.keys import Ciphertext
from bot.store.tables import Conversation, Relay, RelayTurn
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Relayed:
    """How somebody reached us through an interpreter."""

    called: str | None
    """First name or interpreter number, as the interpreter wrote it."""
    language: str | None
    """CLDR code of the person's language."""
    interpreter: str
    """The language in which an interpreter must be booked, as staff read it; "" if unknown."""
    consent: str
    """unasked, given or refused."""
    consent_at: datetime | None
    state: str
    started_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    """interpreter, person or silence."""
    person_phone: str | None
    """E.164, as the person gave it."""
    phone_is_interpreters: bool
    """The number they gave is the one the interpreter writes from: a call may reach that one."""

    @property
    def interpreter_unwanted(self) -> bool:
        """The person ended it alone: this interpreter is not to be used again."""
        return self.ended_by == BY_PERSON


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


def relayed_of(tx: Transaction, conversation_id: str) -> Relayed | None:
    """None for a person who writes themselves."""
    relay = relay_behind(tx, conversation_id)
    return None if relay is None else _relayed(tx, relay)


def read_transcript(tx: Transaction, conversation_id: str) -> Transcript | None:
    """All that was said for the person of this conversation; None if they write themselves."""
    relay = relay_behind(tx, conversation_id)
    if relay is None:
        return None
    turns = select(RelayTurn).where(RelayTurn.relay_id == relay.id).order_by(RelayTurn.id)
    return Transcript(
        _relayed(tx, relay),
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


def _relayed(tx: Transaction, relay: Relay) -> Relayed:
    person = tx.get_one(Conversation, relay.conversation_id)
    language, phone = person.language, _opened(tx, person.id, person.contact_phone)
    return Relayed(
        called=_opened(tx, person.id, relay.called),
        language=language,
        interpreter=interpreter_language(language, NORWEGIAN) if language else "",
        consent=relay.consent,
        consent_at=relay.consent_at,
        state=relay.state,
        started_at=relay.started_at,
        ended_at=relay.ended_at,
        ended_by=relay.ended_by,
        person_phone=phone,
        phone_is_interpreters=phone is not None and phone == _helpers_phone(tx, relay),
    )


def _helpers_phone(tx: Transaction, relay: Relay) -> str | None:
    helper_id = relay.helper_conversation_id
    helper = tx.get_one(Conversation, helper_id) if helper_id is not None else None
    if helper is None or helper.channel != Channel.SMS:
        return None
    return tx.unseal(helper.id, helper.address)


def _opened(tx: Transaction, conversation_id: str, sealed: Ciphertext | None) -> str | None:
    return None if sealed is None else tx.unseal(conversation_id, sealed)
