"""What does this word mean? Asked in any language about a word of a Norwegian letter."""

import pytest

from bot.language.files import LOCALE, po_path, texts
from bot.language.glossary import glossary, term_asked
from bot.language.served import LANGUAGES

PREFIX = "utter_term/"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Hva er depositum?", "deposit"),
        ("hva betyr vedtak", "decision"),
        ("hva er et vedtak for noe", "decision"),
        ("Depositum?", "deposit"),
        ("what is a vedtak?", "decision"),
        ("what does namsmannen mean", "enforcement_officer"),
        ("forklar inkasso", "debt_collection"),
        ("hva er midlertidig botilbud", "temporary_housing"),
    ],
)
def test_the_meaning_of_a_word_is_asked(text: str, term: str) -> None:
    assert term_asked(text) == term


@pytest.mark.parametrize(
    "text",
    [
        "depositum",
        "jeg trenger hjelp med depositum",
        "hva er adressen til utleieren min og hvem kan hjelpe meg med å flytte",
        "hva er klokka",
        "hva gjør jeg hvis jeg får nei på klagen min",
        "",
    ],
)
def test_another_question_is_none_about_a_word(text: str) -> None:
    assert term_asked(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_can_be_asked_for_is_explained_in_every_language(language: str) -> None:
    explained = {name.removeprefix(PREFIX) for name in texts(po_path(LOCALE, language))}
    assert set(glossary().names.values()) <= explained


def test_every_explanation_can_be_asked_for() -> None:
    explained = {name for name in texts(po_path(LOCALE, "nb")) if name.startswith(PREFIX)}
    assert {f"{PREFIX}{term}" for term in glossary().names.values()} == explained
