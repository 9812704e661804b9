"""What staff log when they have tried to reach a person, and what follows from it.

None of it ends a request but ``done``, and that needs a reason in words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from bot.callbacks.ending import CloseReason, NotForThis, close_request
from bot.callbacks.history import What, add_event
from bot.callbacks.moving import give_to, place_of_office
from bot.callbacks.reach import reach_of
from bot.callbacks.telling import (
    CLOSED,
    LATE,
    MISSED,
    MOVED,
    WRONG_NUMBER,
    WRONG_NUMBER_THIS,
    start,
    take_back,
)
from bot.callbacks.waits import lock, place_of, promised, reckon_due, wait_again
from bot.callbacks.windows import next_windows
from bot.delivery.channel import Channel
from bot.delivery.speaker import Speaker
from bot.language.wording import moment, numbered
from bot.register import Place, Register
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


MISSED_CALLS = (Result.NO_ANSWER, Result.VOICEMAIL_LEFT, Result.WRONG_NUMBER)
"""Somebody phoned, and did not reach the person."""


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
    place = None
    if result is Result.MOVED:
        place = place_of_office(speaker.register, office_id, request)
    event = add_event(tx, request, result, key=f"attempt:{key}", staff_id=staff_id, words=note)
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

    @property
    def register(self) -> Register:
        return self.speaker.register

    @property
    def conversation(self) -> Conversation:
        return self.tx.get_one(Conversation, self.request.conversation_id)

    def tell(self, name: str, asking: str | None = None, **values: object) -> None:
        start(
            self.tx, self.speaker, self.request, name, because=self.event, asking=asking, **values
        )


def _reached(attempt: Attempt) -> None:
    request = attempt.request
    request.attempts += 1
    request.missed = 0
    request.late_since = None
    request.reached_at = attempt.tx.now
    request.asked_at = request.window_ends_at = None
    request.lead_alerted_at = request.monitor_alerted_at = None
    take_back(attempt.tx, request)


def _missed(attempt: Attempt) -> None:
    request = attempt.request
    request.attempts += 1
    request.late_since = None
    wait_again(attempt.tx, attempt.register, request)
    windows = next_windows(attempt.register, place_of(attempt.register, request), attempt.tx.now)
    attempt.tell(
        MISSED,
        "window",
        choices=lambda language: numbered([each.words(language) for each in windows]),
    )
    _count_missed(attempt)


def _count_missed(attempt: Attempt) -> None:
    """It rises; the second in a row is the lead's matter, the fifth that of NKS."""
    tx, request, rules = attempt.tx, attempt.request, attempt.register.callback
    request.missed += 1
    request.risen += 1
    if request.missed >= rules.lead_after_missed and request.lead_alerted_at is None:
        request.lead_alerted_at = tx.now
        add_event(tx, request, What.LEAD_ALERTED, key=f"lead:{attempt.event.id}")
    if request.missed >= rules.monitor_after_missed and request.monitor_alerted_at is None:
        request.monitor_alerted_at = tx.now
        add_event(tx, request, What.MONITOR_ALERTED, key=f"monitor:{attempt.event.id}")


def _wrong_number(attempt: Attempt) -> None:
    """Ask for the right one, where the person can be asked anywhere but at that number.

    The wrong one is then kept in the history alone, so that nobody phones it again. Where nobody
    can be asked it is one more call in vain.
    """
    tx, request, conversation = attempt.tx, attempt.request, attempt.conversation
    request.attempts += 1
    request.late_since = None
    wait_again(tx, attempt.register, request)
    wrong = tx.unseal(conversation.id, request.phone) if request.phone else None
    if wrong is None or not reach_of(tx, request).can_be_told:
        _count_missed(attempt)
        return
    if conversation.channel == Channel.CHAT:
        kept = conversation.contact_phone
        if kept is not None and tx.unseal(conversation.id, kept) == wrong:
            conversation.contact_phone = None
        name = WRONG_NUMBER
    elif tx.unseal(conversation.id, conversation.address) != wrong:
        name = WRONG_NUMBER_THIS
    else:
        _count_missed(attempt)
        return
    add_event(tx, request, What.PHONE_WRONG, key=f"wrong:{attempt.event.id}", words=wrong)
    request.phone = None
    attempt.tell(name, "number")


def _interpreter_missing(attempt: Attempt) -> None:
    request = attempt.request
    request.risen += 1
    wait_again(attempt.tx, attempt.register, request)
    attempt.tell(LATE, latest=partial(moment, promised(request)))


def _moved(attempt: Attempt) -> None:
    """The promised time stands: that it moved is none of the person's doing."""
    request, place = attempt.request, attempt.place
    if place is None:
        return
    if request.reached_at is not None:
        wait_again(attempt.tx, attempt.register, request)
    give_to(attempt.register, request, place, attempt.office_id)
    attempt.tell(MOVED, latest=partial(moment, promised(request)))


def _done(attempt: Attempt) -> None:
    tx, event = attempt.tx, attempt.event
    words = tx.unseal(attempt.request.conversation_id, event.words) if event.words else None
    close_request(tx, attempt.request, CloseReason.STAFF, staff_id=event.staff_id, words=words)
    attempt.tell(CLOSED, "helped", reference=attempt.request.reference)


_CONSEQUENCES: dict[Result, Callable[[Attempt], None]] = {
    Result.REACHED: _reached,
    Result.NO_ANSWER: _missed,
    Result.VOICEMAIL_LEFT: _missed,
    Result.WRONG_NUMBER: _wrong_number,
    Result.INTERPRETER_MISSING: _interpreter_missing,
    Result.MOVED: _moved,
    Result.DONE: _done,
}
