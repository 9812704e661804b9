"""Reads the answer to "Are you safe now? 1 yes 2 no"."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from bot.safety.folding import fold
from bot.safety.screening import is_alarming
from bot.safety.vocabulary import vocabulary

Answer = Literal["safe", "danger"]

Phrases = Mapping[tuple[str, ...], str]
"""The words of an answer → what it means."""

WORD = re.compile(r"[^\W_]+")
MOST_OTHER_WORDS = 2


def read_answer(text: str) -> Answer | None:
    """Read an answer in any language, or None when it says neither clearly.

    Anything alarming in it wins over every "yes, I am fine". It is read in the languages that know
    most of its words, so that Norwegian "nå" (now) is not a Kurdish "na" (no). One-word answers
    count at either end of the message; a bare yes with more than two other words is not taken for
    safe.
    """
    if is_alarming(text):
        return "danger"
    words = WORD.findall(fold(text, keep_doubles=True))
    readings = [_found(words, phrases) for phrases in _phrases().values()]
    most = max(map(_covered, readings))
    answers = {_meant(words, each) for each in readings if most and _covered(each) == most}
    return answers.pop() if len(answers) == 1 else None


def _meant(words: list[str], found: list[tuple[str, int]]) -> Answer | None:
    meanings = {meaning for meaning, _ in found}
    if "danger" in meanings:
        return None if "safe" in meanings else "danger"
    if meanings != {"safe"}:
        return None
    plain = any(length > 1 for _, length in found)
    return "safe" if plain or len(words) - _covered(found) <= MOST_OTHER_WORDS else None


def _covered(found: list[tuple[str, int]]) -> int:
    return sum(length for _, length in found)


def _found(words: list[str], phrases: Phrases) -> list[tuple[str, int]]:
    """Return the meaning and length in words of each answer, the longest phrase first."""
    longest = max(map(len, phrases), default=0)
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            meaning = phrases.get(tuple(words[at : at + length]))
            at_an_end = at == 0 or at + length == len(words)
            if meaning and (length > 1 or at_an_end or meaning == "doubt"):
                found.append((meaning, length))
                at += length
                break
        else:
            at += 1
    return found


@cache
def _phrases() -> Mapping[str, Phrases]:
    return {
        language: {tuple(WORD.findall(phrase)): meaning for phrase, meaning in answers.items()}
        for language, answers in vocabulary().answers.items()
    }
