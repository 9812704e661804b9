"""How a relay begins, by SMS: language, name, and whether the person agrees."""

import pytest
from sqlalchemy import select

from bot.store.tables import DataKey, Escalation, Inbound, Outbox
from tests.house import House
from tests.relay.interpreter import BY_NAME, Interpreter

STORY = "hun har ikke penger til husleia"


@pytest.fixture
def sara(house: House) -> Interpreter:
    return Interpreter(house)


def test_a_person_who_agrees_is_asked_what_they_need(sara: Interpreter) -> None:
    sara.starts("tigrinja")
    sara.hears("Hva trenger du hjelp til?")
    transcript = sara.transcript()
    assert transcript.relayed.consent == "given"
    assert transcript.relayed.called == BY_NAME
    assert transcript.relayed.interpreter == "tigrinja"
    assert [turn.speaker for turn in transcript.turns] == ["assistant", "person", "assistant"]
    assert transcript.turns[0].in_norwegian is not None
    assert "Kan jeg lagre det" in transcript.turns[0].in_norwegian


def test_consent_is_asked_a_sentence_at_a_time_in_both_languages(sara: Interpreter) -> None:
    sara.says("start tolk tigrinja")
    sara.hears("Hva heter du?")
    sara.says(BY_NAME)
    asked = sara.hears("Kan jeg lagre det")
    assert "1. ኣነ ኣውቶማቲክ ሓጋዚ እየ።\nJeg er en automatisk assistent.\n2. " in asked
    assert "1 እወ\n1 ja" in asked


def test_the_language_is_asked_for_and_an_unknown_one_never_guessed(sara: Interpreter) -> None:
    sara.says("tolk start")
    sara.hears("Hvilket språk snakker personen?")
    sara.says("vet ikke helt")
    sara.hears("Hvilket språk snakker personen?")
    sara.says("ትግርኛ")
    sara.hears("Hva heter du?")


def test_a_language_we_do_not_have_is_said_so_with_who_has_it(sara: Interpreter) -> None:
    sara.says("start tolk vietnamesisk")
    assert "vietnamesisk" in sara.hears("NAV kan bestille en tolk")
    assert [relay.state for relay in sara.relays()] == ["ended"]


def test_an_interpreter_is_answered_in_their_own_language(sara: Interpreter) -> None:
    sara.says("begin interpreter arabic")
    sara.hears("What is your name?")


def test_who_refuses_leaves_nothing_but_that_they_refused(house: House, sara: Interpreter) -> None:
    sara.starts("tigrinja", agrees=False)
    sara.hears("Jeg lagrer bare det som gjelder fare")
    (relay,) = sara.relays()
    assert (relay.state, relay.consent, relay.called) == ("refused", "refused", None)
    with house.store.read() as tx:
        of_person = {"conversation_id": relay.conversation_id}
        for table in (Inbound, Outbox, DataKey):
            assert tx.scalars(select(table).filter_by(**of_person)).all() == []
    sara.says("1: hun sier likevel noe")
    sara.hears("Jeg lagrer bare det som gjelder fare")


def test_what_is_said_before_they_agree_is_not_kept(house: House, sara: Interpreter) -> None:
    sara.says("start tolk tigrinja")
    sara.hears("Hva heter du?")
    sara.says(BY_NAME)
    sara.hears("Kan jeg lagre det")
    sara.says(STORY)
    sara.hears("Kan jeg lagre det")
    assert STORY not in sara.own_messages()
    assert {turn.speaker for turn in sara.transcript().turns} == {"assistant"}


def test_danger_is_heard_before_they_agree(house: House, sara: Interpreter) -> None:
    sara.says("start tolk tigrinja")
    sara.hears("Hva heter du?")
    sara.says(BY_NAME)
    sara.hears("Kan jeg lagre det")
    sara.says("hun har ikke noe sted å sove i natt, hun sover ute")
    house.line("fallback").hears("via tolk")
    (relay,) = sara.relays()
    with house.store.read() as tx:
        case = tx.scalars(select(Escalation)).one()
        assert case.conversation_id == relay.conversation_id
    assert relay.consent == "unasked"


def test_who_was_in_danger_and_then_refuses_is_still_helped_and_told_what_is_kept(
    house: House, sara: Interpreter
) -> None:
    sara.says("start tolk tigrinja")
    sara.hears("Hva heter du?")
    sara.says(BY_NAME)
    sara.hears("Kan jeg lagre det")
    sara.says("hun har ikke noe sted å sove i natt, hun sover ute")
    sara.hears("Hvor er du?")
    sara.says("Lykkefjord")
    house.line("lykkefjord-duty").hears("via tolk")
    sara.says("nei")
    sara.hears("Jeg lagrer bare det som gjelder fare")
    (relay,) = sara.relays()
    assert relay.consent == "refused"
    with house.store.read() as tx:
        assert tx.scalars(select(Escalation)).one().state == "open"
        of_person = {"conversation_id": relay.conversation_id}
        assert tx.scalars(select(DataKey).filter_by(**of_person)).one()


def test_nobody_interprets_for_more_people_than_can_be_kept_apart(sara: Interpreter) -> None:
    for number in range(5):
        sara.says("start tolk tigrinja" if number == 0 else f"{number} start")
        sara.hears("Hva heter du?" if number == 0 else "Hvilket språk")
    sara.says("start tolk arabisk")
    sara.hears("Du har mange samtaler nå")
    assert len(sara.relays()) == 5
