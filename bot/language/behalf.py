"""Whether somebody writes for somebody else, and who they are to them: "jeg skriver for moren min".

The words are in ``data/behalf/<language>.yml``, where somebody who speaks the language can change
them. All languages are read at once. It is conservative: "my mother told me to write" and "my son
needs a bed" are people who write for themselves.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from bot.language.ages import ANY_NUMBER, own_age, says_minor
from bot.language.answer_words import WordList, fold, read_lists

BEHALF_DIR = Path(__file__).parents[2] / "data" / "behalf"
OF_AGE = 18
"""Years (vergemålsloven § 8)."""
YOUNGEST, OLDEST_CHILD = 6, 17
"""A bare number that is the age of a child who can write."""

CHILD, FAMILY, FRIEND, GUARDIAN, WORK = "child", "family", "friend", "guardian", "work"
RELATIONS = (CHILD, FAMILY, FRIEND, GUARDIAN, WORK)
"""What the writer is to the person they write for; a child is a son or daughter of any age."""
_WORDS = {
    "my_parent": CHILD,
    "my_partner": FAMILY,
    "my_child": FAMILY,
    "my_family": FAMILY,
    "my_friend": FRIEND,
    "my_client": WORK,
}
OWN_HOUSEHOLD = frozenset({"my_partner", "my_child"})
"""What these lack, the writer lacks: only who says that they write for them does so."""
PERSON = "zzpersonzz"
"""Stands for @ in the phrases: folding leaves letters alone."""
LONGEST_SHOWN = 5
"""Words."""


def _marked(value: object) -> object:
    return value.replace("@", f" {PERSON} ") if isinstance(value, str) else value


Frames = Annotated[WordList, BeforeValidator(_marked)]


class BehalfWords(BaseModel):
    """One file of ``data/behalf``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    i_write_for: Frames
    """With @ for whom: "on behalf of @", "@ adına"."""
    they_need: Frames
    """What makes a message about another; not said of a partner or a child of one's own."""
    their_case: Frames
    """Questions about another's case."""
    my_parent: WordList
    my_partner: WordList
    my_child: WordList
    my_family: WordList
    my_friend: WordList
    my_client: WordList
    i_am_their_child: WordList
    i_have_a_paper: WordList
    """Of somebody who has a power of attorney."""
    i_am_guardian: WordList
    for_another: WordList
    """Phrases that say so by themselves."""
    short_age: WordList
    """How a child says its age, # for the number."""


@dataclass(frozen=True)
class Behalf:
    """For whom somebody writes."""

    relation: str | None = None
    """One of :data:`RELATIONS`; None where they do not say."""
    whom: str | None = None
    """In their own words: "moren min"."""
    has_paper: bool = False
    """They say that they have a power of attorney, or are the guardian."""
    is_minor: bool | None = None
    """By the age they say."""


@dataclass(frozen=True)
class _Mention:
    """Somebody close to the writer, and where in the message."""

    start: int
    end: int
    kind: str
    whom: str


@dataclass(frozen=True)
class _Reader:
    """The words of all languages, folded."""

    people: Mapping[tuple[str, ...], str]
    longest: int
    frames: Mapping[str, frozenset[tuple[tuple[str, ...], tuple[str, ...]]]]
    phrases: Mapping[str, frozenset[str]]
    ages: tuple[tuple[str, ...], ...]


def read_behalf(text: str) -> Behalf | None:
    """What a message says of it; None for somebody who writes for themselves."""
    words, shown = _words(text)
    mentions = list(_mentions(words, shown))
    said = f" {' '.join(words)} "
    written = _framed("i_write_for", words, mentions)
    others = [each for each in mentions if each.kind not in OWN_HOUSEHOLD]
    about = _framed("they_need", words, others)
    found = _by_phrases(said, mentions)
    mention = written or about or _framed("their_case", words, others)
    if mention is not None:
        relation = (found and found.relation) or _WORDS[mention.kind]
        found = replace(found or Behalf(), relation=relation, whom=mention.whom)
    return found and replace(found, is_minor=_is_minor(text, words))


def beside_for_whom(text: str) -> str | None:
    """The words of a message beside "I am 12 and write for my mother"; None where it says no such.

    A person may say so and tell of danger in the same breath.
    """
    words, shown = _words(text)
    written = _span("i_write_for", words, list(_mentions(words, shown)))
    if written is None:
        return None
    taken = {*range(*written)}.union(*(range(*span) for _, span in _short_ages(words)))
    return " ".join(word for place, word in enumerate(words) if place not in taken)


def asks_of_anothers_case(text: str) -> bool:
    """Does a message ask how the case of somebody close to the writer stands?"""
    words, shown = _words(text)
    others = [each for each in _mentions(words, shown) if each.kind not in OWN_HOUSEHOLD]
    return _framed("their_case", words, others) is not None


