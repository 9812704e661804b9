"""How a relay begins, by SMS: language, name, and whether the person agrees."""

import pytest

from tests.house import House
from tests.relay.interpreter import Interpreter


@pytest.fixture
def sara(house: House) -> Interpreter:
    return Interpreter(house)


def test_a_person_who_agrees_is_asked_what_they_need(sara: Interpreter) -> None:
    sara.starts("tigrinja")
    sara.hears("Hva trenger du hjelp til?")
    transcript = sara.transcript()
    assert transcript.relayed.consent == "given"
    assert transcript.relayed.interpreter == "tigrinja"
    assert [turn.speaker for turn in transcript.turns] == ["assistant", "person", "assistant"]
