"""The notation in which phrases are written in data/safety, and how a phrase is found.

sove        the word                      sul*        every word beginning so
(a|b c)     one of these                  [noe]       perhaps this
{place}     a list from `words:`          ...         up to four words between
.           the sentence ends here        x + y       both, in any order, near each other
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Protocol

from bot.safety.folding import fold_words

WIDEST_GAP = 4
NEAR = 15
SHORTEST_BEGINNING = 2
MARK = re.compile(r"\.\.\.|\.(?=[\s)\]|]|$)|[()\[\]{}|+]|[^\s()\[\]{}|+.]+")

Terms = frozenset[str]
Span = tuple[int, int]


class NotationError(ValueError):
    """A phrase is not written in the notation."""


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
def _the_word(term: str) -> Word:
    return Word(sys.intern(term))


@cache
def _the_row(parts: tuple[Part, ...]) -> Row:
    return Row(parts)


@cache
def _the_choice(options: tuple[Part, ...], optional: bool = False) -> Choice:
    return Choice(options, optional)


def forget_pieces() -> None:
    """Free what finding equal pieces took, when all phrases have been read."""
    for pieces in (_shared, _in_order, _the_word, _the_row, _the_choice):
        pieces.cache_clear()


def parse(text: str, lists: Mapping[str, Part]) -> Phrase:
    """Read a phrase written in the notation.

    Raises NotationError when it is not well formed or names an unknown list.
    """
    return Phrase(_Reader(text, lists).groups())


def parse_list(entries: Iterable[str], lists: Mapping[str, Part]) -> Part:
    """Read the entries of a word list as one piece."""
    return _the_choice(tuple(_Reader(entry, lists).row() for entry in entries))


class _Reader:
    def __init__(self, text: str, lists: Mapping[str, Part]) -> None:
        self._text = text
        self._lists = lists
        self._marks = MARK.findall(text)
        self._at = 0

    def groups(self) -> list[Row]:
        groups = [self._row()]
        while self._take("+"):
            groups.append(self._row())
        self._finish()
        for group in groups:
            terms, empty = group.first()
            if empty or isinstance(group.parts[0], Gap) or not terms:
                raise NotationError(
                    f"«{self._text}» begins with no certain word in one of its pieces"
                )
        return groups

    def row(self) -> Row:
        row = self._row()
        self._finish()
        return row

    def _row(self) -> Row:
        parts: list[Part] = []
        while self._at < len(self._marks) and self._marks[self._at] not in ")]}|+":
            parts.extend(self._part())
        if not parts:
            raise NotationError(f"«{self._text}» has an empty place")
        return _the_row(tuple(parts))

    def _part(self) -> list[Part]:
        mark = self._marks[self._at]
        self._at += 1
        if mark == "...":
            return [Gap()]
        if mark == ".":
            return [End()]
        if mark == "(":
            return [_the_choice(self._options(")"))]
        if mark == "[":
            return [_the_choice(self._options("]"), optional=True)]
        if mark == "{":
            return [self._list()]
        return _word(mark, self._text)

    def _options(self, closing: str) -> tuple[Part, ...]:
        options: list[Part] = [self._row()]
        while self._take("|"):
            options.append(self._row())
        self._expect(closing)
        return tuple(options)

    def _list(self) -> Part:
        name = self._marks[self._at] if self._at < len(self._marks) else ""
        self._at += 1
        self._expect("}")
        if name not in self._lists:
            raise NotationError(f"«{self._text}» names a list that is not there: {name}")
        return self._lists[name]

    def _take(self, mark: str) -> bool:
        taken = self._marks[self._at : self._at + 1] == [mark]
        self._at += taken
        return taken

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            raise NotationError(f"«{self._text}» lacks {mark}")

    def _finish(self) -> None:
        if self._at < len(self._marks):
            raise NotationError(f"«{self._text}» has {self._marks[self._at]} in the wrong place")


def _word(mark: str, text: str) -> list[Part]:
    star = "*" if mark.endswith("*") else ""
    folded = [word for word, _ in fold_words(mark.removesuffix("*"))]
    if not folded or "*" in mark[:-1]:
        raise NotationError(f"«{text}»: {mark} is not a word")
    if star and len(folded[-1]) < SHORTEST_BEGINNING:
        raise NotationError(f"«{text}»: {mark} would stand for too many words")
    return [*map(_the_word, folded[:-1]), _the_word(folded[-1] + star)]
