"""What the model makes of single messages: only what must hold whatever it was trained on."""

import pytest

from bot.brain.agent import BrainAgent

pytestmark = pytest.mark.brain

NOT_UNDERSTOOD = "nlu_fallback"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("1", "yes"),
        ("١", "yes"),
        ("Tak!", "yes"),
        ("نعم", "yes"),
        ("2", "no"),
        ("4", "no"),
        ("nei takk", "no"),
        ("لا", "no"),
    ],
)
def test_short_answers_are_never_guessed(agent: BrainAgent, text: str, intent: str) -> None:
    assert agent.parse(text)["intent"] == {"name": intent, "confidence": 1.0}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("qwrtplk zzxcv wqqz", id="letters without words"),
        pytest.param("ሰላም ገንዘብ የለኝን", id="Tigrinya, not trained yet"),
        pytest.param("ყურადღება დახმარება", id="Georgian"),
        pytest.param("🙂🙂🙂", id="emoji"),
    ],
)
def test_what_was_never_seen_is_not_taken_for_a_question(agent: BrainAgent, text: str) -> None:
    assert agent.parse(text)["intent"]["name"] == NOT_UNDERSTOOD


@pytest.mark.parametrize("text", ["ring meg", "hei", "1", "qwrtplk", "", "strøm"])
def test_three_topics_are_always_ranked(agent: BrainAgent, text: str) -> None:
    ranking = agent.parse(text)["topic"]["ranking"]
    confidences = [each["confidence"] for each in ranking]
    assert len({each["name"] for each in ranking}) == 3
    assert confidences == sorted(confidences, reverse=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jeg vil klage på vedtaket", "JEG VIL KLAGE PÅ VEDTAKET"),
        ("nie mam pieniędzy na czynsz", "nie mam pieniedzy na czynsz"),
    ],
)
def test_case_and_accents_change_nothing_that_matters(
    agent: BrainAgent, one: str, other: str
) -> None:
    assert agent.parse(one)["topic"]["name"] == agent.parse(other)["topic"]["name"]
