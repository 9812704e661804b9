"""What `lavterskel understand` writes."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.brain.understand import understand

pytestmark = pytest.mark.brain

KEYS = [
    "id",
    "language",
    "language_confidence",
    "intent",
    "topic",
    "emergency",
    "emergency_level",
    "confidence",
    "top_topics",
]


WILD = {
    "emoji": "😭😭🙏",
    "letter": "a",
    "nothing": "",
    "long": "jeg vil klage på vedtaket om sosialhjelp " * 40,
    "longest danger": f"{'jeg vil klage på vedtaket om sosialhjelp. ' * 37} mannen min slår meg nå",
    "scripts": "hei مرحبا привет ሰላም 你好",
    "zero width": "jeg\u200b vil\u200c kla\u00adge på ved\u2060taket",
    "unserved": "ich habe seit zwei wochen kein geld mehr für die miete",
    "foreign script": "मुझे मदद चाहिए",
    "surrogate": "hei \ud83d",
}


@pytest.fixture(scope="module")
def understood(model: Path) -> dict[str, dict[str, Any]]:
    messages = [
        {"id": "question", "text": "jeg vil klage på vedtaket"},
        {"id": "danger", "text": "mannen min slår meg nå, hjelp"},
        {"id": "nonsense", "text": "qwrtplk zzxcv"},
        {"id": "number", "text": "1", "language": "pl"},
        *({"id": name, "text": text} for name, text in WILD.items()),
        {"id": "polish", "text": "nie mam pieniędzy na czynsz w tym miesiącu"},
    ]
    lines = [json.dumps(message) + "\n" for message in messages]
    return {each["id"]: each for each in map(json.loads, understand([*lines, "\n"], model))}


def test_every_line_has_exactly_the_keys_of_the_contract_in_order(
    understood: dict[str, dict[str, Any]],
) -> None:
    assert list(understood) == ["question", "danger", "nonsense", "number", *WILD, "polish"]
    assert all(list(each) == KEYS for each in understood.values())


def test_a_question_has_its_topic(understood: dict[str, dict[str, Any]]) -> None:
    question = understood["question"]
    assert (question["language"], question["intent"]) == ("nb", "topic")
    assert question["topic"] == "complaint_decision" == question["top_topics"][0]
    assert question["emergency"] == "none"
    assert question["emergency_level"] is None


def test_certain_danger_is_the_intent(understood: dict[str, dict[str, Any]]) -> None:
    danger = understood["danger"]
    assert (danger["intent"], danger["emergency"]) == ("emergency", "violence")
    assert danger["emergency_level"] == "certain"
    assert danger["topic"] is None


def test_nonsense_still_gets_a_label_and_three_topics(
    understood: dict[str, dict[str, Any]],
) -> None:
    assert understood["nonsense"]["intent"] != "nlu_fallback"
    assert len(set(understood["nonsense"]["top_topics"])) == 3


def test_the_remembered_language_decides_a_bare_number(
    understood: dict[str, dict[str, Any]],
) -> None:
    assert understood["number"]["language"] == "pl"
    assert understood["polish"]["language"] == "pl"


def test_wild_messages_are_read_like_others(understood: dict[str, dict[str, Any]]) -> None:
    assert understood["zero width"]["topic"] == "complaint_decision"
    assert understood["long"]["topic"] == "complaint_decision"
    assert understood["longest danger"]["emergency_level"] == "certain"
    assert all(len(understood[name]["top_topics"]) == 3 for name in WILD)
    assert understood["emoji"]["language"] is None
    assert understood["emoji"]["emergency_level"] is None
    assert understood["letter"]["emergency_level"] is None


def test_a_language_we_do_not_serve_is_told_for_what_it_is(
    understood: dict[str, dict[str, Any]],
) -> None:
    assert understood["unserved"]["language"] == "de"
    assert understood["foreign script"]["language"] == "hi"
