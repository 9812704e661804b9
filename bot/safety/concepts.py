"""What the words of a message mean, whatever language they are in.

data/concepts holds, for every language, the words people text for some two hundred concepts
("breathe", "thrown_out", "tonight", "film"). Words that mean the same are one feature to the
trained model, so that what it learned from messages in one language is known in all twenty.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from bot.safety.folding import fold_words

DATA = Path(__file__).resolve().parents[2] / "data" / "concepts"

Concepts = frozenset[str]
NOTHING: Concepts = frozenset()

_SHORTEST_BEGINNING = 2


class ConceptsError(ValueError):
    """A file of data/concepts cannot be used; the message names the file and the entry."""


class WordLists:
    """The word lists of all languages; a message is read in every one of them.

    A word counts in the language that knows most words of the message: Norwegian "grå" (grey) is
    not Polish "gra" (game) among Norwegian words.
    """

    def __init__(self, lists: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        self.languages = tuple(lists)
        self._words: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._beginnings: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._phrases: dict[str, list[tuple[int, str, tuple[str, ...]]]] = defaultdict(list)
        for language, concepts in enumerate(lists.values()):
            for concept, entries in concepts.items():
                for entry in entries:
                    self._add(language, concept, entry)
        self._longest = max(map(len, self._beginnings), default=0)

    def _add(self, language: int, concept: str, entry: str) -> None:
        words = _entry_words(entry)
        if not words:
            raise ConceptsError(f"{self.languages[language]}.yml, {concept}: «{entry}» has no word")
        if len(words) > 1:
            self._phrases[words[0].rstrip("*")].append((language, concept, words))
        elif words[0].endswith("*"):
            self._beginnings[words[0][:-1]].append((language, concept))
        else:
            self._words[words[0]].append((language, concept))

    def read(self, words: Sequence[str]) -> list[Concepts]:
        """The concepts of each folded word, in the languages that know the most of them."""
        found = [self._of(words, at) for at in range(len(words))]
        known = Counter(language for each in found for language in {one for one, _ in each})
        most = max(known.values(), default=0)
        best = {language for language, count in known.items() if count == most}
        return [
            frozenset(concept for language, concept in each if language in best) for each in found
        ]

    def _of(self, words: Sequence[str], at: int) -> set[tuple[int, str]]:
        word = words[at]
        found = set(self._words.get(word, ()))
        for length in range(_SHORTEST_BEGINNING, min(len(word), self._longest) + 1):
            beginning = word[:length]
            if beginning in self._beginnings:
                found.update(self._beginnings[beginning])
            if beginning in self._phrases:
                found.update(self._phrases_at(beginning, words, at))
        return found

    def _phrases_at(
        self, beginning: str, words: Sequence[str], at: int
    ) -> Iterator[tuple[int, str]]:
        for language, concept, phrase in self._phrases[beginning]:
            said = words[at : at + len(phrase)]
            if len(said) == len(phrase) and all(map(_stands_for, phrase, said)):
                yield language, concept


def _stands_for(entry: str, word: str) -> bool:
    return word.startswith(entry[:-1]) if entry.endswith("*") else word == entry


def _entry_words(entry: str) -> tuple[str, ...]:
    words: list[str] = []
    for part in entry.split():
        folded = [word for word, _ in fold_words(part.removesuffix("*"))]
        if folded and part.endswith("*"):
            folded[-1] += "*"
        words += folded
    return tuple(words)


def load(folder: Path = DATA) -> WordLists:
    """Load every language of a folder.

    Raises ConceptsError naming the file and the entry that cannot be used.
    """
    lists = {}
    for path in sorted(folder.glob("*.yml")):
        lists[path.stem] = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506
    if not lists:
        raise ConceptsError(f"{folder.name}: no word lists")
    return WordLists(lists)


@cache
def word_lists() -> WordLists:
    """Return the word lists, loaded once per process."""
    return load()
