"""Who cannot speak is not phoned, and an unsafe phone is sent nothing, in every language."""

from pathlib import Path

import pytest
import yaml

from bot.language.served import LANGUAGES
from bot.safety import Needs, may_wait, read_needs

SENTENCES = yaml.safe_load(
    (Path(__file__).parent / "data" / "contact.yml").read_text(encoding="utf-8")
)


def said(kind: str) -> list[tuple[str, str]]:
    return [(language, text) for language in SENTENCES for text in SENTENCES[language][kind]]


def test_every_language_has_its_sentences() -> None:
    assert set(SENTENCES) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_cannot_speak_is_heard(language: str) -> None:
    missed = [
        text for text in SENTENCES[language]["cannot_speak"] if not read_needs(text).cannot_speak
    ]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unsafe_phone_is_heard(language: str) -> None:
    missed = [
        text for text in SENTENCES[language]["unsafe_phone"] if not read_needs(text).unsafe_phone
    ]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinary_words_are_neither(language: str) -> None:
    wrong = [text for text in SENTENCES[language]["neither"] if read_needs(text) != Needs()]
    assert wrong == []


WAITS = ["jeg har ikke penger til mat", "we have no food", "nie mam pieniędzy na jedzenie",
         "مفيش فلوس للأكل"]  # fmt: skip
NEVER_WAITS = [
    "jeg har ikke penger til mat, og insulinen er tom",
    "vi har ikke mat til babyen",
    "no food and the heating is cut off",
    "nie mam leków",
    "hjelp",
    "",
]


@pytest.mark.parametrize("text", WAITS)
def test_food_and_money_may_wait(text: str) -> None:
    assert may_wait(text)


@pytest.mark.parametrize("text", NEVER_WAITS)
def test_medicine_infants_cold_and_what_is_not_understood_never_wait(text: str) -> None:
    assert not may_wait(text)
