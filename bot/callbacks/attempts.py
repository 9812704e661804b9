"""What staff log when they have tried to reach a person, and what follows from it.

None of it ends a request but ``done``, and that needs a reason in words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from bot.callbacks.ending import CloseReason, NotForThis, close_request
from bot.callbacks.history import What, add_event
from bot.callbacks.telling import (
    CLOSED,
    LATE,
    MISSED,
    MOVED,
    WRONG_NUMBER,
    WRONG_NUMBER_THIS,
    may_be_told,
    start,
)
from bot.callbacks.waits import lock, place_of, promised, reckon_due, wait_again
from bot.callbacks.windows import next_windows
from bot.delivery.channel import Channel
from bot.delivery.speaker import Speaker
from bot.language.wording import moment, numbered
from bot.register import Office, Place, Register
from bot.store.tables import CallbackEvent, CallbackRequest, Conversation
from bot.store.transaction import Transaction


class Result(StrEnum):
    """What came of an attempt. Two that reach nobody are an alarm, and never an end."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    VOICEMAIL_LEFT = "voicemail_left"
    INTERPRETER_MISSING = "interpreter_missing"
    """Our own fault: it never counts against the person."""
    MOVED = "moved"
    """It belongs to another office."""
    DONE = "done"


CALLS = (Result.REACHED, Result.NO_ANSWER, Result.WRONG_NUMBER, Result.VOICEMAIL_LEFT)
"""Those for which somebody phoned."""


class NoSuchOffice(ValueError):
    """A request is moved to an office that the register has and that is connected."""


def log_attempt(
    tx: Transaction,
    speaker: Speaker,
    request: CallbackRequest,
    result: Result,
    *,
    staff_id: int,
    key: str,
    note: str | None = None,
    office_id: str | None = None,
) -> bool:
    """Keep what was tried, once a key (at most 60 characters), and do what follows from it.

    Locks the request. False when that key was there already. Of a request that has ended the
    attempt is kept in the history, and nothing follows. ``office_id``: where it moves to.

    Raises:
        NotForThis: it is done, and ``note`` does not say why.
        NoSuchOffice: it moves, and ``office_id`` is no connected office.
    """
    if result is Result.DONE and not (note and note.strip()):
        raise NotForThis("staff say in words why a request ends")
    lock(tx, request)
    place = _new_place(speaker.register, office_id, request) if result is Result.MOVED else None
    event = add_event(
        tx, request, result, key=f"attempt:{key}", staff_id=staff_id, words=note
    )
    if event is None:
        return False
    if request.state != "closed":
        attempt = Attempt(tx, speaker, request, event, place, office_id)
        _CONSEQUENCES[result](attempt)
        reckon_due(tx, speaker.register, request)
    return True


@dataclass(frozen=True)
class Attempt:
    tx: Transaction
    speaker: Speaker
    request: CallbackRequest
    event: CallbackEvent
    place: Place | None
    office_id: str | None
