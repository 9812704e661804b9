"""Callback requests as the staff API shows them: whole, to the office and to who opened them."""

from sqlalchemy import ColumnElement, select

from bot.monitor.accounts import WITH_AN_OFFICE
from bot.monitor.api.models import Callback, CallbackFilter, CallbackList
from bot.monitor.api.problems import invalid
from bot.monitor.api.views import API, account_of, place_name
from bot.monitor.sessions import Visitor
from bot.monitor.story_views import log_view
from bot.register import Register
from bot.store.keys import Ciphertext
from bot.store.tables import CallbackNote, CallbackRequest
from bot.store.transaction import Transaction


def list_callbacks(
    tx: Transaction, register: Register, visitor: Visitor, wanted: CallbackFilter
) -> CallbackList:
    """The oldest first; the reading of each is logged. ``open``: all that are not closed."""
    is_closed = CallbackRequest.state == "closed"
    query = select(CallbackRequest).where(
        _theirs(visitor), is_closed if wanted.state == "closed" else ~is_closed
    )
    if wanted.after is not None:
        query = query.where(CallbackRequest.id > _id_of(tx, visitor, wanted.after))
    requests = list(tx.scalars(query.order_by(CallbackRequest.id).limit(wanted.limit + 1)))
    shown, more = requests[: wanted.limit], len(requests) > wanted.limit
    for request in shown:
        log_view(tx, visitor.staff_id, request.reference, via=API)
    return CallbackList(
        callbacks=[_callback(tx, register, request) for request in shown],
        next=shown[-1].reference if more else None,
    )


def _theirs(visitor: Visitor) -> ColumnElement[bool]:
    if visitor.role in WITH_AN_OFFICE:
        return CallbackRequest.office_id == visitor.office_id
    return CallbackRequest.opened_by_staff_id == visitor.staff_id


def _id_of(tx: Transaction, visitor: Visitor, reference: str) -> int:
    found = None
    if reference.isalnum():
        found = tx.scalar(
            select(CallbackRequest.id).where(
                CallbackRequest.reference == reference.upper(), _theirs(visitor)
            )
        )
    if found is None:
        raise invalid("after", "unknown")
    return found


def _callback(tx: Transaction, register: Register, request: CallbackRequest) -> Callback:
    def unsealed(sealed: Ciphertext | None) -> str | None:
        return None if sealed is None else tx.unseal(request.conversation_id, sealed)

    added = select(CallbackNote.words).where(CallbackNote.request_id == request.id)
    return Callback.model_validate(
        {
            "reference": request.reference,
            "state": request.state,
            "first_contact_at": request.first_contact_at,
            "submitted_at": request.submitted_at,
            "latest_at": request.latest_at,
            "place": place_name(register, request.place),
            "language": request.language,
            "interpreter": unsealed(request.interpreter),
            "phone": unsealed(request.phone),
            "phone_safe": request.phone_safe,
            "children": request.children,
            "window": unsealed(request.window),
            "human_wanted": request.human_wanted,
            "own_words": unsealed(request.own_words),
            "added": [unsealed(words) for words in tx.scalars(added.order_by(CallbackNote.id))],
            "account": account_of(tx, request),
        }
    )
