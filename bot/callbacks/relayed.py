"""What staff must know of a person who reached us through an interpreter or a helper."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.relayed import GOING_ON, PERSON
from bot.delivery.speaker import NORWEGIAN
from bot.language.served import interpreter_language
from bot.store.keys import Ciphertext
from bot.store.tables import Conversation, Relay
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Relayed:
    called: str | None
    """First name or interpreter number, as the interpreter wrote it; None if never said."""
    language: str | None
    """CLDR code of the person's language."""
    interpreter: str
    """The language in which an interpreter must be booked, as staff read it; "" if unknown."""
    consent: str
    """Of the person, to what is kept: unasked (no answer yet), given or refused."""
    consent_at: datetime | None
    is_going_on: bool
    """The interpreter still writes for the person."""
    started_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    """interpreter, person or silence."""
    interpreter_phone: str | None
    """The interpreter's own (E.164), where they wrote by SMS; never the person's."""

    @property
    def is_ended_by_person(self) -> bool:
        """The person ended it alone: this interpreter is not to be used again."""
        return self.ended_by == PERSON

    def is_interpreters(self, phone: str | None) -> bool:
        """Whether a number given as the person's (E.164) is the interpreter's own."""
        return phone is not None and phone == self.interpreter_phone


def relayed_of(tx: Transaction, conversation_id: str) -> Relayed | None:
    """None for a person who writes themselves."""
    return relayed_among(tx, (conversation_id,)).get(conversation_id)


def relayed_among(tx: Transaction, ids: Collection[str]) -> Mapping[str, Relayed]:
    """By the id of the person's conversation: those of them who have an interpreter."""
    relays = tx.scalars(select(Relay).where(Relay.conversation_id.in_(set(ids))))
    return {relay.conversation_id: _relayed(tx, relay) for relay in relays}


def _relayed(tx: Transaction, relay: Relay) -> Relayed:
    language = tx.get_one(Conversation, relay.conversation_id).language
    return Relayed(
        called=_opened(tx, relay.conversation_id, relay.called),
        language=language,
        interpreter=interpreter_language(language, NORWEGIAN) if language else "",
        consent=relay.consent,
        consent_at=relay.consent_at,
        is_going_on=relay.state in GOING_ON,
        started_at=relay.started_at,
        ended_at=relay.ended_at,
        ended_by=relay.ended_by,
        interpreter_phone=_interpreter_phone(tx, relay),
    )


def _interpreter_phone(tx: Transaction, relay: Relay) -> str | None:
    """None by chat, and once the interpreter's own conversation has been destroyed."""
    if relay.helper_conversation_id is None:
        return None
    helper = tx.get_one(Conversation, relay.helper_conversation_id)
    return _opened(tx, helper.id, helper.address) if helper.channel == Channel.SMS else None


def _opened(tx: Transaction, conversation_id: str, sealed: Ciphertext | None) -> str | None:
    return None if sealed is None else tx.unseal(conversation_id, sealed)
