"""What the courier does with a request whose time has come."""

from functools import partial

from bot.callbacks.answers import PHONE
from bot.callbacks.ending import CloseReason, close_request
from bot.callbacks.history import What, add_event
from bot.callbacks.telling import ASK_REACHED, LATE, NEED_NUMBER, start
from bot.callbacks.waits import asks_at, promised, reckon_due, silence_ends, wait_again
from bot.delivery.speaker import Speaker
from bot.language.wording import moment
from bot.store.due_work import take
from bot.store.tables import CallbackEvent, CallbackRequest
from bot.store.transaction import Transaction


def follow_up_one(tx: Transaction, speaker: Speaker, request_id: int) -> None:
    """Do what is due with a request, if it is still due and nobody else is at it."""
    request = take(tx, CallbackRequest, request_id, CallbackRequest.due_at <= tx.now)
    if request is None:
        return
    if request.reached_at is None:
        _admit_broken_promise(tx, speaker, request)
    else:
        _ask_or_end(tx, speaker, request)
    reckon_due(tx, speaker.register, request)


def _admit_broken_promise(tx: Transaction, speaker: Speaker, request: CallbackRequest) -> None:
    """A time passed and nobody tried: an alarm to staff, the truth and a new time to the person."""
    broken = _broken_promises(tx, request)
    if not broken:
        return
    request.risen += 1
    request.late_since = request.late_since or broken[0].at
    wait_again(tx, speaker.register, request)
    if request.phone is None and request.contact_by == PHONE:
        _ask_for_number(tx, speaker, request, broken[-1])
        return
    latest = partial(moment, promised(request))
    if start(tx, speaker, request, LATE, because=broken[-1], latest=latest):
        request.late_told_at = tx.now


def _broken_promises(tx: Transaction, request: CallbackRequest) -> list[CallbackEvent]:
    """Each is noted once a time, however often this is looked at."""
    times = ((What.WINDOW_MISSED, request.window_ends_at), (What.LATE, request.latest_at))
    events = [
        add_event(tx, request, what, key=f"{what}:{at.isoformat()}")
        for what, at in times
        if at is not None and at <= tx.now
    ]
    return [event for event in events if event is not None]


def _ask_for_number(
    tx: Transaction, speaker: Speaker, request: CallbackRequest, because: CallbackEvent
) -> None:
    """Nobody could phone. Said once: staff see it from then on, and the person may write it."""
    if request.late_told_at is None and start(
        tx, speaker, request, NEED_NUMBER, because=because, asking="number"
    ):
        request.late_told_at = tx.now


def _ask_or_end(tx: Transaction, speaker: Speaker, request: CallbackRequest) -> None:
    asks = asks_at(tx, speaker.register, request)
    if asks is None:
        if silence_ends(tx, speaker.register, request) > tx.now:
            return
        if request.asked_at is not None:
            close_request(tx, request, CloseReason.SILENCE)
        else:
            add_event(tx, request, What.UNASKED, key=f"unasked:{tx.now.isoformat()}")
    elif asks <= tx.now:
        request.asked_at = tx.now
        event = add_event(tx, request, What.ASKED, key=f"asked:{tx.now.isoformat()}")
        if event is not None:
            start(tx, speaker, request, ASK_REACHED, because=event, asking="helped")
