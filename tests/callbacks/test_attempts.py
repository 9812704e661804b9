"""What follows from an attempt: the person is told, staff are alerted, and nothing ends."""

from datetime import datetime, timedelta

import pytest

from bot.callbacks.attempts import Result
from bot.callbacks.ending import NotForThis
from bot.callbacks.moving import NoSuchOffice
from bot.callbacks.submitting import NO_PHONE
from bot.language.wording import OSLO
from bot.store.conversations import conversation_of
from tests.callbacks.life import FAGERDAL, MONDAY, NAV_FAGERDAL, Life

HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=OSLO)


@pytest.mark.parametrize("result", [Result.NO_ANSWER, Result.VOICEMAIL_LEFT])
def test_a_call_in_vain_is_told_with_new_times_and_keeps_its_place(
    life: Life, result: Result
) -> None:
    before = life.begins().request
    life.passes(HOUR)
    life.tries(result)
    after = life.request
    assert (after.state, after.attempts, after.missed, after.risen) == ("open", 1, 1, 1)
    assert after.first_contact_at == before.first_contact_at
    assert after.latest_at == at(2, 15)
    text = life.last_text
    assert text.startswith("Vi ringte og fikk ikke tak i deg. Ingenting er tapt.")
    assert "1 mandag 1. mars 12:00-15:00" in text
    assert "2 tirsdag 2. mars 08:00-12:00" in text


def test_two_in_vain_alert_the_leader_and_five_the_monitor_and_none_ends_it(life: Life) -> None:
    life.begins()
    alerts = []
    for _ in range(12):
        life.tries(Result.NO_ANSWER)
        request = life.request
        alerts.append((request.lead_alerted_at is not None, request.monitor_alerted_at is not None))
        assert request.state == "open"
    assert alerts[:5] == [(False, False), (True, False), (True, False), (True, False), (True, True)]
    assert life.history.count("lead_alerted") == life.history.count("monitor_alerted") == 1
    assert life.request.missed == 12


def test_the_same_click_twice_is_one_attempt(life: Life) -> None:
    life.begins()
    assert life.tries(Result.NO_ANSWER, key="a")
    assert not life.tries(Result.NO_ANSWER, key="a")
    assert (life.request.attempts, life.request.missed) == (1, 1)
    assert life.told.count("utter_callback_missed") == 1


def test_the_times_offered_are_answered_with_a_digit(life: Life) -> None:
    life.begins()
    life.tries(Result.NO_ANSWER)
    assert life.writes("2") == "callback_answer"
    assert life.unsealed("window") == "tirsdag 2. mars 08:00-12:00"
    assert life.request.window_ends_at == life.request.due_at == at(2, 12)
    assert "tirsdag 2. mars 08:00-12:00" in life.last_text


def test_a_time_that_is_over_when_it_is_chosen_is_offered_anew(life: Life) -> None:
    life.begins()
    life.tries(Result.NO_ANSWER)
    life.passes_to(at(1, 15, 30))
    assert life.writes("1") == "callback_answer"
    assert life.last_text.startswith("Det tidspunktet er over.")
    assert life.writes("1") == "callback_answer"
    assert life.unsealed("window") == "tirsdag 2. mars 08:00-12:00"


def test_own_words_for_a_time_are_kept(life: Life) -> None:
    life.begins()
    life.tries(Result.NO_ANSWER)
    assert life.writes("etter klokka 14 på torsdag") == "callback_answer"
    assert life.unsealed("window") == "etter klokka 14 på torsdag"


def test_who_would_rather_write_is_noted(life: Life) -> None:
    life.begins()
    life.tries(Result.NO_ANSWER)
    assert life.writes("4") == "callback_answer"
    assert life.request.contact_by == "text"


def test_a_digit_is_no_answer_once_something_else_was_said(life: Life) -> None:
    life.begins()
    life.tries(Result.NO_ANSWER)
    life.is_told("utter_help")
    assert life.writes("2") == "brain"
    assert life.unsealed("window") == "any"


def test_an_attempt_at_night_is_told_in_the_morning(life: Life) -> None:
    life.begins()
    life.passes_to(at(1, 22))
    life.tries(Result.NO_ANSWER)
    (row,) = (row for row in life._outbox() if row.name == "utter_callback_missed")
    assert row.due_at == at(2, 9)
    life.is_told("utter_help")
    assert life.writes("2") == "brain"  # they cannot have read it yet


