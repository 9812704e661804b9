"""The first moment of a request: what it waits for, and the head of its history."""

from bot.callbacks.history import What, add_event
from bot.callbacks.waits import reckon_due
from bot.callbacks.windows import window_ends
from bot.register import Place, Register
from bot.store.tables import CallbackRequest
from bot.store.transaction import Transaction


def begin(
    tx: Transaction,
    register: Register,
    request: CallbackRequest,
    place: Place | None,
    window: str,
    *,
    staff_id: int | None = None,
) -> None:
    """Store a new request. ``window``: any, morning, afternoon, or words."""
    request.window_ends_at = window_ends(register, place, window, tx.now, request.latest_at)
    reckon_due(tx, register, request)
    tx.add(request)
    tx.flush()
    add_event(tx, request, What.SUBMITTED, key="submitted", staff_id=staff_id)
