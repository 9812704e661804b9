"""A confirmed draft becomes a callback request, with its first moment and a latest time.

Whether an informal message is an application is for NAV to decide; we keep the first wording and
the first moment, which count (Sivilombudet, "Krav til søknad om økonomisk sosialhjelp").
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import func, select

from bot.callbacks.answers import PHONE
from bot.callbacks.beginning import begin
from bot.callbacks.needs import has_tried_before, may_be_application, was_turned_away
from bot.callbacks.on_behalf import PERSON, OnBehalf, read_on_behalf, seal_on_behalf
from bot.delivery.channel import NUMBERLESS
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.language.served import interpreter_language
from bot.language.wording import Wording, moment
from bot.register import Office, Place, Register
from bot.store.keys import Ciphertext
from bot.store.phone_tokens import number_behind, restored
from bot.store.reference import new_reference
from bot.store.tables import CallbackRequest, Conversation, Inbound, UnmetContact
from bot.store.transaction import Transaction

APPLICATION = "utter_callback_application"
OWN_PHONE = "own"
NO_PHONE = "none"
TURNED_AWAY = "turned away"


@dataclass(frozen=True)
class Draft:
    """What the person has confirmed, in the words of the dialogue."""

    about: str
    place: str | None
    """Code of the kommune or bydel; None when they do not know."""
    phone: str
    """``own``, ``none``, or a token."""
    window: str
    """any, morning, afternoon, or words of their own."""
    phone_safe: str
    interpreter: str
    """no, yes (in the language they write), or words of their own."""
    children: str
    needs: tuple[str, ...] = ()
    """Of money, home, food, children."""
    contact_by: str = PHONE
    """phone, text or meeting."""
    may_text: bool = True
    may_leave_voicemail: bool = False
    others_may_answer: bool = False
    on_behalf: OnBehalf | None = None
    """None for somebody who asks for themselves."""


def submit(
    tx: Transaction, speaker: Speaker, conversation: Conversation, draft: Draft, key: str
) -> str:
    """The same as :func:`submit_draft`, confirmed in the language of the conversation."""
    words = submit_draft(tx, speaker, conversation, draft, key)
    return words(conversation.language or NORWEGIAN)


def submit_draft(
    tx: Transaction, speaker: Speaker, conversation: Conversation, draft: Draft, key: str
) -> Wording:
    """Store the request once a key and give the words that confirm it.

    A kommune that is not connected gets nothing from us: the person is told so with the number to
    phone, and the contact is counted as unmet.
    """
    place = speaker.register.place(draft.place) if draft.place else None
    office = speaker.register.office_for(place) if place else None
    if place is not None and not place.connected:
        tx.add(UnmetContact(at=tx.now, place=place.area, reason="not connected"))
        return partial(_not_connected, speaker, place, office)
    request = store_request(tx, speaker, conversation, draft, key, place, office)
    return partial(_confirmed, speaker, request, _confirmation(tx, request))


def _confirmed(speaker: Speaker, request: CallbackRequest, name: str, language: str) -> str:
    confirmed = speaker.catalogue.text(
        name,
        language,
        reference=request.reference,
        latest=partial(moment, request.latest_at),
    )
    if not request.possible_application:
        return confirmed
    first = partial(moment, request.first_contact_at)
    return f"{confirmed}\n{speaker.catalogue.text(APPLICATION, language, first=first)}"


def _confirmation(tx: Transaction, request: CallbackRequest) -> str:
    """Only who is to be phoned reads that somebody phones."""
    is_call = request.contact_by == PHONE
    of = read_on_behalf(tx, request)
    if of is not None and of.whom_to_phone == PERSON and request.phone and request.place:
        return "utter_behalf_confirmed"
    if is_call and request.phone is None:
        return "utter_callback_no_phone"
    if request.place is None:
        return "utter_callback_no_place"
    return "utter_callback_confirmed" if is_call else "utter_callback_confirmed_contact"


def _not_connected(speaker: Speaker, place: Place, office: Office | None, language: str) -> str:
    return speaker.catalogue.text(
        "utter_callback_unconnected",
        language,
        place=place.name,
        office_phone=speaker.register.phone_of(office),
    )


def known_place(register: Register, conversation: Conversation) -> Place | None:
    """Where they last said they are, if we may pass anything on there; staff find the others."""
    place = register.place(conversation.place) if conversation.place else None
    return place if place is not None and place.connected else None


def store_request(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    draft: Draft,
    key: str,
    place: Place | None,
    office: Office | None,
) -> CallbackRequest:
    """Store the request once a key; ``place`` is a connected one, or not known."""
    known = tx.scalar(select(CallbackRequest).where(CallbackRequest.key == key))
    if known is not None:
        return known
    first_contact = first_contact_at(tx, conversation)
    about = restored(tx, conversation.id, draft.about)
    if was_turned_away(about):
        tx.add(UnmetContact(at=tx.now, place=place.area if place else None, reason=TURNED_AWAY))
    phone = _phone(tx, conversation, draft.phone)
    window = restored(tx, conversation.id, draft.window)
    request = CallbackRequest(
        reference=new_reference(tx),
        key=key,
        conversation_id=conversation.id,
        state="open" if place else "unplaced",
        first_contact_at=first_contact,
        submitted_at=tx.now,
        latest_at=speaker.register.latest_callback(place, tx.now, draft.needs),
        own_words=tx.seal(conversation.id, about),
        phone=tx.seal(conversation.id, phone) if phone else None,
        place=place.area if place else None,
        office_id=office.id if office else None,
        language=conversation.language,
        interpreter=interpreter_of(tx, conversation, draft.interpreter),
        window=tx.seal(conversation.id, window),
        phone_safe=draft.phone_safe,
        children=draft.children,
        human_wanted=conversation.human_wanted_at is not None,
        needs=list(draft.needs),
        possible_application=may_be_application(draft.needs),
        tried_before=has_tried_before(about),
        contact_by=draft.contact_by,
        may_text=draft.may_text,
        may_leave_voicemail=draft.may_leave_voicemail,
        others_may_answer=draft.others_may_answer,
        on_behalf=seal_on_behalf(tx, conversation.id, draft.on_behalf),
    )
    conversation.human_wanted_at = None
    if place is not None:
        conversation.place = place.area
    begin(tx, speaker.register, request, place, window)
    return request


def _phone(tx: Transaction, conversation: Conversation, answer: str) -> str | None:
    """E.164; None where somebody in the chat gives no number.

    What is given in the chat is kept with the conversation, for there is no other number.
    """
    written = number_behind(tx, conversation.id, answer)
    if written and conversation.channel in NUMBERLESS:
        conversation.contact_phone = tx.seal(conversation.id, written)
    return written or (own_phone(tx, conversation) if answer != NO_PHONE else None)


def own_phone(tx: Transaction, conversation: Conversation) -> str | None:
    """The number somebody writes from; in the chat the last one they have given."""
    if conversation.channel not in NUMBERLESS:
        return tx.unseal(conversation.id, conversation.address)
    kept = conversation.contact_phone
    return tx.unseal(conversation.id, kept) if kept is not None else None


def interpreter_of(tx: Transaction, conversation: Conversation, answer: str) -> Ciphertext | None:
    """What an interpreter must know, as staff read it; ``answer`` as in :class:`Draft`."""
    if answer in ("no", "unknown"):
        return None
    if answer == "yes":
        answer = interpreter_language(conversation.language or NORWEGIAN, NORWEGIAN)
    return tx.seal(conversation.id, restored(tx, conversation.id, answer))


def first_contact_at(tx: Transaction, conversation: Conversation) -> datetime:
    """When this need was first voiced: the first message since their last request."""
    last = tx.scalar(
        select(func.max(CallbackRequest.submitted_at)).where(
            CallbackRequest.conversation_id == conversation.id
        )
    )
    query = select(func.min(Inbound.received_at)).where(Inbound.conversation_id == conversation.id)
    if last is not None:
        query = query.where(Inbound.received_at > last)
    return tx.scalar(query) or tx.now
