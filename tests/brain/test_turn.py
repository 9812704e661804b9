"""A turn takes a dialogue and gives a dialogue; what goes wrong in it comes out."""

import json
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_topic import AnswerTopic
from bot.brain.agent import BrainAgent
from bot.brain.turn import TurnFailed, run_turn
from bot.language.catalogue import Catalogue, UnknownText
from tests.brain.conversation import Person

pytestmark = pytest.mark.brain

QUESTION = "jeg vil klage på vedtaket"


def test_two_conversations_at_once_never_mix(agent: BrainAgent) -> None:
    first = Person(agent, "nb", "c-1")
    second = Person(agent, "en", "c-2")
    steps = zip(
        ("ring meg", "jeg får ikke penger til mat", "Hamar", "1", "2", "1", "1", "1", "1"),
        ("call me", "my landlord wants more rent", "Bergen", "1", "3", "2", "2", "2", "1"),
        strict=True,
    )
    for one, other in steps:
        first.says(one)
        second.says(other)
    assert first.request["about"] == "jeg får ikke penger til mat"
    assert first.request["place"] == "Hamar"
    assert second.request["about"] == "my landlord wants more rent"
    assert second.request["place"] == "Bergen"
    assert "landlord" not in str(first.dialogue)
    assert "penger" not in str(second.dialogue)


def test_the_brain_keeps_nothing_between_turns(agent: BrainAgent) -> None:
    Person(agent, "nb", "c-1").goes_through("ring meg", "jeg får ikke penger til mat")
    assert Person(agent, "nb", "c-1").says("Hamar") != ["utter_ask_callback_phone"]


def test_the_same_turn_twice_says_the_same(agent: BrainAgent) -> None:
    person = Person(agent)
    person.goes_through("ring meg", "jeg får ikke penger til mat")
    turn = {"conversation_id": "c-1", "text": "Hamar", "language": "nb"}
    once = run_turn(agent, dialogue=person.dialogue, **turn)
    again = run_turn(agent, dialogue=person.dialogue, **turn)
    assert once.said == again.said


def test_another_agent_goes_on_with_a_stored_dialogue(agent: BrainAgent, model: Any) -> None:
    person = Person(agent)
    person.goes_through("ring meg", "jeg får ikke penger til mat")
    person.agent = BrainAgent(model)
    assert person.says("Hamar") == ["utter_ask_callback_phone"]


def test_a_failing_action_fails_the_turn(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("the register is gone")

    executor = person.agent.action_endpoint._executor
    monkeypatch.setitem(executor.actions, AnswerTopic.called, fail_with(fail))
    with pytest.raises(TurnFailed) as failed:
        person.says(QUESTION)
    assert isinstance(failed.value.__cause__, ZeroDivisionError)
    monkeypatch.undo()
    assert person.says(QUESTION) == ["utter_topic/complaint_decision", "utter_call_offer"]


def fail_with(fail: Any) -> Any:
    def action(dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> None:
        fail()

    return action


def test_a_missing_text_fails_the_turn(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(catalogue: Catalogue, name: str, language: str, **values: object) -> str:
        raise UnknownText(name)

    monkeypatch.setattr(Catalogue, "text", missing)
    with pytest.raises(TurnFailed) as failed:
        person.says("hei")
    assert isinstance(failed.value.__cause__, UnknownText)


def test_silence_fails_the_turn(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    executor = person.agent.action_endpoint._executor
    monkeypatch.setitem(executor.actions, AnswerTopic.called, fail_with(lambda: None))
    with pytest.raises(TurnFailed):
        person.says(QUESTION)


def test_nothing_but_tokens_of_phone_numbers_is_in_the_dialogue(person: Person) -> None:
    person.goes_through("ring meg på ⟨phone 7⟩ om husleia mi", "Hamar", "1", "1", "1", "1")
    dialogue = json.dumps(json.loads(person.dialogue or ""), ensure_ascii=False)
    assert "⟨phone 7⟩" in dialogue
    assert "nummeret du skrev" in person.read


@pytest.mark.parametrize(
    "text", ["", " ", "?", "⟨phone 1⟩", "…", "a" * 2000, "🙂", "/", "{police}"]
)
def test_no_text_is_too_strange_for_a_turn(person: Person, text: str) -> None:
    assert person.says(text) != []


def test_braces_of_a_person_stay_braces(person: Person) -> None:
    person.goes_through(
        "ring meg", "jeg fikk {police} og {0} i brevet", "0", "0", "0", "0", "0", "0", "0"
    )
    assert "jeg fikk {police} og {0} i brevet" in person.read


def test_every_topic_of_the_model_has_a_title(agent: BrainAgent) -> None:
    titled = {
        name.partition("/")[2]
        for name in agent.domain.responses
        if name.startswith("utter_topic_title/")
    }
    assert _topics_of_the_model(agent) == titled


def test_every_topic_of_the_model_has_its_answer_and_the_offer_of_a_call(agent: BrainAgent) -> None:
    answered = {name.partition("/")[2] for name in agent.domain.responses if "topic/" in name}
    assert _topics_of_the_model(agent) == answered
    person = Person(agent)
    person.says("hvordan søker jeg kontantstøtte til den minste på ett år")
    assert "Kontantstøtte er penger" in person.read
    assert "Skal en person ringe deg?" in person.read


def _topics_of_the_model(agent: BrainAgent) -> set[str]:
    nodes = agent.processor.graph_runner._instantiated_nodes.values()
    classifier = next(node._component for node in nodes if hasattr(node._component, "_labels"))
    return {label.partition("/")[2] for label in classifier._labels if label.startswith("topic/")}
