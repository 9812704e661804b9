"""What is said to somebody through an interpreter: to whom it goes, and that it was said.

The person's own conversation has no number. While the relay goes on, all of it goes to the
interpreter; after that only what concerns danger, and only to a phone of the person's own.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from bot.delivery.channel import Channel
from bot.store.tables import Conversation, Inbound, Outbox, Relay, RelayTurn
from bot.store.transaction import Transaction

GOING_ON = ("asking_language", "asking_name", "asking_consent", "open")
"""The states of a relay in which the interpreter still writes for the person."""
PERSON, INTERPRETER, ASSISTANT = "person", "interpreter", "assistant"


@dataclass(frozen=True)
class RelayedBy:
    """Who writes, or wrote, for a person."""

    called: str | None
    """First name or interpreter number; null while they have not said it."""
    phone: str | None
    """The interpreter's own (E.164), while they still write for the person by SMS."""
    is_ended_by_person: bool
    """Alone, and the interpreter does not know: they are not to be used again."""
    is_on_a_page: bool
    """Whether they write for the person in the chat, where staff can write back."""


def relayed_by(tx: Transaction, conversation: Conversation) -> RelayedBy | None:
    """None for somebody who writes themselves."""
    relay = relay_behind(tx, conversation.id) if conversation.channel == Channel.RELAY else None
    if relay is None:
        return None
    helper = helper_behind(tx, conversation.id)
    is_phone = helper is not None and helper.channel == Channel.SMS
    return RelayedBy(
        called=tx.unseal(conversation.id, relay.called) if relay.called is not None else None,
        phone=tx.unseal(helper.id, helper.address) if helper is not None and is_phone else None,
        is_ended_by_person=relay.ended_by == PERSON,
        is_on_a_page=helper is not None and helper.channel == Channel.CHAT,
    )


def relay_behind(tx: Transaction, conversation_id: str) -> Relay | None:
    """The relay whose person this conversation is of."""
    return tx.scalar(select(Relay).where(Relay.conversation_id == conversation_id))


def helper_behind(tx: Transaction, conversation_id: str) -> Conversation | None:
    """The interpreter's conversation, while they still write for this person."""
    relay = relay_behind(tx, conversation_id)
    if relay is None or relay.state not in GOING_ON or relay.helper_conversation_id is None:
        return None
    return tx.get_one(Conversation, relay.helper_conversation_id)


def is_on_a_page(tx: Transaction, conversation_id: str) -> bool:
    """Whether the interpreter reads it in a browser, so that no carrier is needed."""
    helper = helper_behind(tx, conversation_id)
    return helper is not None and helper.channel == Channel.CHAT


def recipient(tx: Transaction, conversation_id: str, *, is_about_danger: bool) -> str | None:
    """The phone (E.164) a message to the person leaves for; None: nobody may get it."""
    helper = helper_behind(tx, conversation_id)
    if helper is not None:
        is_silent = helper.opted_out_at or helper.unsafe_at or helper.no_texts_at
        is_phone = helper.channel == Channel.SMS
        return tx.unseal(helper.id, helper.address) if is_phone and not is_silent else None
    person = tx.get_one(Conversation, conversation_id)
    if not is_about_danger or person.contact_phone is None:
        return None
    is_silent = person.unsafe_at or person.no_texts_at
    return None if is_silent else tx.unseal(person.id, person.contact_phone)


def with_its_number(tx: Transaction, conversation_id: str, body: str) -> str:
    """The words as the interpreter gets them: for whom they are, where there are several."""
    relay = relay_behind(tx, conversation_id)
    if relay is None or relay.state not in GOING_ON:
        return body
    several = (
        select(func.count(Relay.id))
        .where(Relay.helper_conversation_id == relay.helper_conversation_id)
        .where(Relay.state.in_(GOING_ON))
    )
    return f"{relay.number}: {body}" if (tx.scalar(several) or 0) > 1 else body


def keep_turn(
    tx: Transaction,
    relay: Relay,
    speaker: str,
    words: str,
    in_norwegian: str | None = None,
    *,
    inbound: Inbound | None = None,
    outbox: Outbox | None = None,
) -> None:
    """Note who said what, in the transaction of the message itself."""
    key = relay.conversation_id
    tx.add(
        RelayTurn(
            relay_id=relay.id,
            conversation_id=key,
            at=tx.now,
            speaker=speaker,
            inbound_id=inbound.id if inbound is not None else None,
            outbox_id=outbox.id if outbox is not None else None,
            words=tx.seal(key, words),
            in_norwegian=tx.seal(key, in_norwegian) if in_norwegian is not None else None,
        )
    )
