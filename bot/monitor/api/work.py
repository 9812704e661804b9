"""What each operation on escalations does, in the caller's name."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from bot.monitor.acts import ActRefused, Desk, NoSuchCase
from bot.monitor.api.models import (
    ChatMessage,
    Closing,
    Escalation,
    EscalationFilter,
    EscalationList,
    EscalationState,
    Note,
    Opened,
    Taking,
)
from bot.monitor.api.operations import Call
from bot.monitor.api.problems import Problem, invalid, of_refused_caller
from bot.monitor.api.views import API, list_escalations, no_such_case, show_escalation, state_of
from bot.monitor.caller import CallerEmergency, open_emergency
from bot.monitor.caller_facts import CallerRefused
from bot.monitor.sight import find_case


def list_states(call: Call, wanted: EscalationFilter) -> EscalationList:
    with call.house.store.read() as tx:
        return list_escalations(tx, call.house.speaker.register, call.visitor, wanted)


def show(call: Call) -> Escalation:
    """Only a reading of the story, which is logged, takes a write."""
    asked = (call.house.speaker, call.visitor, call.reference)
    with call.house.store.read() as tx:
        found = find_case(tx, call.house.speaker.register, call.visitor, call.reference)
        if found is None or not found[1].story:
            return show_escalation(tx, *asked)
    with call.house.store.write() as tx:
        return show_escalation(tx, *asked)


def open_for_caller(call: Call, caller: CallerEmergency) -> Opened:
    try:
        return Opened(reference=open_emergency(call.house, call.visitor, caller))
    except CallerRefused as refused:
        raise of_refused_caller(refused, call.house.speaker.register) from None


def take(call: Call, taking: Taking) -> EscalationState:
    minutes = taking.promise_minutes
    longest = call.house.speaker.register.page.longest_promise_minutes
    if minutes is not None and minutes > longest:
        raise invalid("promise_minutes", f"at most {longest}")
    promise = timedelta(minutes=minutes) if minutes is not None else None
    return _act(call, "not_open", lambda desk: desk.take(call.reference, promise))


def log_contact(call: Call) -> EscalationState:
    return _act(call, "not_yours", lambda desk: desk.contact(call.reference))


def release(call: Call) -> EscalationState:
    return _act(call, "not_yours", lambda desk: desk.release(call.reference))


def close(call: Call, end: Closing) -> EscalationState:
    words = None if end.words is None else call.house.kept_words(end.words)
    return _act(call, "not_yours", lambda desk: desk.close(call.reference, end.outcome, words))


def add_note(call: Call, note: Note) -> EscalationState:
    words = call.house.kept_words(note.words)
    return _act(call, "not_yours", lambda desk: desk.note(call.reference, words))


def write(call: Call, message: ChatMessage) -> EscalationState:
    words = call.house.kept_words(message.words)
    key = f"{call.visitor.staff_id}:{message.key or secrets.token_hex(12)}"
    return _act(call, "cannot_write", lambda desk: desk.write(call.reference, words, key))


def _act(call: Call, code: str, act: Callable[[Desk], None]) -> EscalationState:
    """Raises a Problem: 404, or 409 with this code and who has the case."""
    desk = Desk(call.house.store, call.house.speaker, call.visitor, via=API)
    try:
        act(desk)
    except NoSuchCase:
        raise no_such_case() from None
    except ActRefused as refused:
        detail = "The case is not in a state, or not in the hands, in which this can be done."
        raise Problem(409, code, detail, holder=refused.holder) from None
    return _state(call)


def _state(call: Call) -> EscalationState:
    register = call.house.speaker.register
    with call.house.store.read() as tx:
        found = find_case(tx, register, call.visitor, call.reference)
        if found is None:
            raise no_such_case()
        return state_of(tx, register, call.visitor, found[0])
