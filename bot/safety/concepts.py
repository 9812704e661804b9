"""What the words of a message mean, whatever language they are in.

data/concepts holds, for every language, the words people text for some two hundred concepts
("breathe", "thrown_out", "tonight", "film"). Words that mean the same are one feature to the
trained model, so that what it learned from messages in one language is known in all twenty.
`make weights` turns the lists into one file that is read where it lies: a hundred thousand entries
as Python objects would weigh as much as the rest of the edge.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import cast

import marisa_trie
import yaml

from bot.safety.folding import fold_words
from bot.safety.spelling import is_arabic, without_prefixes

LISTS = Path(__file__).resolve().parents[2] / "data" / "concepts"
COMPILED = Path(__file__).parent / "weights" / "concepts.marisa"

Concepts = frozenset[int]
"""The concepts a word may stand for, by number: their order in the lists."""

Lists = Mapping[str, Mapping[str, Iterable[str]]]
"""Language → concept → words and phrases."""

_STAR = "*"
_REMEMBERED_WORDS = 2048
_Meaning = tuple[int, int]
"""Language and concept, by number."""


class ConceptsError(ValueError):
    """A file of data/concepts cannot be used; the message names the file and the entry."""


class WordLists:
    """The word lists of all languages; a message is read in every one of them.

    A word counts in the language that knows most words of the message: Norwegian "grå" (grey) is
    not Polish "gra" (game) among Norwegian words.
    """

    def __init__(self, entries: marisa_trie.BytesTrie) -> None:
        self._entries = entries
        # A long message is read in pieces and by the sentence: the same words come again.
        self._of_word = lru_cache(maxsize=_REMEMBERED_WORDS)(self._look_up)

    def read(self, words: Sequence[str]) -> list[Concepts]:
        """The concepts of each folded word, in the languages that know the most of them."""
        found = [self._of(words, at) for at in range(len(words))]
        known = Counter(language for each in found for language in {one for one, _ in each})
        most = max(known.values(), default=0)
        best = {language for language, count in known.items() if count == most}
        return [
            frozenset(concept for language, concept in each if language in best) for each in found
        ]

    def _of(self, words: Sequence[str], at: int) -> set[_Meaning]:
        found = set(self._spelled(words[at], words, at))
        if not found and is_arabic(words[at]):
            for shorter in without_prefixes(words[at]):
                found.update(self._spelled(shorter, words, at))
        return found

    def _spelled(self, word: str, words: Sequence[str], at: int) -> Iterator[_Meaning]:
        for meaning, rest in self._of_word(word):
            said = words[at + 1 : at + 1 + len(rest)]
            if len(said) == len(rest) and all(map(_stands_for, rest, said)):
                yield meaning

    def _look_up(self, word: str) -> tuple[tuple[_Meaning, tuple[str, ...]], ...]:
        """What a word may mean, each with the words that must follow it."""
        found = []
        for beginning in self._entries.prefixes(word):
            for entry in cast("list[bytes]", self._entries[beginning]):
                language, concept, is_beginning = entry[:3]
                if beginning == word or is_beginning:
                    found.append(((language, concept), tuple(entry[3:].decode().split())))
        return tuple(found)


def _stands_for(entry: str, word: str) -> bool:
    return word.startswith(entry[:-1]) if entry.endswith(_STAR) else word == entry


def compiled(lists: Lists) -> marisa_trie.BytesTrie:
    """The lists as one trie: first word → language, concept, star or not, the other words.

    Raises ConceptsError for an entry without a word, and when the languages differ in concepts.
    """
    orders = [list(concepts) for concepts in lists.values()]
    if len(list(groupby(orders))) != 1:
        raise ConceptsError("every language lists the same concepts in the same order")
    return marisa_trie.BytesTrie(sorted(_entries(lists)))


def _entries(lists: Lists) -> Iterator[tuple[str, bytes]]:
    for language, (name, concepts) in enumerate(lists.items()):
        for concept, (called, entries) in enumerate(concepts.items()):
            for entry in entries:
                words = _entry_words(entry)
                if not words:
                    raise ConceptsError(f"{name}.yml, {called}: «{entry}» has no word")
                numbers = bytes([language, concept, words[0].endswith(_STAR)])
                yield words[0].removesuffix(_STAR), numbers + " ".join(words[1:]).encode()


def _entry_words(entry: str) -> tuple[str, ...]:
    words: list[str] = []
    for part in entry.split():
        folded = [word for word, _ in fold_words(part.removesuffix(_STAR))]
        if folded and part.endswith(_STAR):
            folded[-1] += _STAR
        words += folded
    return tuple(words)


def read_lists(folder: Path = LISTS) -> Lists:
    """Read every language of a folder; raises ConceptsError for a file that is no list."""
    lists = {}
    for path in sorted(folder.glob("*.yml")):
        lists[path.stem] = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506
        if not isinstance(lists[path.stem], dict):
            raise ConceptsError(f"{path.name} has no concepts")
    if not lists:
        raise ConceptsError(f"{folder.name}: no word lists")
    return lists


@cache
def word_lists() -> WordLists:
    """Return the compiled word lists, opened once per process."""
    return WordLists(marisa_trie.BytesTrie().mmap(str(COMPILED)))
