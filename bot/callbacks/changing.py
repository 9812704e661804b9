"""A person adds to a request they have sent, or changes it: kept in their own words."""

import json
from functools import partial

from sqlalchemy import select

from bot.callbacks.answers import TEXT, is_place_correction, speaks_of_cancelling
from bot.callbacks.history import What, add_event
from bot.callbacks.moving import give_to
from bot.callbacks.status import newest_open_request, status
from bot.callbacks.telling import ASK_CANCEL, MOVED, now_asking
from bot.callbacks.waits import lock, promised, reckon_due, wait_again
from bot.delivery.channel import NUMBERLESS
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.language.wording import Wording, moment
from bot.register import Place, Register
from bot.safety import read_needs
from bot.store.phone_tokens import TOKEN, Phone, restored
from bot.store.tables import CallbackNote, CallbackRequest, Conversation, Inbound, Outbox
from bot.store.transaction import Transaction

NUMBER_AND_WORDS = 6
"""A message with no more words than these beside its number is about the number."""
WORDS_OF_A_MOVE = 5
"""In more words a place may be named for another reason, and a human is to read them."""
ASKING = "utter_ask_callback"
"""In the name of a reply: the dialogue waits for an answer of its own."""


def note_change(
    tx: Transaction, speaker: Speaker, conversation: Conversation, words: str, key: str
) -> tuple[str, str]:
    """The same as :func:`take_change`, in the language of the conversation."""
    name, wording = take_change(tx, speaker, conversation, words, key)
    return name, wording(conversation.language or NORWEGIAN)


def take_change(
    tx: Transaction, speaker: Speaker, conversation: Conversation, words: str, key: str
) -> tuple[str, Wording]:
    """Name and wording of the answer; without an open request, the offer of one.

    The words are kept whichever way they are read. Who wants no call after all is asked first.
    """
    request = newest_open_request(tx, conversation)
    if request is None:
        return status(tx, speaker, conversation)
    lock(tx, request)
    is_end = speaks_of_cancelling(words) and not read_needs(words).cannot_speak
    what = What.CANCEL_WISHED if is_end else What.NOTED
    _keep(tx, request, what, restored(tx, conversation.id, words), key)
    place = _new_place(speaker.register, request, words)
    name = "utter_callback_change_noted"
    if is_end:
        name = ASK_CANCEL
    elif place is not None:
        name = MOVED
        give_to(speaker.register, request, place)
        add_event(tx, request, What.RELOCATED, key=f"{key}:relocated")
    if request.reached_at is not None and not is_end:
        wait_again(tx, speaker.register, request)  # there is more to say than was said
    now_asking(tx, request, "cancel" if is_end else None)
    reckon_due(tx, speaker.register, request)
    latest = partial(moment, promised(request))
    return name, partial(speaker.catalogue.text, name, latest=latest)


def _keep(tx: Transaction, request: CallbackRequest, what: What, words: str, key: str) -> None:
    if add_event(tx, request, what, key=key) is not None:
        sealed = tx.seal(request.conversation_id, words)
        tx.add(CallbackNote(key=key, request_id=request.id, at=tx.now, words=sealed))


def _new_place(register: Register, request: CallbackRequest, words: str) -> Place | None:
    """Where the person says they live now, when that is one connected place and another."""
    if not is_place_correction(words) or len(words.split()) > WORDS_OF_A_MOVE:
        return None
    said = register.find_places(words)
    if len(said) != 1 or not said[0].connected or said[0].area == request.place:
        return None
    return said[0]


def hear_contact(
    tx: Transaction, register: Register, conversation: Conversation, text: str, *, key: str
) -> None:
    """What a message says of the phone, in passing, holds for what is open: nothing is asked."""
    needs = read_needs(text)
    if not (needs.unsafe_phone or needs.cannot_speak):
        return
    open_requests = select(CallbackRequest).where(
        CallbackRequest.conversation_id == conversation.id, CallbackRequest.state != "closed"
    )
    for request in tx.scalars(open_requests.with_for_update()):
        if add_event(tx, request, What.CONTACT_TOLD, key=f"{key}:contact", words=text) is None:
            continue
        if needs.unsafe_phone:
            request.phone_safe = "no"
            request.may_text = request.may_leave_voicemail = request.others_may_answer = False
        if needs.cannot_speak:
            request.contact_by = TEXT
        reckon_due(tx, register, request)


def become_urgent(
    tx: Transaction, register: Register, conversation: Conversation, *, key: str
) -> None:
    """What the person writes has alarmed the safety net: their open requests go to the front."""
    open_requests = select(CallbackRequest).where(
        CallbackRequest.conversation_id == conversation.id, CallbackRequest.state != "closed"
    )
    for request in tx.scalars(open_requests.with_for_update()):
        if add_event(tx, request, What.URGENT, key=key) is None:
            continue
        request.urgent_at = request.urgent_at or tx.now
        if request.reached_at is not None:
            wait_again(tx, register, request)
        reckon_due(tx, register, request)


def take_phone(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound, text: str
) -> bool:
    """Note a number that somebody writes on the open request that lacks one.

    False when this is no such message; then somebody else is to read it.
    """
    if inbound.phones is None:
        return False
    request = newest_open_request(tx, conversation)
    if request is None or request.phone is not None or _is_asking(tx, conversation):
        return False
    if len(TOKEN.sub(" ", text).split()) > NUMBER_AND_WORDS:
        return False
    phones: dict[str, Phone] = json.loads(tx.unseal(conversation.id, inbound.phones))
    number = next(iter(phones.values()))["e164"]
    lock(tx, request)
    add_event(tx, request, What.PHONE_GIVEN, key=f"inbound:{inbound.id}")
    request.phone = tx.seal(conversation.id, number)
    if conversation.channel in NUMBERLESS:
        conversation.contact_phone = request.phone
    speaker.tell(
        tx,
        conversation,
        "utter_callback_phone_noted",
        key=f"inbound:{inbound.id}:phone",
        latest=partial(moment, promised(request)),
    )
    now_asking(tx, request, None)
    reckon_due(tx, speaker.register, request)
    return True


def _is_asking(tx: Transaction, conversation: Conversation) -> bool:
    last = tx.scalar(
        select(Outbox.name)
        .where(Outbox.conversation_id == conversation.id, Outbox.line_id.is_(None))
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    return last is not None and ASKING in last
