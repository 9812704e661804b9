"""Language told on messages of authors whose words no list or profile was made from.

The figures with raw counts are in docs/understanding.md; these are floors under them.
"""

from collections.abc import Iterator
from functools import cache

import pytest

from bot.brain.measuring import Labelled, held_out
from bot.language.identify import identify
from bot.language.profiles import letter_words
from bot.language.served import LANGUAGES, NORWEGIAN
from bot.language.vocabulary import is_marker

RIGHT = 0.97
RIGHT_IN_ONE_LANGUAGE = 0.93
BOKMAL_RIGHT = 0.90
NYNORSK_RIGHT = 0.70
NYNORSK_RIGHT_WITH_A_MARKER = 0.85
WITH_MEMORY = 0.95
WORDS = 3


@cache
def messages() -> tuple[Labelled, ...]:
    return tuple(held_out())


def long_messages(*languages: str) -> Iterator[Labelled]:
    for each in messages():
        if each.language in languages and len(each.text.split()) >= WORDS:
            yield each


def is_right(message: Labelled, remembered: str | None = None) -> bool:
    one = {identify(message.text, remembered).language, message.language}
    return len(one) == 1 or one <= set(NORWEGIAN)


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def test_the_language_of_three_words_or_more_is_told() -> None:
    assert share([is_right(each) for each in long_messages(*LANGUAGES)]) >= RIGHT


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_left_behind(language: str) -> None:
    assert share([is_right(each) for each in long_messages(language)]) >= RIGHT_IN_ONE_LANGUAGE


def told(message: Labelled) -> bool:
    return identify(message.text).language == message.language


def test_nynorsk_is_told_from_bokmal() -> None:
    nynorsk = list(long_messages("nn"))
    marked = [each for each in nynorsk if any(map(is_marker, letter_words(each.text.lower())))]
    assert share([told(each) for each in long_messages("nb")]) >= BOKMAL_RIGHT
    assert share([told(each) for each in nynorsk]) >= NYNORSK_RIGHT
    assert share([told(each) for each in marked]) >= NYNORSK_RIGHT_WITH_A_MARKER


def test_memory_keeps_a_word_or_two_in_the_conversations_language() -> None:
    short = [each for each in messages() if len(each.text.split()) < WORDS]
    assert len(short) >= 100
    assert share([is_right(each, each.language) for each in short]) >= WITH_MEMORY