def test_a_wrong_number_is_asked_for_in_the_chat(life: Life) -> None:
    life.channel, life.number = "chat", "a-secret-of-a-browser"
    life.begins(phone=NO_PHONE)
    assert life.writes("400 00 001") == "callback_phone"
    life.tries(Result.WRONG_NUMBER)
    request = life.request
    assert (request.attempts, request.missed, request.phone) == (1, 0, None)
    assert "nummeret var feil" in life.last_text
    assert life.writes("400 00 002") == "callback_answer"
    assert life.unsealed("phone") == "+4740000002"


def test_a_wrong_number_is_asked_for_where_they_wrote_from_another(life: Life) -> None:
    life.begins()
    with life.store.write() as tx:
        request = tx.merge(life.request)
        request.phone = tx.seal(request.conversation_id, "+4740000009")
    life.tries(Result.WRONG_NUMBER)
    assert life.writes("1") == "callback_answer"
    assert life.unsealed("phone") == life.number


def test_a_wrong_number_that_is_the_only_way_is_for_the_office_alone(life: Life) -> None:
    life.begins()
    told = life.told
    life.tries(Result.WRONG_NUMBER)
    assert life.told == told
    assert life.unsealed("phone") == life.number
    assert life.request.state == "open"


def test_a_missing_interpreter_is_our_fault(life: Life) -> None:
    life.begins()
    life.tries(Result.INTERPRETER_MISSING)
    request = life.request
    assert (request.attempts, request.missed, request.risen) == (0, 0, 1)
    assert request.latest_at == at(2, 15)
    assert "Det er vår feil" in life.last_text
    assert "tolk" not in life.last_text


def test_it_moves_with_its_place_its_promise_and_its_history(life: Life) -> None:
    before = life.begins().request
    life.tries(Result.NO_ANSWER)
    life.tries(Result.MOVED, office_id=NAV_FAGERDAL)
    after = life.request
    assert (after.place, after.office_id) == (FAGERDAL, NAV_FAGERDAL)
    assert after.first_contact_at == before.first_contact_at
    assert after.latest_at == at(2, 15)
    assert life.history[:2] == ["submitted", "no_answer"]
    assert "Fagerdal" not in life.last_text
    assert "Ønsket ditt er gitt videre" in life.last_text


def test_it_moves_to_no_office_that_is_not_there(life: Life) -> None:
    life.begins()
    for office in (None, "nav-nowhere", "nav-alna"):
        with pytest.raises(NoSuchOffice):
            life.tries(Result.MOVED, office_id=office)
    assert life.history == ["submitted"]


def test_done_needs_a_reason_and_the_person_may_bring_it_back(life: Life) -> None:
    life.begins()
    for note in (None, "", "  "):
        with pytest.raises(NotForThis):
            life.tries(Result.DONE, note=note)
    life.tries(Result.DONE, note="snakket med henne på kontoret")
    request = life.request
    assert (request.state, request.close_reason, request.due_at) == ("closed", "staff", None)
    assert life.writes("nei") == "callback_answer"
    assert (life.request.state, life.request.close_reason) == ("open", None)


def test_an_attempt_after_the_end_is_kept_and_changes_nothing(life: Life) -> None:
    life.begins()
    life.tries(Result.DONE, note="løst")
    assert life.tries(Result.NO_ANSWER)
    assert life.request.state == "closed"
    assert life.request.attempts == 0
    assert "no_answer" in life.history


def test_who_said_stop_is_not_written_to(life: Life) -> None:
    life.begins()
    life.writes("STOP")
    told = life.told
    life.tries(Result.NO_ANSWER)
    assert life.told == told
    assert life.request.missed == 1


def test_texts_were_declined(life: Life) -> None:
    life.begins()
    with life.store.write() as tx:
        conversation_of(tx, "sms", life.number)
        tx.merge(life.request).may_text = False
    told = life.told
    life.tries(Result.NO_ANSWER)
    assert life.told == told


def test_monday_is_a_monday() -> None:
    assert MONDAY.weekday() == 0
