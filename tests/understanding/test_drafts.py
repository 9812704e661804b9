"""The drafted languages that are not served yet: whole, and with their measure kept apart."""

import json
from pathlib import Path

import pytest
import yaml

from bot.language.placeholders import placeholders
from bot.language.served import LANGUAGES
from bot.language.sources import read_sources
from tests.understanding.test_data import INTENTS, KINDS, PROJECT, plain, titled_topics

DRAFTS = PROJECT / "drafts"
LATER = [language for language in LANGUAGES if language not in LANGUAGES]
EMERGENCIES_AT_LEAST = 6 * 39
MESSAGES_PER_TOPIC = 10

in_each_draft = pytest.mark.parametrize("language", LATER)


def learned(language: str) -> dict[str, list[str]]:
    """Label → training messages."""
    found: dict[str, list[str]] = {}
    for path in sorted((DRAFTS / language / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = [line.removeprefix("- ") for line in block["examples"].splitlines()]
            found.setdefault(block["intent"], []).extend(lines)
    return found


def lines(path: Path) -> list[dict[str, str | None]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@in_each_draft
def test_every_topic_intent_and_emergency_has_messages(language: str) -> None:
    messages = learned(language)
    topics = {f"topic/{topic}" for topic in titled_topics()}
    assert set(messages) == topics | INTENTS | {"emergency"}
    assert len(messages["emergency"]) >= EMERGENCIES_AT_LEAST
    assert not [topic for topic in topics if len(messages[topic]) < MESSAGES_PER_TOPIC]


@in_each_draft
def test_what_is_measured_on_is_not_learned(language: str) -> None:
    known = {plain(text) for texts in learned(language).values() for text in texts}
    measured = lines(DRAFTS / language / "understanding.jsonl")
    measured += [
        each
        for each in lines(DRAFTS / language / "safety_test.jsonl")
        if each["emergency"] != "none"
    ]
    seen = [text for each in measured if len((text := str(each["text"])).split()) > 2]
    assert not [text for text in seen if plain(text) in known]
    assert {each["emergency"] for each in measured} == KINDS | {"none"}


@in_each_draft
def test_every_text_keeps_its_placeholders(language: str) -> None:
    sources = {name: source for name, source in read_sources().items() if not source.staff}
    document = yaml.safe_load((DRAFTS / language / "texts.yml").read_text(encoding="utf-8"))
    texts = document[language]
    assert [
        name
        for name, text in texts.items()
        if name in sources and placeholders(text) != placeholders(sources[name].text)
    ] == []
    assert len(sources.keys() - texts.keys()) <= len(sources) // 20
