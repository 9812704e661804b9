"""The words short answers consist of, in every language.

They are in ``data/answers/<language>.yml``, where somebody who speaks the language can change them.
All languages are read at once: a person may answer a Polish question with "yes".
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

ANSWERS_DIR = Path(__file__).parents[2] / "data" / "answers"

# Letters that Unicode does not take apart, and Arabic letters people write in place of each other.
SAME_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "æ": "ae", "đ": "d", "ı": "i", "’": "'", "ى": "ي", "ة": "ه", "ـ": None}
)
EMOJI_SELECTORS = str.maketrans("", "", "\ufe0f\u20e3")


Lists = TypeVar("Lists", bound=BaseModel)
PLAIN_QUESTIONS = ("refusal_words", "bring_words", "how_long_words", "without_bankid_words")


class UnreadableAnswerWords(Exception):
    """A file of answer words is not as it should be; the message names the file and the key."""


def fold(text: str) -> str:
    """The text without case, accents and punctuation, one space between words."""
    decomposed = unicodedata.normalize("NFKD", text.translate(EMOJI_SELECTORS)).casefold()
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    words = "".join(
        sign if sign.isalnum() or unicodedata.category(sign) == "So" else " "
        for sign in letters.translate(SAME_LETTERS)
    )
    return " ".join(words.split())


def _split(value: object) -> tuple[str, ...]:
    if not isinstance(value, str):
        raise ValueError("write the words on one line with commas between them")
    parts = value.replace("#", " 0 ").split(",")
    return tuple(folded for part in parts if (folded := fold(part)))


WordList = Annotated[tuple[str, ...], BeforeValidator(_split)]


class LanguageWords(BaseModel):
    """One file of ``data/answers``: every key holds words or phrases with commas between them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    yes_words: WordList
    no_words: WordList
    unknown_words: WordList
    """A whole message that says "I do not know" or "skip"."""
    cancel_words: WordList
    """A whole message that says "forget it"."""
    back_words: WordList
    more_words: WordList
    """A whole message that asks for the rest of an answer."""
    change_words: WordList
    counting_words: WordList
    """One, two, three, four, five: in this order."""
    and_words: WordList
    """Single words that join numbers."""
    number_words: WordList
    """Said before a number: "no.", "number", "alternative"."""
    this_number_words: WordList
    other_number_words: WordList
    wrong_number_words: WordList
    any_time_words: WordList
    morning_words: WordList
    afternoon_words: WordList
    time_words: WordList
    """Single words that make a free text a time: weekdays, "after", "tomorrow"."""
    before_time_words: WordList = ()
    """Single words that stand before a time and say nothing by themselves: "on", "i"."""
    safe_words: WordList
    unsafe_words: WordList
    correction_words: WordList
    """Single words of somebody who corrects where they live."""
    call_words: WordList
    """Single words of "please phone me" that say nothing about the matter."""
    call_me_words: WordList
    """A whole message that asks to be phoned: first the word our own texts tell people to write."""
    about_words: WordList
    """Single words after which the matter follows: "about"."""
    tried_words: WordList
    """Phrases of somebody who has tried to reach us before."""
    turned_away_words: WordList
    """Phrases of somebody who was sent away."""
    refusal_words: WordList
    """Phrases that ask whether they may be refused."""
    bring_words: WordList
    """Phrases people ask next: what do I bring, how long does it take, and without BankID."""
    how_long_words: WordList
    without_bankid_words: WordList
    age_words: WordList
    """How people say their own age, # for the number."""
    young_words: WordList
    """Phrases of somebody who is young, and of somebody not yet of age."""
    minor_words: WordList


class Words:
    """The answer words of all languages together."""

    def __init__(self, languages: Iterable[LanguageWords]) -> None:
        self._languages = tuple(languages)
        self._sets: dict[str, frozenset[str]] = {
            name: frozenset(word for each in self._languages for word in getattr(each, name))
            for name in LanguageWords.model_fields
        }
        self._counting = {
            word: number
            for each in self._languages
            for number, word in enumerate(each.counting_words, start=1)
        }

    def all_of(self, name: str) -> frozenset[str]:
        return self._sets[name]

    def is_one_of(self, name: str, text: str) -> bool:
        """Is the whole text one of the words called ``name``?"""
        return fold(text) in self._sets[name]

    def is_plain_question(self, text: str) -> bool:
        """Is the whole text one of what people ask next: may they say no, what do I bring?"""
        return any(self.is_one_of(name, text) for name in PLAIN_QUESTIONS)

    def has_one_of(self, name: str, text: str) -> bool:
        """Does the text hold a single word called ``name``?"""
        return not self._sets[name].isdisjoint(fold(text).split())

    def count_without(self, name: str, text: str) -> int:
        """How many words the text has besides those called ``name``."""
        return sum(word not in self._sets[name] for word in fold(text).split())

    def has_phrase(self, name: str, text: str) -> bool:
        """Does the text hold one of the phrases called ``name``, as whole words?"""
        said = f" {fold(text)} "
        return any(f" {phrase} " in said for phrase in self._sets[name])

    def counted(self, word: str) -> int | None:
        return self._counting.get(word)


@lru_cache
def words(folder: Path = ANSWERS_DIR) -> Words:
    """All answer words.

    Raises:
        UnreadableAnswerWords: naming the file and what is wrong in it.
    """
    return Words(read_lists(folder, LanguageWords))


def read_lists(folder: Path, kind: type[Lists]) -> Iterator[Lists]:
    """The files of a folder, one a language, in their order.

    Raises:
        UnreadableAnswerWords: naming the file and what is wrong in it.
    """
    for path in sorted(folder.glob("*.yml")):
        try:
            yield kind.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (ValueError, yaml.YAMLError) as error:
            raise UnreadableAnswerWords(f"{path.name}: {error}") from error
