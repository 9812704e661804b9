"""What the courier does by the clock: broken promises admitted, the question, the silence."""

from datetime import datetime, timedelta

import pytest

from bot.callbacks.attempts import Result
from bot.callbacks.ending import CloseReason, NotForThis, close_request
from bot.callbacks.submitting import NO_PHONE
from bot.language.wording import OSLO
from bot.store.tables import CallbackRequest
from tests.callbacks.life import Life

HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=OSLO)


def test_a_latest_time_that_passes_is_admitted_each_time_once(life: Life) -> None:
    life.begins()
    assert life.request.due_at == at(3, 15)
    life.passes_to(at(3, 14, 59))
    assert "utter_callback_late" not in life.told
    life.passes_to(at(3, 15))
    assert "tirsdag" not in life.last_text
    assert "senest torsdag 4. mars kl. 15:00" in life.last_text
    life.passes(HOUR)
    life.restart()
    life.passes(HOUR)
    assert life.told.count("utter_callback_late") == 1
    life.passes_to(at(4, 15))
    assert life.told.count("utter_callback_late") == 2
    assert life.history == ["submitted", "late", "told", "late", "told"]
    assert life.request.risen == 2


def test_an_agreed_time_that_passes_is_an_alarm_before_the_latest(life: Life) -> None:
    life.begins(window="morning")
    assert life.request.window_ends_at == at(3, 12)
    life.passes_to(at(3, 12))
    assert life.history == ["submitted", "window_missed", "told"]
    assert "senest torsdag 4. mars kl. 12:00" in life.last_text
    assert life.request.late_told_at is not None


def test_an_attempt_in_the_agreed_time_keeps_the_promise(life: Life) -> None:
    life.begins(window="morning")
    life.passes_to(at(3, 11))
    life.tries(Result.NO_ANSWER)
    life.passes_to(at(4, 11))
    assert "window_missed" not in life.history
    assert "late" not in life.history


def test_after_being_reached_the_person_is_asked_in_decent_hours(life: Life) -> None:
    life.begins()
    life.passes_to(at(1, 17))
    life.tries(Result.REACHED)
    assert life.request.due_at == at(2, 9)
    life.passes_to(at(2, 8, 59))
    assert "utter_callback_ask_reached" not in life.told
    life.passes_to(at(2, 9))
    assert life.last_text.startswith("Har du fått snakke med en person, og hjalp det?")
    assert life.writes("1") == "callback_answer"
    request = life.request
    assert (request.state, request.close_reason) == ("closed", "person")
    assert life.history[-2:] == ["confirmed", "closed"]


@pytest.mark.parametrize("answer", ["2", "nei", "no", "لا"])
def test_nobody_phoned_brings_it_back_with_its_history(life: Life, answer: str) -> None:
    before = life.begins().request
    life.tries(Result.NO_ANSWER)
    life.tries(Result.REACHED)
    life.passes(4 * HOUR)
    assert life.writes(answer) == "callback_answer"
    after = life.request
    assert (after.state, after.reached_at, after.missed, after.risen) == ("open", None, 0, 2)
    assert after.first_contact_at == before.first_contact_at
    assert life.history[0] == "submitted"
    assert life.history[-1] == "reopened"


def test_three_whole_working_days_of_silence_end_it(life: Life) -> None:
    life.begins()
    life.passes_to(at(25, 9))  # Maundy Thursday: the next working day is Tuesday, 30 March
    life.tries(Result.REACHED)
    life.passes(4 * HOUR)
    assert life.request.due_at == at(2, 0, month=4)
    life.passes_to(at(1, 23, 59, month=4))
    assert life.request.state == "open"
    life.passes_to(at(2, 0, month=4))
    assert (life.request.state, life.request.close_reason) == ("closed", "silence")


def test_whatever_they_write_ends_the_silence(life: Life) -> None:
    life.begins()
    life.tries(Result.REACHED)
    life.passes(4 * HOUR)
    life.passes_to(at(4, 20))
    life.writes("jeg vet ikke helt hva jeg skal si")
    life.passes_to(at(5, 0))
    assert life.request.state == "open"
    life.passes_to(at(10, 0))
    assert life.request.close_reason == "silence"


def test_a_no_after_the_silence_still_brings_it_back(life: Life) -> None:
    life.begins()
    life.tries(Result.REACHED)
    life.passes(4 * HOUR)
    life.passes_to(at(8, 0))
    assert life.request.close_reason == "silence"
    assert life.writes("2") == "callback_answer"
    assert (life.request.state, life.request.closed_at) == ("open", None)


def test_silence_ends_nothing_before_somebody_was_reached(life: Life) -> None:
    life.begins()
    for _ in range(3):
        life.tries(Result.NO_ANSWER)
    life.passes(timedelta(days=60))
    assert life.request.state == "open"
    with life.store.write() as tx, pytest.raises(NotForThis):
        close_request(tx, tx.get_one(CallbackRequest, life.request_id), CloseReason.SILENCE)


def test_a_call_in_vain_after_being_reached_starts_the_wait_anew(life: Life) -> None:
    life.begins()
    life.tries(Result.REACHED)
    life.tries(Result.NO_ANSWER)
    life.passes(timedelta(days=30))
    assert life.request.state == "open"


def test_without_a_number_the_person_is_asked_for_one_once(life: Life) -> None:
    life.channel, life.number = "chat", "a-secret-of-a-browser"
    life.begins(phone=NO_PHONE)
    life.passes(timedelta(days=10))
    assert life.told.count("utter_callback_need_number") == 1
    assert life.request.state == "open"
    assert life.writes("400 00 002") == "callback_answer"
    assert life.unsealed("phone") == "+4740000002"


def test_danger_makes_it_urgent(life: Life) -> None:
    life.begins()
    life.tries(Result.REACHED)
    life.writes("jeg har ikke noe sted å sove i natt")
    request = life.request
    assert request.urgent_at is not None
    assert request.reached_at is None
    assert request.due_at == request.latest_at


def test_an_unplaced_request_is_followed_too(life: Life) -> None:
    life.begins(place=None)
    life.passes_to(at(3, 15))
    assert life.history == ["submitted", "late", "told"]
    assert life.request.state == "unplaced"
