"""The language of a conversation: one stray message does not change it, two do, a choice does."""

import pytest

from bot.language.conversation import ConversationLanguage, hear
from bot.language.identify import Guess


def talk(state: ConversationLanguage, *heard: str | None, sentence: bool = True) -> str | None:
    for language in heard:
        state = hear(state, Guess(language, 0.9), sentence=sentence)
    return state.language


@pytest.mark.parametrize(
    ("heard", "language"),
    [
        pytest.param([], None, id="nothing heard"),
        pytest.param([None], None, id="nothing recognised"),
        pytest.param(["pl"], "pl", id="the first is taken"),
        pytest.param(["pl", "en"], "pl", id="one other does not flip"),
        pytest.param(["pl", "en", "en"], "en", id="two others do"),
        pytest.param(["pl", "en", None, "en"], "en", id="an emoji between them does not matter"),
        pytest.param(["pl", "en", "pl", "en"], "pl", id="one's own language between them does"),
        pytest.param(["pl", "en", "ar"], "pl", id="two different ones do not"),
        pytest.param(["pl", "en", "ar", "ar"], "ar", id="the later of two candidates"),
        pytest.param(["nb", "uk", "uk"], "uk", id="to a language not served"),
    ],
)
def test_a_conversation_follows_the_person(heard: list[str | None], language: str | None) -> None:
    assert talk(ConversationLanguage(), *heard) == language


def test_short_words_do_not_undo_a_choice() -> None:
    chosen = ConversationLanguage("pl", chosen=True)
    assert talk(chosen, "en", "en", "en", sentence=False) == "pl"


def test_two_whole_sentences_undo_a_choice() -> None:
    chosen = ConversationLanguage("pl", chosen=True)
    assert talk(chosen, "en") == "pl"
    assert talk(chosen, "en", "en") == "en"


def test_after_a_flip_the_old_language_needs_two_messages_again() -> None:
    assert talk(ConversationLanguage(), "pl", "en", "en", "pl") == "en"