def _by_phrases(said: str, mentions: Sequence[_Mention]) -> Behalf | None:
    """By what the writer is: a guardian, somebody with a power of attorney, her daughter."""

    def says(name: str) -> bool:
        return any(f" {phrase} " in said for phrase in _reader().phrases[name])

    whom = mentions[0].whom if mentions else None
    relation = _WORDS[mentions[0].kind] if mentions else None
    if says("i_am_guardian"):
        return Behalf(GUARDIAN, whom, has_paper=True)
    if says("i_have_a_paper"):
        return Behalf(relation, whom, has_paper=True)
    if says("i_am_their_child"):
        return Behalf(CHILD, whom)
    return Behalf() if says("for_another") else None


def _framed(name: str, words: Sequence[str], mentions: Sequence[_Mention]) -> _Mention | None:
    """The first person a phrase of that name is said of."""
    return next((mention for mention, _ in _said(name, words, mentions)), None)


def _span(name: str, words: Sequence[str], mentions: Sequence[_Mention]) -> tuple[int, int] | None:
    """Where the longest phrase of that name stands, with the person it is said of."""
    spans = (span for _, span in _said(name, words, mentions))
    return max(spans, key=lambda span: span[1] - span[0], default=None)


def _said(
    name: str, words: Sequence[str], mentions: Sequence[_Mention]
) -> Iterator[tuple[_Mention, tuple[int, int]]]:
    for mention in mentions:
        for before, after in _reader().frames[name]:
            start, end = mention.start - len(before), mention.end + len(after)
            if (
                start >= 0
                and tuple(words[start : mention.start]) == before
                and tuple(words[mention.end : end]) == after
            ):
                yield mention, (start, end)


def _mentions(words: Sequence[str], shown: Sequence[str]) -> Iterator[_Mention]:
    """Every person named, the longest words for them first at each place."""
    reader = _reader()
    for start in range(len(words)):
        for length in range(min(reader.longest, len(words) - start), 0, -1):
            kind = reader.people.get(tuple(words[start : start + length]))
            if kind is not None:
                whom = " ".join(dict.fromkeys(shown[start : start + min(length, LONGEST_SHOWN)]))
                yield _Mention(start, start + length, kind, whom)


def _words(text: str) -> tuple[list[str], list[str]]:
    """The folded words, and beside each the word as it was written."""
    pairs = [
        (folded, written.strip(".,;:!?()\"'،؟۔"))
        for written in text.split()
        for folded in fold(written).split()
    ]
    return [folded for folded, _ in pairs], [written for _, written in pairs]


def _is_minor(text: str, words: Sequence[str]) -> bool | None:
    if says_minor(text):
        return True
    age = own_age(text)
    if age is None:
        age = next((age for age, _ in _short_ages(words)), None)
    return None if age is None else age < OF_AGE


def _short_ages(words: Sequence[str]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Ages of children, said without the word for years, and where: "I am 12 and translate"."""
    for wanted in _reader().ages:
        for start in range(len(words) - len(wanted) + 1):
            pairs = list(zip(words[start : start + len(wanted)], wanted, strict=True))
            numbers = [int(word) for word, want in pairs if want == ANY_NUMBER and word.isdecimal()]
            is_said = all(word == want for word, want in pairs if want != ANY_NUMBER)
            if is_said and numbers and YOUNGEST <= numbers[0] <= OLDEST_CHILD:
                yield numbers[0], (start, start + len(wanted))


@cache
def _reader() -> _Reader:
    languages = list(read_lists(BEHALF_DIR, BehalfWords))
    people: dict[tuple[str, ...], str] = {}
    frames: dict[str, set[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(set)
    phrases: dict[str, set[str]] = defaultdict(set)
    ages: list[tuple[str, ...]] = []
    for each in languages:
        for kind in _WORDS:
            for phrase in getattr(each, kind):
                people.setdefault(tuple(phrase.split()), kind)
        for name in ("i_write_for", "they_need", "their_case"):
            frames[name].update(map(_frame, getattr(each, name)))
        for name in ("i_am_their_child", "i_have_a_paper", "i_am_guardian", "for_another"):
            phrases[name].update(getattr(each, name))
        ages += [tuple(phrase.split()) for phrase in each.short_age]
    return _Reader(
        people,
        max(map(len, people)),
        {name: frozenset(each) for name, each in frames.items()},
        {name: frozenset(each) for name, each in phrases.items()},
        tuple(ages),
    )


def _frame(phrase: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    before, _, after = phrase.partition(PERSON)
    return tuple(before.split()), tuple(after.split())
