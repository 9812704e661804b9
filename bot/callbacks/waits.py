"""When something is to be done with a request next: never nothing while it is not closed."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.callbacks.history import What, last_at
from bot.callbacks.reach import reach_of
from bot.callbacks.windows import window_ends
from bot.register import Place, Register
from bot.store.tables import CallbackRequest, Inbound
from bot.store.transaction import Transaction


def lock(tx: Transaction, request: CallbackRequest) -> None:
    """Hold the row until the transaction ends, and know it as it is now."""
    tx.refresh(request, with_for_update=True)


def place_of(register: Register, request: CallbackRequest) -> Place | None:
    return register.place(request.place) if request.place else None


def reckon_due(tx: Transaction, register: Register, request: CallbackRequest) -> None:
    """Set the next moment from everything the request waits for."""
    if request.state == "closed":
        request.due_at = None
    elif request.reached_at is None:
        request.due_at = min(request.latest_at, request.window_ends_at or request.latest_at)
    else:
        asks = asks_at(tx, register, request)
        request.due_at = silence_ends(tx, register, request) if asks is None else asks


def asks_at(tx: Transaction, register: Register, request: CallbackRequest) -> datetime | None:
    """When the person is asked whether somebody really phoned; None: asked, or not to be asked."""
    if request.reached_at is None or request.asked_at is not None:
        return None
    if not reach_of(tx, request).can_be_told:
        return None
    wait = timedelta(hours=register.callback.ask_after_hours)
    return register.decent_moment(request.reached_at + wait)


def silence_ends(tx: Transaction, register: Register, request: CallbackRequest) -> datetime:
    """When the person has been silent long enough; whatever they write ends a silence.

    Who could not be asked is not silent: staff are reminded each time so long has passed.
    """
    last = tx.scalar(
        select(func.max(Inbound.received_at)).where(
            Inbound.conversation_id == request.conversation_id
        )
    )
    reminded = last_at(tx, request, What.UNASKED)
    moments = (request.reached_at, request.asked_at, last, reminded)
    known = [at for at in moments if at is not None]
    return register.silence_ends(max(known))


def wait_again(tx: Transaction, register: Register, request: CallbackRequest) -> None:
    """A human is to speak with the person again, by the end of the next working day."""
    place = place_of(register, request)
    wanted = tx.unseal(request.conversation_id, request.window)
    request.reached_at = request.asked_at = None
    request.latest_at = register.next_callback(place, tx.now)
    request.window_ends_at = window_ends(register, place, wanted, tx.now, request.latest_at)


def promised(request: CallbackRequest) -> datetime:
    """By when the person is told to expect us."""
    return request.window_ends_at or request.latest_at
