"""The words that begin and end a relay: known in every language, and never a question or a stop."""

import pytest

from bot.inbox.keywords import HELP_WORDS, START_WORDS, STOP_WORDS
from bot.language.answer_words import fold, words
from bot.language.catalogue import wordings
from bot.language.served import LANGUAGES, language_name, own_name
from bot.relay.words import (
    Start,
    end_phrase,
    end_word,
    is_end_phrase,
    read_private_end,
    read_start,
    start_phrase,
)

CODE = "ACDEFH"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_we_tell_people_to_write_is_understood(language: str) -> None:
    assert read_start(start_phrase(language)) == Start(None)
    assert is_end_phrase(end_phrase(language))
    assert read_private_end(f"{end_word(language)} {CODE}") == CODE
    assert read_private_end(f"{end_word(language)} {CODE.lower()}.") == CODE
    assert read_private_end(end_word(language)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_may_follow_at_once_in_any_words(language: str) -> None:
    assert read_start(f"start tolk {own_name(language)}") == Start(language)
    assert read_start(f"Tolk start {language_name(language, 'nb')}") == Start(language)


def test_no_title_of_a_topic_and_no_question_about_interpreters_begins_one() -> None:
    for name, title in wordings("utter_topic_title/"):
        assert read_start(title) is None, name
    for text in ("tolk", "tolk?", "trenger tolk", "tolk tigrinja", "need interpreter", "start"):
        assert read_start(text) is None, text
    assert read_start("start tolk jeg har ikke noe sted å bo") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_for_the_end_is_one_the_carrier_or_an_answer_uses(language: str) -> None:
    word = fold(end_word(language))
    assert word not in STOP_WORDS | HELP_WORDS | START_WORDS
    assert not any(words().is_one_of(name, word) for name in ("yes_words", "no_words"))
