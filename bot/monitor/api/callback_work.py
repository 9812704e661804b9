"""What each operation on callback requests does, in the caller's name."""

import secrets
from collections.abc import Callable

from bot.callbacks.attempts import Result
from bot.monitor.acts import ActRefused, NoSuchCase
from bot.monitor.api.callback_models import Callback, CallbackList, CallbackState
from bot.monitor.api.callback_views import callback_state, list_callbacks, show_callback
from bot.monitor.api.models import (
    CallbackAttempt,
    CallbackClosing,
    CallbackFilter,
    CallbackMessage,
    CallbackOwner,
    Opened,
)
from bot.monitor.api.operations import Call
from bot.monitor.api.problems import Problem, invalid, of_refused_caller
from bot.monitor.api.views import no_such_case
from bot.monitor.caller import CallerCallback, open_callback
from bot.monitor.caller_facts import CallerRefused
from bot.monitor.worklist.desk import CallbackDesk, FieldRefused


def request_for_caller(call: Call, caller: CallerCallback) -> Opened:
    try:
        return Opened(reference=open_callback(call.house, call.visitor, caller))
    except CallerRefused as refused:
        raise of_refused_caller(refused, call.house.speaker.register) from None


def list_requests(call: Call, wanted: CallbackFilter) -> CallbackList:
    with call.house.store.write() as tx:  # every reading is logged
        return list_callbacks(tx, call.house.speaker, call.visitor, wanted)


def show_request(call: Call) -> Callback:
    with call.house.store.write() as tx:  # the reading is logged
        return show_callback(tx, call.house.speaker, call.visitor, call.reference)


def log_attempt(call: Call, attempt: CallbackAttempt) -> CallbackState:
    note = None if attempt.note is None else call.house.kept_words(attempt.note)
    return _act(
        call,
        lambda desk: desk.attempt(
            call.reference,
            attempt.result,
            key=_key(attempt.key),
            note=note,
            office_id=attempt.office,
        ),
    )


def close_request(call: Call, closing: CallbackClosing) -> CallbackState:
    words = call.house.kept_words(closing.words)
    return _act(
        call,
        lambda desk: desk.attempt(call.reference, Result.DONE, key=_key(closing.key), note=words),
    )


def write_to_person(call: Call, message: CallbackMessage) -> CallbackState:
    words = call.house.kept_words(message.words)
    return _act(call, lambda desk: desk.write(call.reference, words, key=_key(message.key)))


def own_request(call: Call, owner: CallbackOwner) -> CallbackState:
    reason = None if owner.reason is None else call.house.kept_words(owner.reason)
    to = owner.to or call.visitor.name
    return _act(
        call,
        lambda desk: desk.own(call.reference, to=to, key=_key(owner.key), reason=reason),
    )


def _act(call: Call, act: Callable[[CallbackDesk], None]) -> CallbackState:
    """Raises a Problem: 404; 409 when it has ended or is not theirs; 422 for a field."""
    house = call.house
    try:
        act(CallbackDesk(house.store, house.speaker, call.visitor))
    except NoSuchCase:
        raise no_such_case() from None
    except ActRefused:
        detail = "The request has ended, or belongs to an office."
        raise Problem(409, "not_yours", detail) from None
    except FieldRefused as refused:
        raise invalid(refused.field, "missing or unknown") from None
    with house.store.read() as tx:
        return callback_state(tx, house.speaker.register, call.visitor, call.reference)


def _key(given: str) -> str:
    return given or secrets.token_hex(12)
