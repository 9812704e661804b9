"""Callback requests as the staff API shows them: whole, to those who may read them."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from bot.callbacks.on_behalf import read_on_behalf
from bot.callbacks.reach import reach_of
from bot.delivery.speaker import Speaker
from bot.monitor.api.callback_models import Callback, CallbackList, CallbackState, HandedOver
from bot.monitor.api.models import CallbackFilter, Event
from bot.monitor.api.problems import invalid
from bot.monitor.api.relayed import relayed_by
from bot.monitor.api.views import API, account_of, no_such_case, place_name
from bot.monitor.sessions import Visitor
from bot.monitor.story_views import log_view
from bot.monitor.worklist.handed_over import read_handovers
from bot.monitor.worklist.message import read_history
from bot.monitor.worklist.sight import find_request, read_by, request_of
from bot.monitor.worklist.standing import is_request_late
from bot.register import Register
from bot.store.keys import Ciphertext
from bot.store.tables import CallbackNote, CallbackRequest, Staff
from bot.store.transaction import Transaction


def list_callbacks(
    tx: Transaction, speaker: Speaker, visitor: Visitor, wanted: CallbackFilter
) -> CallbackList:
    """The oldest first; the reading of each is logged. ``open``: all that are not closed."""
    is_closed = CallbackRequest.state == "closed"
    query = select(CallbackRequest).where(
        read_by(visitor), is_closed if wanted.state == "closed" else ~is_closed
    )
    if wanted.after is not None:
        query = query.where(CallbackRequest.id > _id_of(tx, visitor, wanted.after))
    requests = list(tx.scalars(query.order_by(CallbackRequest.id).limit(wanted.limit + 1)))
    shown, more = requests[: wanted.limit], len(requests) > wanted.limit
    for request in shown:
        log_view(tx, visitor.staff_id, request.reference, via=API)
    return CallbackList(
        callbacks=[_callback(tx, speaker, visitor, request) for request in shown],
        next=shown[-1].reference if more else None,
    )


def show_callback(tx: Transaction, speaker: Speaker, visitor: Visitor, reference: str) -> Callback:
    """Whole, and the reading is logged. Raises a Problem: 404."""
    found = find_request(tx, visitor, reference)
    if found is None or not found[1].story:
        raise no_such_case()
    log_view(tx, visitor.staff_id, found[0].reference, via=API)
    return _callback(tx, speaker, visitor, found[0])


def callback_state(
    tx: Transaction, register: Register, visitor: Visitor, reference: str
) -> CallbackState:
    """What became of it by an act of the visitor, whose it may be no longer."""
    request = request_of(tx, reference)
    if request is None:
        raise no_such_case()
    return CallbackState.model_validate(_state(tx, register, visitor, request))


def _id_of(tx: Transaction, visitor: Visitor, reference: str) -> int:
    found = find_request(tx, visitor, reference)
    if found is None or not found[1].story:
        raise invalid("after", "unknown")
    return found[0].id


def _state(
    tx: Transaction, register: Register, visitor: Visitor, request: CallbackRequest
) -> dict[str, Any]:
    owner_id = request.owner_staff_id
    return {
        "reference": request.reference,
        "state": request.state,
        "first_contact_at": request.first_contact_at,
        "submitted_at": request.submitted_at,
        "latest_at": request.latest_at,
        "late": is_request_late(request, tx.now),
        "urgent_at": request.urgent_at,
        "reached_at": request.reached_at,
        "attempts": request.attempts,
        "missed": request.missed,
        "office": request.office_id,
        "owner": tx.get_one(Staff, owner_id).name if owner_id else None,
        "owned_by_you": owner_id == visitor.staff_id,
        "closed_at": request.closed_at,
        "close_reason": request.close_reason,
        "place": place_name(register, request.place),
        "language": request.language,
        "handovers": [
            HandedOver(
                office=each.office_id,
                at=each.at,
                state=each.state,
                acknowledged_at=each.acknowledged_at,
                status=each.status,
                tells_of_end=each.tells_of_end,
            )
            for each in read_handovers(tx, register, request)
        ],
    }


def _callback(
    tx: Transaction, speaker: Speaker, visitor: Visitor, request: CallbackRequest
) -> Callback:
    def unsealed(sealed: Ciphertext | None) -> str | None:
        return None if sealed is None else tx.unseal(request.conversation_id, sealed)

    reach, of = reach_of(tx, request), read_on_behalf(tx, request)
    added = select(CallbackNote.words).where(CallbackNote.request_id == request.id)
    return Callback.model_validate(
        {
            **_state(tx, speaker.register, visitor, request),
            "needs": request.needs,
            "possible_application": request.possible_application,
            "tried_before": request.tried_before,
            "contact_by": request.contact_by,
            "may_text": reach.may_text,
            "may_leave_voicemail": reach.may_leave_voicemail,
            "others_may_answer": reach.others_may_answer,
            "may_be_phoned": not reach.no_calls,
            "interpreter": unsealed(request.interpreter),
            "phone": unsealed(request.phone),
            "phone_safe": reach.phone_safe,
            "children": request.children,
            "window": unsealed(request.window),
            "human_wanted": request.human_wanted,
            "own_words": unsealed(request.own_words),
            "added": [unsealed(words) for words in tx.scalars(added.order_by(CallbackNote.id))],
            "account": account_of(tx, request),
            "relayed": relayed_by(tx, request.conversation_id),
            "on_behalf": of and {name: value or None for name, value in asdict(of).items()},
            "history": [
                Event(at=entry.at, what=entry.what, by=entry.who, words=entry.words)
                for entry in read_history(tx, speaker, request)
            ],
        }
    )
