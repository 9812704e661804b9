"""Words that mean the same are one concept, whatever the language and the spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.served import LANGUAGES
from bot.safety.concepts import (
    LISTS,
    ConceptsError,
    WordLists,
    compiled,
    read_lists,
    word_lists,
)
from bot.safety.features import features, length
from bot.safety.folding import fold_words

CONCEPTS = list(next(iter(read_lists().values())))
MADE_UP = {
    "nb": {"hit": ["slå*", "gi meg juling"], "grey": ["grå"]},
    "pl": {"hit": ["bij*"], "grey": ["gra"]},
    "ar": {"hit": ["يضرب*"], "grey": ["رمادي"]},
}


def meant(text: str, lists: WordLists | None = None) -> list[set[str]]:
    names = CONCEPTS if lists is None else ["hit", "grey"]
    read = (lists or word_lists()).read([word for word, _ in fold_words(text)])
    return [{names[number] for number in each} for each in read]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        pytest.param("han slår meg", "hit", id="bokmål"),
        pytest.param("mąż mnie bije", "hit", id="polish"),
        pytest.param("زوجي يضربني", "hit", id="arabic"),
        pytest.param("mi marido me pega", "hit", id="spanish"),
        pytest.param("nie mam co jeść", "eat", id="polish food"),
        pytest.param("jeg har ikke mat", "food", id="bokmål food"),
        pytest.param("мне негде спать", "sleep", id="russian sleep"),
        pytest.param("i have nowhere to go", "nowhere", id="english nowhere"),
    ],
)
def test_a_word_of_any_language_is_its_concept(text: str, concept: str) -> None:
    assert any(concept in each for each in meant(text))


def test_every_language_lists_every_concept() -> None:
    assert {path.stem for path in LISTS.glob("*.yml")} == set(LANGUAGES)


def test_a_word_counts_in_the_language_that_knows_the_others() -> None:
    lists = WordLists(compiled(MADE_UP))
    assert meant("gra slår", lists) == [{"grey"}, {"hit"}]
    assert meant("mnie bije", lists) == [set(), {"hit"}]


def test_phrases_beginnings_and_arabic_prefixes_are_found() -> None:
    lists = WordLists(compiled(MADE_UP))
    assert meant("han vil gi meg juling", lists) == [set(), set(), {"hit"}, set(), set()]
    assert meant("slåss", lists) == [{"hit"}]
    assert meant("ويضربني", lists) == [{"hit"}]


def test_lists_that_differ_and_entries_without_a_word_are_refused() -> None:
    with pytest.raises(ConceptsError, match="same concepts"):
        compiled({"nb": {"hit": ["slå"]}, "pl": {"grey": ["gra"]}})
    with pytest.raises(ConceptsError, match=r"nb\.yml, hit: «!» has no word"):
        compiled({"nb": {"hit": ["!"]}})


@given(st.text(max_size=300))
def test_any_message_has_features_of_length_one(text: str) -> None:
    found = features([word for word, _ in fold_words(text)], word_lists())
    whole = length(found)
    assert all(weight > 0 for weight in found.values())
    assert sum((weight / whole) ** 2 for weight in found.values()) == pytest.approx(1)
