"""Word lists: the openings people write, and words that belong to one language alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bot.language.served import BOKMAL, NORWEGIAN

_MIN_WORD_WITH_ENDING = 6
_MIN_BORROWED_COMPOUND = 10


class Vocabulary:
    """words.yml, turned round: from opening or word to the one language that has it."""

    def __init__(self, lists: Mapping[str, Any]) -> None:
        self._borrowed = frozenset(lists["borrowed"].split())
        self._borrowed_endings = tuple(lists["borrowed_endings"])
        own = {key: each for key, each in lists.items() if not key.startswith("borrowed")}
        self._openings = _owners({key: each["openings"] for key, each in own.items()})
        self._words = _owners({key: each["words"].split() for key, each in own.items()})

    def is_borrowed(self, word: str) -> bool:
        """Whether the word is Norwegian that people use inside every language."""
        long = len(word) >= _MIN_BORROWED_COMPOUND
        return word in self._borrowed or (long and word.endswith(self._borrowed_endings))

    def owners_of_opening(self, message: str) -> frozenset[str]:
        """The languages in which this whole message is an opening; often none."""
        return self._openings.get(message, frozenset())

    def votes(self, words: Iterable[str]) -> Counter[str]:
        """How many of the words belong to each language, and to it alone."""
        owners = (self._words.get(word, frozenset()) for word in words)
        return Counter(next(iter(each)) for each in owners if len(each) == 1)


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary(_load("words.yml"))


def norwegian_kind(words: Iterable[str], remembered: str | None) -> str:
    """Nynorsk or bokmål by marker words; without any, what is remembered, else bokmål."""
    markers, endings = _norwegian_markers()
    kinds = (markers.get(word) or _by_ending(word, endings) for word in words)
    counts = Counter(kind for kind in kinds if kind)
    if counts["nn"] != counts["nb"]:
        return "nn" if counts["nn"] > counts["nb"] else "nb"
    return remembered if remembered in NORWEGIAN else BOKMAL


def is_marker(word: str) -> bool:
    """Whether a word is written in one kind of Norwegian and not in the other."""
    markers, endings = _norwegian_markers()
    return word in markers or _by_ending(word, endings) is not None


def _by_ending(word: str, endings: Mapping[str, tuple[str, ...]]) -> str | None:
    if len(word) < _MIN_WORD_WITH_ENDING:
        return None
    return next((kind for kind, ends in endings.items() if word.endswith(ends)), None)


@cache
def _norwegian_markers() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    lists = _load("nynorsk.yml")
    markers = {word: kind for kind in NORWEGIAN for word in lists[kind].split()}
    return markers, {kind: tuple(ends) for kind, ends in lists["endings"].items()}


def _owners(lists: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    owners: dict[str, set[str]] = {}
    for language, entries in lists.items():
        for entry in entries:
            owners.setdefault(entry, set()).add(language)
    alike: dict[frozenset[str], frozenset[str]] = {}
    return {
        entry: alike.setdefault(frozen := frozenset(languages), frozen)
        for entry, languages in owners.items()
    }


def _load(name: str) -> Any:
    return yaml.safe_load(files("bot.language").joinpath(name).read_text(encoding="utf-8"))
