"""The messages to learn from: data/nlu, and for the safety net alone data/safety."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.language.served import LANGUAGES
from bot.safety.vocabulary import vocabulary

DATA = Path(__file__).parents[3] / "data"
NO_DANGER = "none"
EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Message:
    """One message, with its language and what it is about."""

    text: str
    language: str
    danger: str
    """An emergency kind, or "none"."""


def messages(data: Path = DATA) -> Iterator[Message]:
    """Yield every message of every language, in the order of the languages and files."""
    for language in LANGUAGES:
        for path in sorted((data / "nlu" / language).glob("*.yml")):
            yield from _of_understanding(path, language)
        for answer in vocabulary_answers(language, "safe"):
            yield Message(answer, language, NO_DANGER)
        learned = data / "safety" / "messages" / f"{language}.jsonl"
        if learned.exists():
            for line in learned.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                yield Message(row["text"], language, row["emergency"])


def vocabulary_answers(language: str, meaning: str) -> list[str]:
    """What people answer to the safety question, as data/safety has it, folded."""
    answers = vocabulary().answers[language]
    return [text for text, means in answers.items() if means == meaning]


def _of_understanding(path: Path, language: str) -> Iterator[Message]:
    document = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506
    for block in document["nlu"]:
        danger = block["metadata"]["kind"] if block["intent"] == EMERGENCY else NO_DANGER
        for line in block["examples"].splitlines():
            yield Message(line.removeprefix("- ").strip(), language, danger)
