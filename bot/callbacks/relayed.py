"""What staff must know of a person who reached us through an interpreter or a helper."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.relayed import GOING_ON, PERSON, relay_behind
from bot.delivery.speaker import NORWEGIAN
from bot.language.served import interpreter_language
from bot.store.keys import Ciphertext
from bot.store.tables import Conversation, Relay
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Relayed:
    """How somebody reached us through an interpreter."""

    called: str | None
    """First name or interpreter number, as the interpreter wrote it; None if never said."""
    language: str | None
    """CLDR code of the person's language."""
    interpreter: str
    """The language in which an interpreter must be booked, as staff read it; "" if unknown."""
    consent: str
    """Of the person, to what is kept: unasked (no answer yet), given or refused."""
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
    def is_going_on(self) -> bool:
        """The interpreter still writes for the person."""
        return self.state in GOING_ON

    @property
    def interpreter_unwanted(self) -> bool:
        """The person ended it alone: this interpreter is not to be used again."""
        return self.ended_by == PERSON


def relayed_of(tx: Transaction, conversation_id: str) -> Relayed | None:
    """None for a person who writes themselves."""
    return relayed_among(tx, (conversation_id,)).get(conversation_id)


def relayed_among(tx: Transaction, ids: Collection[str]) -> Mapping[str, Relayed]:
    """By the id of the person's conversation: those of them who have an interpreter."""
    relays = tx.scalars(select(Relay).where(Relay.conversation_id.in_(set(ids))))
    return {relay.conversation_id: _relayed(tx, relay) for relay in relays}


def is_interpreters(tx: Transaction, conversation_id: str, phone: str | None) -> bool:
    """Whether a number given for the person (E.164) is the one the interpreter writes from."""
    relay = relay_behind(tx, conversation_id)
    return relay is not None and phone is not None and phone == _interpreters_phone(tx, relay)


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
        phone_is_interpreters=phone is not None and phone == _interpreters_phone(tx, relay),
    )


def _interpreters_phone(tx: Transaction, relay: Relay) -> str | None:
    """None by chat, and once the interpreter's own conversation has been destroyed."""
    if relay.helper_conversation_id is None:
        return None
    helper = tx.get_one(Conversation, relay.helper_conversation_id)
    return _opened(tx, helper.id, helper.address) if helper.channel == Channel.SMS else None


def _opened(tx: Transaction, conversation_id: str, sealed: Ciphertext | None) -> str | None:
    return None if sealed is None else tx.unseal(conversation_id, sealed)
