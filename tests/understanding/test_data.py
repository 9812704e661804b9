"""The messages the assistant learns from, and those it is measured on, kept apart."""

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from ruamel.yaml import YAML

from bot.brain.learning.messages import messages
from bot.brain.measuring import held_out
from bot.language.files import LOCALE, po_path, texts
from bot.language.served import LANGUAGES
from bot.language.topic_sources import overdue, read_topic_sources

PROJECT = Path(__file__).parents[2]
TESTS = Path(__file__).parent / "data"

TOPICS_AT_LEAST = {"nb": 20, "nn": 20, "en": 20}
TOPICS_AT_LEAST_ELSEWHERE = 12
INTENTS_AT_LEAST = 20
EMERGENCIES_AT_LEAST = 40
"""Of each kind."""
TEST_MESSAGES_AT_LEAST = 150
TEST_MESSAGES_PER_TOPIC = 2
TOPICS = 53
HELD_OUT_AT_LEAST = 150
WORDS_OF_ONES_OWN = 6
"""Shorter messages ("yes", "call me please") are everybody's."""

INTENTS = {
    *("callback", "callback_status", "callback_change", "interpreter", "language", "stop"),
    *("help", "greeting", "thanks", "goodbye", "yes", "no", "human_now", "out_of_scope"),
}
KINDS = {"life", "suicide", "violence", "child", "shelter", "necessities"}

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())) or text


@cache
def learned(language: str) -> tuple[tuple[str, str], ...]:
    """(label, message) of every training message."""
    paths = sorted((PROJECT / "data/nlu" / language).glob("*.yml"))
    return tuple(each for path in paths for each in learned_in(path))


def learned_in(path: Path) -> list[tuple[str, str]]:
    """(label, message) of the training messages of one file."""
    found = []
    for block in yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)["nlu"]:  # noqa: S506
        examples = block["examples"].splitlines()
        found += [(block["intent"], line.removeprefix("- ")) for line in examples]
    return found


@cache
def all_learned() -> frozenset[str]:
    return frozenset(plain(text) for each in LANGUAGES for _, text in learned(each))


@cache
def measured(language: str) -> tuple[dict[str, str | None], ...]:
    lines = (TESTS / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def responses() -> dict[str, str]:
    loaded = YAML(typ="safe").load(PROJECT / "domain/topics.yml")["responses"]
    return {name: variants[0]["text"] for name, variants in loaded.items()}


def titled_topics() -> set[str]:
    return {name.partition("/")[2] for name in responses() if name.startswith("utter_topic_title/")}


def answered_topics() -> set[str]:
    return {name.partition("/")[2] for name in responses() if name.startswith("utter_topic/")}


@in_each_language
def test_every_topic_and_intent_has_enough_messages(language: str) -> None:
    counts = Counter(label for label, _ in learned(language))
    enough = TOPICS_AT_LEAST.get(language, TOPICS_AT_LEAST_ELSEWHERE)
    expected = {f"topic/{topic}": enough for topic in titled_topics()}
    expected |= dict.fromkeys(INTENTS, INTENTS_AT_LEAST)
    assert set(counts) == set(expected) | {"emergency"}
    assert not {label: counts[label] for label in expected if counts[label] < expected[label]}


@in_each_language
def test_danger_has_enough_messages_and_as_many_harmless_ones_beside_it(language: str) -> None:
    kinds = Counter(each.danger for each in messages() if each.language == language)
    emergencies = kinds.total() - kinds["none"]
    assert not {kind: kinds[kind] for kind in KINDS if kinds[kind] < EMERGENCIES_AT_LEAST}
    # What sounds like danger, everyday messages and headlines, written to stand against it.
    harmless = len(learned_in(PROJECT / "data/nlu" / language / "not_danger.yml"))
    kept_apart = PROJECT / "data/safety/messages" / f"{language}.jsonl"
    harmless += len(kept_apart.read_text(encoding="utf-8").splitlines())
    assert harmless >= emergencies


@in_each_language
def test_what_others_wrote_to_measure_by_was_never_learned(language: str) -> None:
    known = {plain(each.text) for each in messages()}
    rows = [each for each in held_out() if each.language == language]
    assert len(rows) >= HELD_OUT_AT_LEAST
    assert not [
        each.text
        for each in rows
        if len(each.text.split()) >= WORDS_OF_ONES_OWN and plain(each.text) in known
    ]


@in_each_language
def test_no_message_is_learned_twice_or_under_two_labels(language: str) -> None:
    counts = Counter(plain(text) for _, text in learned(language))
    assert not [text for text, times in counts.items() if times > 1]


@in_each_language
def test_no_measured_message_was_learned_in_any_language(language: str) -> None:
    known = all_learned()
    assert not [row["text"] for row in measured(language) if plain(str(row["text"])) in known]


@in_each_language
def test_the_measured_messages_cover_every_label(language: str) -> None:
    rows = measured(language)
    topics = Counter(row["topic"] for row in rows if row["topic"])
    assert len(rows) >= TEST_MESSAGES_AT_LEAST
    assert set(topics) == titled_topics()
    assert min(topics.values()) >= TEST_MESSAGES_PER_TOPIC
    assert {row["intent"] for row in rows} == INTENTS | {"topic", "emergency"}
    assert {row["emergency"] for row in rows} == KINDS | {"none"}


@in_each_language
def test_the_labels_of_a_measured_message_agree(language: str) -> None:
    for row in measured(language):
        assert set(row) == {"id", "text", "intent", "topic", "emergency"}
        assert (row["topic"] is not None) == (row["intent"] == "topic"), row["id"]
        assert (row["emergency"] != "none") == (row["intent"] == "emergency"), row["id"]
    assert len({row["id"] for row in measured(language)}) == len(measured(language))


@in_each_language
def test_no_message_carries_a_phone_or_identity_number(language: str) -> None:
    texts = [text for _, text in learned(language)]
    texts += [str(row["text"]) for row in measured(language)]
    assert not [text for text in texts if re.search(r"\d(?:[ .-]?\d){5,}", text)]


@in_each_language
def test_no_message_has_rasas_marks_for_entities(language: str) -> None:
    assert not [text for _, text in learned(language) if re.search(r"[\[\]{}]", text)]


def test_every_topic_has_a_title() -> None:
    assert len(titled_topics()) == TOPICS
    assert answered_topics() <= titled_topics()


def test_every_answer_says_where_its_facts_come_from_and_when_they_are_looked_at_again() -> None:
    sources = read_topic_sources()
    assert set(sources) == answered_topics()
    assert all(source.check_again > source.checked for source in sources.values())


def test_what_is_due_to_be_looked_at_again_is_named() -> None:
    sources = read_topic_sources()
    assert set(overdue(date(2100, 1, 1))) == set(sources)
    assert overdue(min(source.checked for source in sources.values())) == []


@in_each_language
def test_every_answer_and_title_exists_in_each_language_without_typed_digits(language: str) -> None:
    catalogue = texts(po_path(LOCALE, language))
    for name in responses():
        assert catalogue.get(name), name
        assert not re.search(r"\d", catalogue[name]), name
