"""Asking for a language, in one's own words."""

import pytest

from bot.language.choice import chosen_language
from bot.language.served import LANGUAGES, own_name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("English", "en", id="the name alone"),
        pytest.param("english please!", "en", id="with please"),
        pytest.param("Can you write in English?", "en", id="as a question"),
        pytest.param("po polsku", "pl", id="polish adverb"),
        pytest.param("Proszę po polsku", "pl", id="polish adverb with please"),
        pytest.param("po angielsku", "en", id="english asked for in polish"),
        pytest.param("عربي", "ar", id="arabic as spoken"),
        pytest.param("بالعربي لو سمحت", "ar", id="in arabic please"),
        pytest.param("الإنجليزية", "en", id="english asked for in arabic"),
        pytest.param("kan du skrive nynorsk", "nn", id="nynorsk in a question"),
        pytest.param("Norsk takk", "nb", id="norwegian thanks"),
        pytest.param("skriv arabisk", "ar", id="arabic asked for in norwegian"),
        pytest.param("Українська", "uk", id="a language not served yet"),
        pytest.param("dari", "fa", id="a name CLDR files elsewhere"),
    ],
)
def test_a_message_that_asks_for_a_language_chooses_it(text: str, language: str) -> None:
    assert chosen_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("takk", id="thanks"),
        pytest.param("my English teacher hit me", id="a language in passing"),
        pytest.param("jeg trenger tolk på arabisk", id="an interpreter is another wish"),
        pytest.param("jeg snakker ikke norsk", id="a language denied"),
        pytest.param("português", id="a language unknown here"),
    ],
)
def test_other_messages_choose_nothing(text: str) -> None:
    assert chosen_language(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_answers_to_its_own_name(language: str) -> None:
    assert chosen_language(own_name(language)) == language
