"""Replies are worded from the catalogue, values and all."""

from typing import Any

import pytest

from bot.brain.nlg import CatalogueNLG, conversation_language
from bot.language.catalogue import Catalogue, MissingValue, UnknownText

NUMBERS = {"police": "112", "ambulance": "113", "nks": "55 55 33 33"}

THANKS = "Bare hyggelig. Skriv igjen når du vil, eller RING hvis en person skal ringe deg."


@pytest.fixture
def nlg() -> CatalogueNLG:
    return CatalogueNLG(catalogue=Catalogue(NUMBERS))


async def _worded(nlg: CatalogueNLG, name: str, **values: Any) -> str:
    return str((await nlg.generate(name, None, "test", **values))["text"])


async def test_without_a_turn_replies_are_in_bokmal(nlg: CatalogueNLG) -> None:
    assert await _worded(nlg, "utter_thanks") == THANKS


async def test_a_turn_decides_the_language(nlg: CatalogueNLG) -> None:
    conversation_language.set("en")
    assert "1 yes" in await _worded(nlg, "utter_call_offer")


async def test_one_reply_can_be_in_another_language(nlg: CatalogueNLG) -> None:
    assert "po polsku" in await _worded(nlg, "utter_language_set", language="pl")


async def test_choices_are_numbered_lines_of_texts_and_names(nlg: CatalogueNLG) -> None:
    choices = ["Hamar", {"text": "utter_choice_person_phones"}]
    assert "1 Hamar\n2 en person ringer meg" in await _worded(
        nlg, "utter_choose_topic", choices=choices
    )


async def test_words_that_look_like_a_name_of_a_text_stay_words(nlg: CatalogueNLG) -> None:
    choices = ["utter_choice_person_phones"]
    assert "1 utter_choice_person_phones" in await _worded(
        nlg, "utter_choose_topic", choices=choices
    )


async def test_a_missing_value_or_text_is_an_error(nlg: CatalogueNLG) -> None:
    with pytest.raises(MissingValue):
        await _worded(nlg, "utter_choose_topic")
    with pytest.raises(UnknownText):
        await _worded(nlg, "utter_nobody_wrote_this")
