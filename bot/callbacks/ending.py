"""A request ends for one of three reasons, and for nothing else; a "no" brings it back."""

from enum import StrEnum

from bot.callbacks.history import What, add_event, times
from bot.callbacks.telling import take_back
from bot.callbacks.waits import reckon_due, wait_again
from bot.register import Register
from bot.store.tables import CallbackRequest
from bot.store.transaction import Transaction


class CloseReason(StrEnum):
    PERSON = "person"
    """They say that they were helped, or that they want no call."""
    STAFF = "staff"
    """A human, who says why."""
    SILENCE = "silence"
    """Nothing from the person for three working days, after an attempt that reached them."""


class NotForThis(ValueError):
    """A request does not end for this reason as it stands."""


def close_request(
    tx: Transaction,
    request: CallbackRequest,
    reason: CloseReason,
    *,
    staff_id: int | None = None,
    words: str | None = None,
) -> bool:
    """End a request; False when it had ended already. The caller holds the row lock.

    Raises:
        NotForThis: staff give no reason in words, or silence of somebody never reached.
    """
    if request.state == "closed":
        return False
    if reason is CloseReason.STAFF and not (words and words.strip()):
        raise NotForThis("staff say in words why a request ends")
    if reason is CloseReason.SILENCE and request.reached_at is None:
        raise NotForThis("nobody has reached this person")
    number = times(tx, request, What.CLOSED) + 1
    add_event(tx, request, What.CLOSED, key=f"closed:{number}", staff_id=staff_id, words=words)
    request.state = "closed"
    request.closed_at = tx.now
    request.close_reason = reason
    request.due_at = request.window_ends_at = None
    take_back(tx, request)
    return True


def reopen(
    tx: Transaction, register: Register, request: CallbackRequest, *, key: str, words: str
) -> None:
    """Nobody phoned, or it did not help: it lives on with its history, and rises."""
    if add_event(tx, request, What.REOPENED, key=key, words=words) is None:
        return
    request.state = "open" if request.place else "unplaced"
    request.closed_at = request.close_reason = request.asking = None
    request.risen += 1
    wait_again(tx, register, request)
    reckon_due(tx, register, request)
