"""The words that begin and end a relay, in every language: ``data/relay/words.yml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from bot.language.answer_words import fold
from bot.language.choice import chosen_language
from bot.store.reference import ALPHABET, LENGTH

WORDS = Path(__file__).parents[2] / "data" / "relay" / "words.yml"
Kind = Literal["start", "relay", "end"]
_SIGNS = frozenset(ALPHABET.casefold())


@dataclass(frozen=True)
class Start:
    """A relay is to begin; ``spoken`` is the language that was named at once, served or not."""

    spoken: str | None


def start_phrase(language: str) -> str:
    """What our texts tell an interpreter to write: "start tolk"."""
    return f"{_first('start', language)} {_first('relay', language)}"


def end_phrase(language: str) -> str:
    """The same for the end: "slutt tolk"."""
    return f"{_first('end', language)} {_first('relay', language)}"


def end_word(language: str) -> str:
    """What a person writes who ends a relay alone, before their code."""
    return _first("end", language)


def read_start(text: str) -> Start | None:
    """A whole message that begins a relay, perhaps with the language the person speaks."""
    words = text.split()
    kinds = [_kinds(word) for word in words[:2]]
    if len(kinds) < 2 or not _are_both(kinds, "start", "relay"):
        return None
    spoken = chosen_language(" ".join(words[2:])) if len(words) > 2 else None
    return Start(spoken) if spoken is not None or len(words) == 2 else None


def language_of_start(text: str, guess: str | None) -> str | None:
    """The language whose words begin the relay: the guess, where it is one of several."""
    words = [fold(word) for word in text.split()[:2]]
    spoken = [
        language
        for language, lists in _lists().items()
        if any(word in lists["start"] for word in words)
        and any(word in lists["relay"] for word in words)
    ]
    return guess if guess in spoken or not spoken else spoken[0]


def is_start_word(text: str) -> bool:
    return "start" in _kinds(text)


def is_end_word(text: str) -> bool:
    return "end" in _kinds(text)


def is_end_phrase(text: str) -> bool:
    """ "slutt tolk": the end of the relay, from whoever writes it."""
    words = text.split()
    return len(words) == 2 and _are_both([_kinds(word) for word in words], "end", "relay")


def read_private_end(text: str) -> str | None:
    """The code after the word for the end, or "" for the word alone; None: it is neither."""
    words = text.split()
    if not words or len(words) > 2 or not any(is_end_word(word) for word in words):
        return None
    codes = [word.strip(".:,").upper() for word in words if not is_end_word(word)]
    if not codes:
        return "" if len(words) == 1 else None
    return codes[0] if len(codes[0]) == LENGTH and set(codes[0].casefold()) <= _SIGNS else None


def _are_both(kinds: list[frozenset[str]], one: Kind, other: Kind) -> bool:
    first, second = kinds
    return (one in first and other in second) or (other in first and one in second)


def _kinds(word: str) -> frozenset[str]:
    return _all().get(fold(word), frozenset())


def _first(kind: Kind, language: str) -> str:
    text: str = _raw()[language][kind]
    return text.split(",")[0].strip()


@cache
def _all() -> Mapping[str, frozenset[str]]:
    """Every word, folded, and what it may mean."""
    kinds: dict[str, set[str]] = {}
    for lists in _lists().values():
        for kind, words in lists.items():
            for word in words:
                kinds.setdefault(word, set()).add(kind)
    return {word: frozenset(found) for word, found in kinds.items()}


@cache
def _lists() -> Mapping[str, Mapping[str, frozenset[str]]]:
    return {
        language: {
            kind: frozenset(fold(word) for word in text.split(",")) for kind, text in kinds.items()
        }
        for language, kinds in _raw().items()
    }


@cache
def _raw() -> Mapping[str, Mapping[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return loaded
