"""How a person's request stands, honestly."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import select

from bot.callbacks.answers import PHONE
from bot.callbacks.attempts import MISSED_CALLS
from bot.callbacks.ending import CloseReason
from bot.callbacks.history import What, last_at, times
from bot.callbacks.on_behalf import PERSON, read_on_behalf
from bot.callbacks.telling import LATE, STATUS_CLOSED, STATUS_REACHED, now_asking
from bot.callbacks.waits import promised
from bot.delivery.channel import NUMBERLESS
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.language.wording import Wording, moment
from bot.store.tables import CallbackRequest, Conversation
from bot.store.transaction import Transaction

RULE = "utter_behalf_rule"


def newest_open_request(tx: Transaction, conversation: Conversation) -> CallbackRequest | None:
    return tx.scalar(
        select(CallbackRequest)
        .where(
            CallbackRequest.conversation_id == conversation.id, CallbackRequest.state != "closed"
        )
        .order_by(CallbackRequest.id.desc())
        .limit(1)
    )


def status_words(tx: Transaction, speaker: Speaker, conversation: Conversation) -> tuple[str, str]:
    """The same as :func:`status`, in the language of the conversation."""
    name, words = status(tx, speaker, conversation)
    return name, words(conversation.language or NORWEGIAN)


def status(tx: Transaction, speaker: Speaker, conversation: Conversation) -> tuple[str, Wording]:
    """Name and wording of the answer to "when will you phone?"."""
    request = newest_open_request(tx, conversation) or _ended_without_them(tx, conversation)
    if request is None:
        is_chat = conversation.channel in NUMBERLESS
        name = "utter_callback_status_none_chat" if is_chat else "utter_callback_status_none"
        values: Mapping[str, object] = {}
    else:
        name, values = _how_it_stands(tx, request)
        now_asking(tx, request, "helped" if name in (STATUS_REACHED, STATUS_CLOSED) else None)
    return name, lambda language: speaker.catalogue.text(name, language, **values)


def _how_it_stands(tx: Transaction, request: CallbackRequest) -> tuple[str, Mapping[str, object]]:
    values: dict[str, object] = {
        "reference": request.reference,
        "received": partial(moment, request.first_contact_at),
        "latest": partial(moment, promised(request)),
    }
    of = read_on_behalf(tx, request)
    if of is not None and of.whom_to_phone == PERSON:
        # How it went with somebody else is not told to whoever wrote for them.
        is_waiting = request.attempts == 0 and promised(request) >= tx.now
        is_open = request.closed_at is None and request.reached_at is None
        return ("utter_callback_status_contact" if is_waiting and is_open else RULE), values
    if request.closed_at is not None:
        return STATUS_CLOSED, {**values, "closed": partial(moment, request.closed_at)}
    if request.reached_at is not None:
        return STATUS_REACHED, {**values, "reached": partial(moment, request.reached_at)}
    is_call = request.contact_by == PHONE
    if is_call and request.phone is None:
        return "utter_callback_status_no_phone", values
    if promised(request) < tx.now:
        return "utter_callback_status_late" if is_call else LATE, values
    tried_at = last_at(tx, request, *MISSED_CALLS)
    broken_at = last_at(tx, request, What.WINDOW_MISSED, What.LATE)
    if broken_at is not None and (tried_at is None or tried_at < broken_at):
        return LATE, values
    if tried_at is None:
        return "utter_callback_status" if is_call else "utter_callback_status_contact", values
    tried = sum(times(tx, request, result) for result in MISSED_CALLS)
    return "utter_callback_status_missed", {
        **values,
        "attempts": tried,
        "last": partial(moment, tried_at),
    }


def _ended_without_them(tx: Transaction, conversation: Conversation) -> CallbackRequest | None:
    """The last request, where not the person themselves has ended it: they may bring it back."""
    newest = tx.scalar(
        select(CallbackRequest)
        .where(CallbackRequest.conversation_id == conversation.id)
        .order_by(CallbackRequest.id.desc())
        .limit(1)
    )
    if newest is None or newest.close_reason == CloseReason.PERSON:
        return None
    return newest
