"""A callback request of somebody who has phoned, and perhaps can neither read nor write.

They have said nothing in words, so what stands in their place is what they pressed, in Norwegian.
Calls never open a second request while one is open: they are noted on it.
"""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from bot.callbacks.history import What, add_event, last_at
from bot.callbacks.status import newest_open_request
from bot.callbacks.submitting import (
    OWN_PHONE,
    Draft,
    interpreter_of,
    known_place,
    store_request,
)
from bot.callbacks.waits import lock, reckon_due, wait_again
from bot.delivery.speaker import Speaker
from bot.language.wording import moment
from bot.register import Register
from bot.store.tables import CallbackNote, CallbackRequest, Conversation
from bot.store.transaction import Transaction

WITHOUT_INTERPRETER = ("nb", "nn", "en")
"""Whoever phones back speaks these."""
NOTED_EVERY = timedelta(hours=1)
"""Many calls in a row are one line in the history."""


def request_by_voice(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    *,
    phone: str,
    words: str,
    asked: bool,
    key: str,
) -> CallbackRequest:
    """The request of whoever has called from, or left, ``phone`` (E.164); one while one is open.

    ``asked``: they pressed the key for it; otherwise the call was missed. The caller holds the
    conversation's row lock.
    """
    known = tx.scalar(select(CallbackRequest).where(CallbackRequest.key == key))
    if known is not None:
        return known
    waiting = newest_open_request(tx, conversation)
    if waiting is not None:
        _called_again(tx, speaker.register, conversation, waiting, phone, words, asked, key)
        return waiting
    place = known_place(speaker.register, conversation)
    office = speaker.register.office_for(place) if place else None
    if asked:
        conversation.human_wanted_at = tx.now
    draft = Draft(
        about=words,
        place=place.area if place else None,
        phone=OWN_PHONE,
        window="any",
        phone_safe="unknown",
        interpreter=_interpreter(conversation),
        children="unsaid",
        may_text=False,
    )
    return store_request(tx, speaker, conversation, draft, key, place, office)


def allow_texts(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    request: CallbackRequest,
    *,
    key: str,
) -> None:
    """The caller says that nobody else reads this phone: confirm in writing, once a key."""
    lock(tx, request)
    request.may_text = True
    if request.phone_safe == "unknown":
        request.phone_safe = "yes"
    speaker.tell(
        tx,
        conversation,
        "utter_callback_confirmed",
        key=f"{key}:confirmed",
        reference=request.reference,
        latest=partial(moment, request.latest_at),
    )


def working_days(register: Register, conversation: Conversation | None) -> str:
    """Within how many working days a caller is phoned back, as it is said to them."""
    place = known_place(register, conversation) if conversation is not None else None
    days = register.callback_days(register.office_for(place) if place else None)
    return str(days.within(()))


def _called_again(
    tx: Transaction,
    register: Register,
    conversation: Conversation,
    request: CallbackRequest,
    phone: str,
    words: str,
    asked: bool,
    key: str,
) -> None:
    lock(tx, request)
    request.human_wanted = request.human_wanted or asked
    request.phone = request.phone or tx.seal(conversation.id, phone)
    if asked and conversation.language != request.language:
        request.language = conversation.language
        request.interpreter = interpreter_of(tx, conversation, _interpreter(conversation))
    if request.reached_at is not None:
        wait_again(tx, register, request)  # there is more to say than was said
    last = last_at(tx, request, What.CALLED)
    if (asked or last is None or last <= tx.now - NOTED_EVERY) and add_event(
        tx, request, What.CALLED, key=key
    ):
        sealed = tx.seal(conversation.id, words)
        tx.add(CallbackNote(key=key, request_id=request.id, at=tx.now, words=sealed))
    reckon_due(tx, register, request)


def _interpreter(conversation: Conversation) -> str:
    """Whether one is needed, as a person would answer: nobody can be asked."""
    return "no" if conversation.language in (None, *WITHOUT_INTERPRETER) else "yes"
