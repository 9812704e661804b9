"""How old somebody says they are: "jeg er 17 år", "عمري 17", "17 yaşındayım"."""

import re
from functools import cache

from bot.language.answer_words import fold, words

OLDEST = 120
ANY_NUMBER = "0"
"""Stands for the number in the templates of ``data/answers``, where people write #."""
MOST_OTHER_WORDS = 1
"""Beside the age: "hei". With more, the message says something of its own."""
_BESIDE_DIGITS = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")


def own_age(text: str) -> int | None:
    """The writer's age in years, where they say it."""
    found = _found(text)
    return found[0] if found else None


def is_about_age(text: str) -> bool:
    """Is the message that they are young, or how old they are, and nothing else?"""
    found = _found(text)
    beside = [found[1]] if found else []
    beside += [_beside(text, name) for name in ("young_words", "minor_words")]
    return min(beside) <= MOST_OTHER_WORDS


def is_only_age(text: str) -> bool:
    """Is the message an age and not one word besides?"""
    found = _found(text)
    return found is not None and found[1] == 0


def says_young(text: str) -> bool:
    return words().has_phrase("young_words", text)


def says_minor(text: str) -> bool:
    return words().has_phrase("minor_words", text)


def _beside(text: str, name: str) -> int:
    """How many words a text has beside the longest phrase of a list; all too many without one."""
    said = f" {fold(text)} "
    found = [phrase for phrase in words().all_of(name) if f" {phrase} " in said]
    longest = max((len(phrase.split()) for phrase in found), default=-MOST_OTHER_WORDS - 1)
    return len(said.split()) - longest


def _found(text: str) -> tuple[int, int] | None:
    """The age, and how many words there are beside it."""
    tokens = fold(_BESIDE_DIGITS.sub(" ", text)).split()
    if not any(token.isdecimal() for token in tokens):
        return None
    for wanted in _templates():
        for start in range(len(tokens) - len(wanted) + 1):
            age = _age(tokens[start : start + len(wanted)], wanted)
            if age is not None:
                return age, len(tokens) - len(wanted)
    return None


@cache
def _templates() -> list[list[str]]:
    """The longest first, so that no word of it counts as another word."""
    return sorted((each.split() for each in words().all_of("age_words")), key=len, reverse=True)


def _age(tokens: list[str], wanted: list[str]) -> int | None:
    age = None
    for token, want in zip(tokens, wanted, strict=True):
        if want != ANY_NUMBER:
            if token != want:
                return None
        elif token.isdecimal() and 0 < int(token) <= OLDEST:
            age = int(token)
        else:
            return None
    return age
