"""The dialogue as it is stored: short, whole, and forgiving when the domain has moved on."""

import json

import pytest

from bot.brain.agent import BrainAgent
from bot.brain.tracker_store import MOST_EVENTS, deserialise, serialise
from tests.brain.conversation import Person

pytestmark = pytest.mark.brain

IN_THE_FORM = ("ring meg", "jeg får ikke penger til mat", "Hamar")


def test_a_dialogue_survives_being_stored(person: Person) -> None:
    person.goes_through(*IN_THE_FORM)
    assert person.dialogue is not None
    tracker = deserialise("c-1", person.dialogue, person.agent.domain)
    assert tracker is not None
    assert tracker.get_slot("callback_kommune")["place"] == "Hamar"
    assert tracker.active_loop_name == "callback_form"
    assert json.loads(serialise(tracker)) == json.loads(person.dialogue)


def test_a_long_conversation_keeps_few_events_and_all_it_knows(person: Person) -> None:
    person.goes_through(*IN_THE_FORM)
    for _ in range(30):
        person.goes_through("kan jeg klage på vedtaket fra nav")
        assert person.dialogue is not None
        assert len(json.loads(person.dialogue)) <= MOST_EVENTS
    assert person.says("1") == ["utter_ask_callback_window"]
    person.goes_through("1", "1", "1", "1")
    assert "Sted: Hamar" in person.read


def test_a_long_conversation_stays_small(person: Person) -> None:
    for _ in range(40):
        person.says("jeg vil klage på vedtaket")
    assert len(str(person.dialogue)) < 40_000


def test_the_dialogue_holds_no_replies(person: Person) -> None:
    person.goes_through(*IN_THE_FORM)
    assert not [event for event in json.loads(person.dialogue or "") if event["event"] == "bot"]


UNFIT = [
    pytest.param({"event": "slot", "name": "shoe_size", "value": 44}, id="a slot of old"),
    pytest.param({"event": "active_loop", "name": "old_form"}, id="a form of old"),
    pytest.param({"event": "action", "name": "action_of_old"}, id="an action of old"),
    pytest.param({"event": "nonsense"}, id="an event of another Rasa"),
]


@pytest.mark.parametrize("unfit", UNFIT)
def test_a_dialogue_that_no_longer_fits_starts_anew(
    agent: BrainAgent, person: Person, unfit: dict[str, object]
) -> None:
    person.goes_through(*IN_THE_FORM)
    person.dialogue = json.dumps([*json.loads(person.dialogue or ""), unfit])
    assert person.says("hei") == ["utter_greeting"]


@pytest.mark.parametrize("stored", ["", "not json", "{}", "[1, 2]", "null", '[{"event": null}]'])
def test_an_unreadable_dialogue_starts_anew(person: Person, stored: str) -> None:
    person.dialogue = stored
    assert person.says("hei") == ["utter_greeting"]
