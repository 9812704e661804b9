"""An adviser opens an escalation or a callback request for somebody they have on the phone.

One structured form, so that a vague message can hide no urgent need; the same facts through the
staff API.
"""

import secrets
from typing import Annotated, Literal

import phonenumbers
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.callbacks.for_caller import CallerWish, request_for_caller
from bot.delivery.channel import Channel
from bot.delivery.speaker import Speaker
from bot.escalation.account import Account, Safe
from bot.escalation.opening import open_escalation
from bot.inbox.receiving import conversation_of
from bot.monitor.house import House
from bot.monitor.sessions import Visitor
from bot.register import Kind, Place, Register
from bot.store import Store
from bot.store.tables import Conversation, UnmetContact
from bot.store.transaction import Transaction

COUNTRY = "NO"
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Known = Literal["yes", "no", "unknown"]


class Caller(BaseModel):
    """What is known of a caller and their need."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: Words
    """The need, as they say it."""
    who: Line = ""
    """What they want to be called."""
    place: Line = ""
    """Kommune, bydel or postnummer, as text or code."""
    since: Line = ""
    children: Known = "unknown"
    language: str | None = Field(default=None, max_length=8)
    phone: Line = ""
    texts: bool = False
    """Whether they agreed that we send texts to this phone."""
    phone_safe: Safe = "unknown"
    contact: Line = ""
    """How else to reach them safely."""
    told: Line = ""
    """What they have been told already."""
    key: Annotated[str, StringConstraints(max_length=64)] = ""
    """Names this form, so that sending it twice opens one case."""


class CallerEmergency(Caller):
    kind: Kind


class CallerCallback(Caller):
    window: Line = "any"
    interpreter: bool = False


class CallerRefused(ValueError):
    """The form cannot be taken as it is. ``field`` names what to mend, ``reason`` says how."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


def open_emergency(house: House, visitor: Visitor, caller: CallerEmergency) -> str:
    """Open an escalation with the adviser named in it; gives its reference.

    Raises CallerRefused for a place or a number that cannot be read. A place that is not known is
    no obstacle: the fallback line is paged.
    """
    speaker = house.speaker
    place = _place(speaker.register, caller.place) if caller.place else None
    phone = _phone(caller.phone) if caller.phone else None
    account = _account(house, caller)
    with house.store.write() as tx:
        conversation = _conversation(tx, caller, phone)
        return open_escalation(
            tx,
            speaker,
            conversation,
            kind=caller.kind,
            key=f"caller:{caller.key or secrets.token_hex(12)}",
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
    phone = _phone(caller.phone)
    place = _connected(house.store, speaker, caller.place)
    account = _account(house, caller)
    with house.store.write() as tx:
        wish = CallerWish(
            place=place,
            phone=phone,
            window=house.kept_words(caller.window),
            children=caller.children,
            interpreter=caller.interpreter,
            account=account,
        )
        conversation = _conversation(tx, caller, phone)
        key = f"caller:{caller.key or secrets.token_hex(12)}"
        return request_for_caller(
            tx, speaker, conversation, wish, staff_id=visitor.staff_id, key=key
        ).reference


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


def _conversation(tx: Transaction, caller: Caller, phone: str | None) -> Conversation:
    """The caller's conversation: at their number, or one that nothing can be written to.

    Nothing is texted to a phone whose owner has not agreed, or that takes no texts.
    """
    if phone is None:
        conversation = conversation_of(tx, Channel.CALL, secrets.token_urlsafe(32))
    else:
        conversation = conversation_of(tx, Channel.SMS, phone)
        may_text = caller.texts and caller.phone_safe != "no" and _takes_texts(phone)
        conversation.no_texts_at = None if may_text else tx.now
    conversation.language = caller.language or conversation.language
    return conversation


def _connected(store: Store, speaker: Speaker, text: str) -> Place:
    if not text:
        raise CallerRefused("place", "missing")
    place = _place(speaker.register, text)
    if not place.connected:
        with store.write() as tx:
            tx.add(UnmetContact(at=tx.now, place=place.area, reason="not connected"))
        raise CallerRefused("place", "not connected")
    return place


def _place(register: Register, text: str) -> Place:
    coded = register.place(text) if text.isdecimal() else None
    places = [coded] if coded else register.find_places(text)
    if len(places) != 1:
        raise CallerRefused("place", "several" if places else "unknown")
    return places[0]


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        raise CallerRefused("phone", "unreadable") from None
    if not phonenumbers.is_possible_number(number):
        raise CallerRefused("phone", "unreadable")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _takes_texts(phone: str) -> bool:
    kind = phonenumbers.number_type(phonenumbers.parse(phone))
    return kind != phonenumbers.PhoneNumberType.FIXED_LINE
