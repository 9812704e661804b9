"""Which word somebody asks the meaning of: "hva er depositum?", "what does vedtak mean".

How people ask, and their own words for the Norwegian ones, are in ``data/glossary``, a file a
language. All are read at once: people ask in their language about a word of a Norwegian letter.
What a word means is a text of the catalogue, ``utter_term/<id>``.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.language.answer_words import WordList, fold, read_lists

GLOSSARY_DIR = Path(__file__).parents[2] / "data" / "glossary"
MOST_OTHER_WORDS = 2
"""Beside the question and the word: "what is *a* vedtak *please*". With more, it is another
question."""


class LanguageGlossary(BaseModel):
    """One file of ``data/glossary``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asks: WordList
    """Phrases that ask for a meaning, before or after the word."""
    terms: dict[str, WordList]
    """The id of a term and the words people have for it."""


class Glossary:
    """All languages together."""

    def __init__(self, languages: Iterable[LanguageGlossary]) -> None:
        asks: set[str] = set()
        self.names: dict[str, str] = {}
        """Folded word → id of the term."""
        for language in languages:
            asks.update(language.asks)
            for term, names in language.terms.items():
                self.names.update(dict.fromkeys(names, term))
        self._asks = _longest_first(asks)
        self._names = _longest_first(self.names)

    def term_asked(self, text: str) -> str | None:
        """The id of the term that the whole message asks for."""
        folded = fold(text)
        if text.rstrip().endswith(("?", "؟", "፧")) and folded in self.names:
            return self.names[folded]
        said = f" {folded} "
        without = _without(said, self._asks)
        if without == said:
            return None
        name = next((each for each in self._names if f" {each} " in without), None)
        if name is None:
            return None
        others = without.replace(f" {name} ", " ", 1).split()
        return self.names[name] if len(others) <= MOST_OTHER_WORDS else None


def term_asked(text: str) -> str | None:
    return glossary().term_asked(text)


@lru_cache
def glossary(folder: Path = GLOSSARY_DIR) -> Glossary:
    """The glossary of all languages.

    Raises:
        UnreadableAnswerWords: naming the file and what is wrong in it.
    """
    return Glossary(read_lists(folder, LanguageGlossary))


def _longest_first(phrases: Iterable[str]) -> list[str]:
    return sorted(phrases, key=lambda phrase: (-len(phrase), phrase))


def _without(said: str, phrases: Iterable[str]) -> str:
    for phrase in phrases:
        said = said.replace(f" {phrase} ", " ")
    return said
