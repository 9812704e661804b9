"""Relays: begun by an interpreter, one for each person, and ended by whoever has had enough.

What locks a relay shares its key, so that nobody is kept from writing turns that point to it.
"""

import secrets
from datetime import timedelta

from sqlalchemy import func, select

from bot.delivery.channel import Channel
from bot.delivery.relayed import GOING_ON, relay_behind
from bot.register import Register
from bot.store.conversations import conversation_of
from bot.store.due_work import take
from bot.store.reference import ALPHABET, LENGTH
from bot.store.tables import Conversation, Relay
from bot.store.transaction import Transaction

OPEN, REFUSED, ENDED = "open", "refused", "ended"
BY_INTERPRETER, BY_PERSON, BY_SILENCE = "interpreter", "person", "silence"
A_DAY = timedelta(days=1)
"""So long a number stays the same person's, and so long an end is still news to the interpreter."""


def relay_of(tx: Transaction, conversation: Conversation) -> Relay | None:
    """The relay whose person this is, going on or not; None for somebody who writes themselves."""
    return relay_behind(tx, conversation.id)


def open_relays(tx: Transaction, helper: Conversation) -> list[Relay]:
    """The people this interpreter writes for now, by number; locked."""
    query = (
        select(Relay)
        .where(Relay.helper_conversation_id == helper.id, Relay.state.in_(GOING_ON))
        .order_by(Relay.number)
        .with_for_update(key_share=True)
    )
    return list(tx.scalars(query))


def is_in_relay(tx: Transaction, conversation: Conversation) -> bool:
    """Whether the conversation is a person's of a relay, or an interpreter's who has one open."""
    if conversation.channel == Channel.RELAY:
        return True
    mine = Relay.helper_conversation_id == conversation.id, Relay.state.in_(GOING_ON)
    return tx.scalar(select(Relay.id).where(*mine).limit(1)) is not None


def relay_numbered(tx: Transaction, helper: Conversation, number: int) -> Relay | None:
    """Whom the interpreter means by a number, also when that one has ended today."""
    return tx.scalar(
        select(Relay)
        .where(Relay.helper_conversation_id == helper.id, Relay.number == number)
        .where(Relay.state.in_(GOING_ON) | (Relay.started_at > tx.now - A_DAY))
        .order_by(Relay.id.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )


def recent_relays(tx: Transaction, helper: Conversation) -> list[Relay]:
    """The newest of each number, going on or of today; to look at only."""
    query = (
        select(Relay)
        .where(Relay.helper_conversation_id == helper.id)
        .where(Relay.state.in_(GOING_ON) | (Relay.started_at > tx.now - A_DAY))
        .order_by(Relay.id)
    )
    newest = {relay.number: relay for relay in tx.scalars(query)}
    return [newest[number] for number in sorted(newest)]


def last_relay(tx: Transaction, helper: Conversation) -> Relay | None:
    """The newest of this interpreter, going on or not."""
    return tx.scalar(
        select(Relay)
        .where(Relay.helper_conversation_id == helper.id)
        .order_by(Relay.last_turn_at.desc(), Relay.id.desc())
        .limit(1)
    )


def start_relay(tx: Transaction, register: Register, helper: Conversation) -> Relay | None:
    """Begin one for another person; None when this interpreter has as many as may be.

    The person gets a conversation of their own, at an address nobody can guess.
    """
    recent = (
        select(func.count(Relay.id))
        .where(Relay.helper_conversation_id == helper.id)
        .where(Relay.started_at > tx.now - A_DAY)
    )
    going_on = open_relays(tx, helper)
    limits = register.relay
    if len(going_on) >= limits.most_open or (tx.scalar(recent) or 0) >= limits.most_a_day:
        return None
    person = conversation_of(tx, Channel.RELAY, secrets.token_urlsafe(24))
    person.greeted_at = tx.now  # the interpreter reads out that a machine speaks
    relay = Relay(
        helper_conversation_id=helper.id,
        number=_next_number(tx, helper),
        conversation_id=person.id,
        state="asking_language",
        consent="unasked",
        end_code=_new_code(tx),
        started_at=tx.now,
        last_turn_at=tx.now,
    )
    tx.add(relay)
    keep_open(tx, register, relay)
    tx.flush()
    return relay


def keep_open(tx: Transaction, register: Register, relay: Relay) -> None:
    """Something was said: the silence that ends it begins anew."""
    relay.last_turn_at = tx.now
    relay.due_at = tx.now + timedelta(hours=register.relay.silent_hours)


def end_relay(tx: Transaction, relay: Relay, by: str) -> None:
    """Nothing more goes to the interpreter; what was asked for in it goes on. Once."""
    if relay.state in GOING_ON:
        relay.state, relay.ended_by, relay.ended_at = ENDED, by, tx.now
    relay.due_at = None


def end_silent(tx: Transaction, relay_id: int) -> None:
    """End one in which nothing has been said for long."""
    relay = take(tx, Relay, relay_id, Relay.due_at <= tx.now)
    if relay is not None:
        end_relay(tx, relay, BY_SILENCE)


def relay_of_code(tx: Transaction, code: str) -> Relay | None:
    return tx.scalar(
        select(Relay)
        .where(Relay.end_code == code, Relay.state.in_(GOING_ON))
        .with_for_update(key_share=True)
    )


def relays_of_phone(tx: Transaction, phone: str) -> list[Relay]:
    """Those going on whose person has given this number (E.164) as their own; locked.

    A number given in a conversation has no hash, so each that is going on is opened and compared:
    they are few, and this is asked only when somebody writes the word for the end.
    """
    rows = tx.execute(
        select(Relay, Conversation)
        .join(Conversation, Relay.conversation_id == Conversation.id)
        .where(Relay.state.in_(GOING_ON), Conversation.contact_phone.is_not(None))
        .with_for_update(of=Relay, key_share=True)
    )
    return [
        relay
        for relay, person in rows
        if person.contact_phone and tx.unseal(person.id, person.contact_phone) == phone
    ]


def _next_number(tx: Transaction, helper: Conversation) -> int:
    highest = (
        select(func.max(Relay.number))
        .where(Relay.helper_conversation_id == helper.id)
        .where(Relay.state.in_(GOING_ON) | (Relay.started_at > tx.now - A_DAY))
    )
    return (tx.scalar(highest) or 0) + 1


def _new_code(tx: Transaction) -> str:
    """A code no other relay has."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if tx.scalar(select(Relay.id).where(Relay.end_code == code)) is None:
            return code
