"""Loads the curated phrases of data/safety, one file a language."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.safety.folding import fold
from bot.safety.notation import NotationError, parse, parse_list
from bot.safety.phrases import Part, Phrase, forget_pieces
from bot.safety.spelling import Spelling

DATA = Path(__file__).resolve().parents[2] / "data" / "safety"

Kind = Literal["life", "suicide", "violence", "child", "shelter", "necessities"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Level = Literal["certain", "ask"]
Effect = Literal["skip", "soften"]

# Bokmål and nynorsk are mixed in one message; every other language is a family of its own.
FAMILY = {"nb": "no", "nn": "no"}


class VocabularyError(ValueError):
    """A file of data/safety cannot be used; the message names the file and the entry."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Alarm(_Strict):
    name: str
    kind: Kind
    level: Level
    whole_message: bool = False
    phrases: list[str]


class _Harmless(_Strict):
    name: str
    effect: Effect
    kinds: list[Kind] = []
    phrases: list[str]


class _Answers(_Strict):
    safe: list[str]
    danger: list[str]
    doubt: list[str]


class _File(_Strict):
    language: str
    reviewed: bool
    words: dict[str, list[str]] = {}
    alarms: list[_Alarm]
    harmless: list[_Harmless]
    politeness: list[str]
    not_typos: list[str] = []
    answers: _Answers


@dataclass(frozen=True, slots=True)
class Alarm:
    """A phrase that means danger; `rule` names its language and entry."""

    rule: str
    family: str
    kind: Kind
    level: Level
    whole_message: bool
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Harmless:
    """A phrase that takes danger away.

    `skip`: its own words do not count. `soften`: in its sentence a certain alarm becomes a
    question, and what would have been a question becomes nothing. It softens alarms of its own
    family of languages only: Norwegian "grå" must not be taken for Polish "gra" (game).
    """

    family: str
    effect: Effect
    kinds: frozenset[Kind]
    phrase: Phrase


class Vocabulary:
    """All languages together: a message is read in every language at once."""

    def __init__(self, files: list[Path]) -> None:
        self.alarms: list[Alarm] = []
        self.harmless: list[Harmless] = []
        self.politeness: list[Phrase] = []
        self.answers: dict[str, dict[str, str]] = {}
        """By language: what people answer, folded, and what it means."""
        innocent: set[str] = set()
        for path in files:
            innocent |= self._add(path)
        self.spelling = Spelling(
            {term for phrase in self._phrases() for term in phrase.vocabulary}, innocent
        )
        forget_pieces()

    def _add(self, path: Path) -> set[str]:
        file = _read(path)
        lists: dict[str, Part] = {}
        try:
            for name, entries in file.words.items():
                entry = f"words: {name}"
                lists[name] = parse_list(entries, lists)
            for alarm in file.alarms:
                entry = alarm.name
                self.alarms += _alarms(file.language, alarm, lists)
            for item in file.harmless:
                entry = item.name
                self.harmless += _harmless(file.language, item, lists)
            entry = "politeness"
            self.politeness += [parse(text, lists) for text in file.politeness]
        except NotationError as error:
            raise VocabularyError(f"{path.name}, {entry}: {error}") from error
        self.answers[file.language] = {
            fold(text, keep_doubles=True): meaning
            for meaning, texts in file.answers
            for text in texts
        }
        return {_innocent(word) for word in file.not_typos}

    def _phrases(self) -> Iterator[Phrase]:
        yield from (alarm.phrase for alarm in self.alarms)
        yield from (item.phrase for item in self.harmless)
        yield from self.politeness


def load(folder: Path = DATA) -> Vocabulary:
    """Load every language of a folder.

    Raises VocabularyError naming the file and the entry that cannot be used.
    """
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise VocabularyError(f"{folder.name}: no language files")
    return Vocabulary(files)


@cache
def vocabulary() -> Vocabulary:
    """Return the curated vocabulary, loaded once per process."""
    return load()


def _read(path: Path) -> _File:
    try:
        # The base loader makes nothing but text, lists and mappings: "no" and "yes" stay words.
        return _File.model_validate(yaml.load(path.read_text("utf-8"), yaml.CBaseLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise VocabularyError(f"{path.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise VocabularyError(f"{path.name}, {where}: {first['msg']}") from error


def _innocent(word: str) -> str:
    return fold(word.removesuffix("*")) + ("*" if word.endswith("*") else "")


def _alarms(language: str, alarm: _Alarm, lists: dict[str, Part]) -> list[Alarm]:
    rule = f"{language}/{alarm.kind}/{alarm.name}"
    family = FAMILY.get(language, language)
    return [
        Alarm(rule, family, alarm.kind, alarm.level, alarm.whole_message, parse(text, lists))
        for text in alarm.phrases
    ]


def _harmless(language: str, item: _Harmless, lists: dict[str, Part]) -> list[Harmless]:
    family, kinds = FAMILY.get(language, language), frozenset(item.kinds or KINDS)
    return [Harmless(family, item.effect, kinds, parse(text, lists)) for text in item.phrases]
