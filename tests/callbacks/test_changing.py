"""The person asks how it stands, adds, moves, and ends it; the answers are true."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.callbacks.attempts import Result
from bot.callbacks.changing import note_change
from bot.callbacks.status import status_words
from bot.store.conversations import conversation_of
from bot.store.tables import CallbackNote
from tests.callbacks.life import FAGERDAL, LYKKEFJORD, Life

HOUR = timedelta(hours=1)


def says(life: Life, words: str) -> str:
    """What the dialogue passes on as a change, and what it answers."""
    with life.store.write() as tx:
        conversation = conversation_of(tx, life.channel, life.number)
        name, body = note_change(tx, life.speaker, conversation, words, f"change:{words}")
        life.speaker.say(tx, conversation, body, name=name, key=f"said:{words}")
        return name


def asks(life: Life) -> str:
    """How does it stand?"""
    with life.store.write() as tx:
        conversation = conversation_of(tx, life.channel, life.number)
        name, body = status_words(tx, life.speaker, conversation)
        life.speaker.say(tx, conversation, body, name=name, key=f"status:{tx.now}")
        return body


def test_the_status_says_how_often_somebody_phoned(life: Life) -> None:
    life.begins()
    assert "En person ringer deg senest onsdag 3. mars kl. 15:00." in asks(life)
    life.tries(Result.NO_ANSWER)
    life.passes(4 * HOUR + timedelta(minutes=10))
    life.tries(Result.VOICEMAIL_LEFT)
    status = asks(life)
    assert "Antall ganger: 2. Sist: mandag 1. mars kl. 13:10." in status


def test_the_status_admits_a_broken_promise(life: Life) -> None:
    life.begins()
    life.passes(timedelta(days=3))
    assert "Det er vår feil" in asks(life)


def test_why_has_nobody_called_brings_it_back(life: Life) -> None:
    life.begins()
    life.tries(Result.REACHED)
    assert "Det er notert at en person snakket med deg mandag 1. mars" in asks(life)
    assert life.writes("2") == "callback_answer"
    assert life.request.reached_at is None
    assert life.history[-1] == "reopened"


def test_the_status_of_one_that_silence_has_ended_lets_it_live_again(life: Life) -> None:
    life.begins()
    life.tries(Result.REACHED)
    life.passes(4 * HOUR)
    life.passes(timedelta(days=20))
    assert life.request.close_reason == "silence"
    assert "ble avsluttet" in asks(life)
    life.writes("nei")
    assert life.request.state == "open"


def test_what_they_add_is_kept_and_nothing_ends(life: Life) -> None:
    life.begins()
    life.tries(Result.REACHED)
    assert says(life, "jeg glemte å si at jeg har fått et brev") == "utter_callback_change_noted"
    with life.store.read() as tx:
        (note,) = tx.scalars(select(CallbackNote))
        assert "brev" in tx.unseal(life.request.conversation_id, note.words)
    assert life.history[-1] == "noted"
    life.passes(timedelta(days=30))
    assert life.request.state == "open"  # nobody has spoken with them about that


def test_who_moves_is_moved_along(life: Life) -> None:
    life.begins()
    assert says(life, "jeg har flyttet til Fagerdal") == "utter_callback_moved"
    assert (life.request.place, life.request.office_id) == (FAGERDAL, "nav-fagerdal")
    assert life.history[-1] == "relocated"


def test_a_place_that_is_not_connected_is_left_to_a_human(life: Life) -> None:
    life.begins()
    assert says(life, "jeg har flyttet til Solvik") == "utter_callback_change_noted"
    assert life.request.place == LYKKEFJORD


@pytest.mark.parametrize("words", ["ikke ring meg", "glem det dere trenger ikke ringe"])
def test_who_wants_no_call_after_all_is_asked_and_it_ends(life: Life, words: str) -> None:
    life.begins()
    assert says(life, words) == "utter_callback_ask_cancel"
    assert life.request.state == "open"
    assert life.writes("1") == "callback_answer"
    assert (life.request.state, life.request.close_reason) == ("closed", "person")


def test_who_thinks_again_keeps_it(life: Life) -> None:
    life.begins()
    says(life, "ikke ring meg")
    assert life.writes("2") == "callback_answer"
    assert life.request.state == "open"
    assert "Ønsket ditt står" in life.last_text


def test_a_call_that_is_not_wanted_before_friday_is_no_end(life: Life) -> None:
    life.begins()
    assert says(life, "ikke ring før fredag") == "utter_callback_change_noted"


def test_right_after_a_word_of_ours_it_is_read_without_the_brain(life: Life) -> None:
    life.begins()
    life.tries(Result.NO_ANSWER)
    assert life.writes("ikke ring meg") == "callback_answer"
    assert life.writes("ja") == "callback_answer"
    assert life.request.close_reason == "person"


@pytest.mark.parametrize("word", ["STOP", "CANCEL"])
def test_the_carriers_words_end_no_request(life: Life, word: str) -> None:
    life.begins()
    life.tries(Result.NO_ANSWER)
    assert life.writes(word) == "keyword"
    assert life.request.state == "open"
