"""The end of a relay: by the interpreter, or by the person alone, who is never given away."""

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.outbox import Lane
from bot.delivery.relayed import GOING_ON
from bot.delivery.speaker import Speaker
from bot.escalation.briefing import tell_holder
from bot.escalation.events import What, note
from bot.escalation.opening import active_escalation
from bot.relay.relays import (
    BY_INTERPRETER,
    BY_PERSON,
    end_relay,
    relay_of_code,
    relays_of_phone,
)
from bot.relay.words import read_private_end
from bot.store.tables import CallbackRequest, Conversation, Relay
from bot.store.transaction import Transaction

CLOSED = "utter_relay_closed"


def say_closed(
    tx: Transaction, speaker: Speaker, helper: Conversation, relay: Relay, *, key: str
) -> None:
    """Tell the interpreter that it is over, and not who ended it."""
    speaker.tell(tx, helper, CLOSED, key=f"{key}:relay", which=relay.number)


def end_alone(
    tx: Transaction, speaker: Speaker, writer: Conversation, text: str, *, key: str
) -> bool:
    """End the relay of a person who writes the word for the end themselves; False: it is none.

    From a phone or chat of their own, with their code or the reference of their request; from the
    number they have given as theirs the word alone is enough.
    """
    code = read_private_end(text)
    if code is None:
        return False
    relays = _of_code(tx, code) if code else _of_writer(tx, writer)
    for relay in relays:
        is_interpreter = relay.helper_conversation_id == writer.id
        end_relay(tx, relay, BY_INTERPRETER if is_interpreter else BY_PERSON)
        if is_interpreter:
            say_closed(tx, speaker, writer, relay, key=key)
            continue
        if writer.language is None:
            writer.language = relay.language
        speaker.tell(tx, writer, "utter_relay_ended_alone", key=f"{key}:relay", lane=Lane.REPLY)
        _warn_holder(tx, speaker, relay, key=key)
    return bool(relays)


def _of_code(tx: Transaction, code: str) -> list[Relay]:
    relay = relay_of_code(tx, code)
    if relay is not None:
        return [relay]
    of_request = (
        select(Relay)
        .join(CallbackRequest, CallbackRequest.conversation_id == Relay.conversation_id)
        .where(CallbackRequest.reference == code, Relay.state.in_(GOING_ON))
        .with_for_update(of=Relay, key_share=True)
    )
    return list(tx.scalars(of_request))


def _of_writer(tx: Transaction, writer: Conversation) -> list[Relay]:
    if writer.channel != Channel.SMS:
        return []
    return relays_of_phone(tx, tx.unseal(writer.id, writer.address))


def _warn_holder(tx: Transaction, speaker: Speaker, relay: Relay, *, key: str) -> None:
    """Whoever has a case of this person must not go through the interpreter any more."""
    person = tx.get_one(Conversation, relay.conversation_id)
    escalation = active_escalation(tx, person)
    if escalation is not None:
        note(tx, escalation, What.ENDED_ALONE)
        tell_holder(tx, speaker, escalation, key=f"{key}:holder")
