"""The pieces phrases are made of, and how a phrase is found in a message."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Protocol

WIDEST_GAP = 4
NEAR = 15

Terms = frozenset[str]
Span = tuple[int, int]


class Words:
    """A message as the matcher sees it.

    `terms` are, for each word, the vocabulary terms it may stand for; `polite` the places of
    greetings and thanks, which change nothing.
    """

    def __init__(
        self, terms: list[Terms], sentences: list[int], polite: frozenset[int] = frozenset()
    ) -> None:
        self.terms = terms
        self.sentences = sentences
        self.polite = polite
        self.last_words = _last_words(sentences, polite)
        self.positions: dict[str, list[int]] = {}
        for position, each in enumerate(terms):
            for term in each:
                self.positions.setdefault(term, []).append(position)


def _last_words(sentences: list[int], polite: frozenset[int]) -> frozenset[int]:
    last = {sentences[at]: at for at in range(len(sentences)) if at not in polite}
    return frozenset(last.values())


class Part(Protocol):
    """One piece of a phrase."""

    def ends(self, words: Words, start: int) -> set[int]:
        """Return every position after the piece when it begins at `start`."""

    def needs(self) -> list[Terms]:
        """Return sets of terms; a message with none of one of them cannot hold this piece."""

    def first(self) -> tuple[Terms, bool]:
        """Return the terms the piece can begin with, and whether it can be empty."""

    def vocabulary(self) -> Terms:
        """Return every term the piece mentions."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or with a closing star every word beginning so."""

    term: str

    def ends(self, words: Words, start: int) -> set[int]:
        found = start < len(words.terms) and self.term in words.terms[start]
        return {start + 1} if found else set()

    def needs(self) -> list[Terms]:
        return [_shared(frozenset({self.term}))]

    def first(self) -> tuple[Terms, bool]:
        return _shared(frozenset({self.term})), False

    def vocabulary(self) -> Terms:
        return frozenset({self.term})


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to four words of any kind."""

    def ends(self, words: Words, start: int) -> set[int]:
        return set(range(start, min(start + WIDEST_GAP, len(words.terms)) + 1))

    def needs(self) -> list[Terms]:
        return []

    def first(self) -> tuple[Terms, bool]:
        return frozenset(), True

    def vocabulary(self) -> Terms:
        return frozenset()


@dataclass(frozen=True, slots=True)
class End:
    """The end of a sentence or of the message; a greeting or thanks may follow."""

    def ends(self, words: Words, start: int) -> set[int]:
        return {start} if start - 1 in words.last_words else set()

    def needs(self) -> list[Terms]:
        return []

    def first(self) -> tuple[Terms, bool]:
        return frozenset(), True

    def vocabulary(self) -> Terms:
        return frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several pieces, or none of them when optional."""

    options: tuple[Part, ...]
    optional: bool = False

    def ends(self, words: Words, start: int) -> set[int]:
        found = {start} if self.optional else set()
        return found.union(*(option.ends(words, start) for option in self.options))

    def needs(self) -> list[Terms]:
        each = [min(option.needs(), key=len, default=None) for option in self.options]
        if self.optional or None in each:
            return []
        return [_shared(frozenset[str]().union(*(terms for terms in each if terms)))]

    def first(self) -> tuple[Terms, bool]:
        each = [option.first() for option in self.options]
        terms = frozenset[str]().union(*(terms for terms, _ in each))
        return terms, self.optional or any(empty for _, empty in each)

    def vocabulary(self) -> Terms:
        return frozenset[str]().union(*(option.vocabulary() for option in self.options))


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces one after another, within one sentence."""

    parts: tuple[Part, ...]

    def ends(self, words: Words, start: int) -> set[int]:
        reached = {start}
        for part in self.parts:
            reached = {
                end
                for position in reached
                for end in part.ends(words, position)
                if end <= start + 1 or words.sentences[end - 1] == words.sentences[start]
            }
            if not reached:
                break
        return reached

    def needs(self) -> list[Terms]:
        return [terms for part in self.parts for terms in part.needs()]

    def first(self) -> tuple[Terms, bool]:
        terms: Terms = frozenset()
        for part in self.parts:
            more, empty = part.first()
            terms |= more
            if not empty:
                return terms, False
        return terms, True

    def vocabulary(self) -> Terms:
        return frozenset[str]().union(*(part.vocabulary() for part in self.parts))


class Phrase:
    """A phrase of the vocabulary, ready to be looked for."""

    __slots__ = ("_starts", "groups", "needs")

    def __init__(self, groups: Iterable[Row]) -> None:
        self.groups = tuple(groups)
        self.needs = tuple(terms for group in self.groups for terms in group.needs())
        self._starts = tuple(_in_order(group.first()[0]) for group in self.groups)

    @property
    def vocabulary(self) -> Terms:
        return frozenset[str]().union(*(group.vocabulary() for group in self.groups))

    def matches(self, words: Words) -> Iterator[tuple[Span, ...]]:
        """Yield the stretches of words that make up the phrase, each time it is found."""
        spans = [
            list(_spans(group, starts, words))
            for group, starts in zip(self.groups, self._starts, strict=True)
        ]
        for first in spans[0]:
            near = [[span for span in more if abs(span[0] - first[0]) <= NEAR] for more in spans]
            yield from ((first, *rest) for rest in _first_of_each(near[1:]))


def _spans(group: Row, starts: tuple[str, ...], words: Words) -> Iterator[Span]:
    for start in sorted({at for term in starts for at in words.positions.get(term, ())}):
        ends = group.ends(words, start)
        if ends:
            yield start, max(ends)


def _first_of_each(spans: list[list[Span]]) -> Iterator[tuple[Span, ...]]:
    return product(*(more[:1] for more in spans))


# Thousands of phrases are made of the same pieces: each piece exists once.
@cache
def _shared(terms: Terms) -> Terms:
    return terms


@cache
def _in_order(terms: Terms) -> tuple[str, ...]:
    return tuple(sorted(terms))


@cache
def the_word(term: str) -> Word:
    """The piece of one word, the same object each time."""
    return Word(sys.intern(term))


@cache
def the_row(parts: tuple[Part, ...]) -> Row:
    """The piece of these pieces in a row, the same object each time."""
    return Row(parts)


@cache
def the_choice(options: tuple[Part, ...], optional: bool = False) -> Choice:
    """The piece of one of these pieces, the same object each time."""
    return Choice(options, optional)


def forget_pieces() -> None:
    """Free what finding equal pieces took, when all phrases have been read."""
    for pieces in (_shared, _in_order, the_word, the_row, the_choice):
        pieces.cache_clear()
