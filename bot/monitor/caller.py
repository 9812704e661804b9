"""An adviser opens an escalation or a callback request for somebody they have on the phone.

One structured form, so that a vague message can hide no urgent need; the same facts through the
staff API.
"""

import secrets
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic.json_schema import WithJsonSchema
from sqlalchemy import select

from bot.callbacks.for_caller import CallerWish, request_for_caller
from bot.delivery.channel import Channel
from bot.escalation.account import Account, Safe
from bot.escalation.opening import open_escalation
from bot.language.served import LANGUAGES
from bot.monitor.caller_facts import (
    CallerRefused,
    check_bydel,
    check_own,
    read_phone,
    read_place,
    takes_texts,
)
from bot.monitor.house import House
from bot.monitor.sessions import Visitor
from bot.register import Kind, Place
from bot.store.conversations import conversation_of
from bot.store.tables import Conversation, Escalation, UnmetContact
from bot.store.transaction import Transaction


def _known_language(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(f"one of {', '.join(LANGUAGES)}")
    return code


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"\S", max_length=4000)]
Known = Literal["yes", "no", "unknown"]
Language = Annotated[
    str,
    AfterValidator(_known_language),
    WithJsonSchema({"type": "string", "enum": list(LANGUAGES)}),
]
KEY = "^[!-~]{0,64}$"
"""Printable ASCII: what fits a header and every database."""


class Caller(BaseModel):
    """What is known of a caller and their need."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: Words
    """The need, as they say it."""
    who: Line = ""
    """What they want to be called."""
    place: Line = ""
    """Kommune, bydel or postnummer, as they say it."""
    place_code: Line = ""
    """The code of the kommune or bydel, in place of ``place``."""
    since: Line = ""
    children: Known = "unknown"
    language: Language | None = None
    phone: Line = ""
    texts: bool = False
    """Whether they agreed that we send texts to this phone."""
    phone_safe: Safe = "unknown"
    contact: Line = ""
    """How else to reach them safely."""
    told: Line = ""
    """What they have been told already."""
    key: Annotated[str, StringConstraints(pattern=KEY)] = ""
    """Names this form, so that sending it twice opens one case."""


class CallerEmergency(Caller):
    """Somebody who needs help now, or today."""

    kind: Kind


class CallerCallback(Caller):
    """Somebody whom their office shall phone."""

    window: Line = "any"
    """any, morning, afternoon, or words."""
    interpreter: bool = False


def open_emergency(house: House, visitor: Visitor, caller: CallerEmergency) -> str:
    """Open an escalation with the adviser named in it; gives its reference.

    Raises CallerRefused for a place or a number that cannot be read. A place that is not known is
    no obstacle to an adviser: the fallback line is paged.
    """
    speaker = house.speaker
    place = read_place(speaker.register, caller.place, caller.place_code)
    check_own(speaker.register, visitor, place)
    phone = read_phone(caller.phone) if caller.phone else None
    account = _account(house, caller)
    key = _key(visitor, caller)
    with house.store.write() as tx:
        conversation = _conversation(tx, caller, phone, key)
        known = tx.scalar(select(Escalation.reference).where(Escalation.key == key))
        if known is not None:
            return known
        return open_escalation(
            tx,
            speaker,
            conversation,
            kind=caller.kind,
            key=key,
            place=place,
            words=account.words,
            children=caller.children if caller.children != "unknown" else None,
            account=account,
            staff_id=visitor.staff_id,
        ).reference


def open_callback(house: House, visitor: Visitor, caller: CallerCallback) -> str:
    """Open a callback request with the adviser named in it; gives its reference.

    Raises CallerRefused, also for a kommune that is not connected: nothing is silently accepted.
    """
    speaker = house.speaker
    if not caller.phone:
        raise CallerRefused("phone", "missing")
    phone = read_phone(caller.phone)
    place = read_place(speaker.register, caller.place, caller.place_code)
    place = _connected(house, visitor, place)
    account = _account(house, caller)
    key = _key(visitor, caller)
    with house.store.write() as tx:
        wish = CallerWish(
            place=place,
            phone=phone,
            window=house.kept_words(caller.window) or "any",
            children=caller.children,
            interpreter=caller.interpreter,
            account=account,
        )
        conversation = _conversation(tx, caller, phone, key)
        return request_for_caller(
            tx, speaker, conversation, wish, staff_id=visitor.staff_id, key=key
        ).reference


def _key(visitor: Visitor, caller: Caller) -> str:
    """Of this person's form alone: nobody gets another's case by choosing the same key."""
    return f"caller:{visitor.staff_id}:{caller.key or secrets.token_hex(12)}"


def _account(house: House, caller: Caller) -> Account:
    kept = house.kept_words
    return Account(
        words=kept(caller.words),
        who=kept(caller.who),
        since=kept(caller.since),
        contact=kept(caller.contact),
        phone_safe=caller.phone_safe,
        told=kept(caller.told),
    )


def _conversation(tx: Transaction, caller: Caller, phone: str | None, key: str) -> Conversation:
    """The caller's conversation: at their number, or one that nothing can be written to.

    Locked, so that the same form sent twice at once is seen as the same. Nothing is texted to a
    phone whose owner has not agreed, or that takes no texts.
    """
    if phone is None:
        conversation = conversation_of(tx, Channel.CALL, key)
    else:
        conversation = conversation_of(tx, Channel.SMS, phone)
    tx.refresh(conversation, with_for_update=True)
    if phone is not None:
        may_text = caller.texts and caller.phone_safe != "no" and takes_texts(phone)
        conversation.no_texts_at = None if may_text else tx.now
        if caller.phone_safe == "no":  # not undone by whoever writes from there next
            conversation.unsafe_at = conversation.unsafe_at or tx.now
    conversation.language = caller.language or conversation.language
    return conversation


def _connected(house: House, visitor: Visitor, place: Place | None) -> Place:
    register = house.speaker.register
    if place is None:
        raise CallerRefused("place", "missing")
    check_bydel(register, place)
    check_own(register, visitor, place)
    if not place.connected:
        with house.store.write() as tx:
            tx.add(UnmetContact(at=tx.now, place=place.area, reason="not connected"))
        raise CallerRefused("place", "not connected", (place,))
    return place
