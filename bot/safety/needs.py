"""What must be known of a person before anybody phones or texts them, read in every language.

Somebody deaf must not be phoned, and nothing may be sent to a phone that a violent partner reads.
The phrases are in data/contact, in the notation of data/safety.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.safety.concepts import LISTS, word_lists
from bot.safety.folding import fold_words
from bot.safety.notation import NotationError, parse
from bot.safety.phrase_index import PhraseIndex
from bot.safety.phrases import Phrase, Words, forget_pieces
from bot.safety.spelling import is_arabic, without_prefixes

DATA = Path(__file__).resolve().parents[2] / "data" / "contact"
CANNOT_SPEAK, UNSAFE_PHONE = "cannot_speak", "unsafe_phone"

MAY_WAIT = frozenset({"food", "hungry", "eat", "empty_fridge", "shop", "money"})
NEVER_WAITS = frozenset(
    "medicine diabetes_insulin sick doctor hospital allergy pain injured pregnant_birth baby child"
    " formula_diapers cold heating electricity cut_off water".split()
)


class NeedsError(ValueError):
    """A file of data/contact cannot be used; the message names it and the entry."""


@dataclass(frozen=True)
class Needs:
    """What a message says of how its writer can be reached."""

    cannot_speak: bool = False
    """A call does not help: they do not hear, do not speak, or somebody would overhear it."""
    unsafe_phone: bool = False
    """Somebody dangerous may read or answer this phone, or they ask not to be answered."""


@dataclass(frozen=True)
class _Need:
    name: str
    phrase: Phrase


def read_needs(text: str) -> Needs:
    """Read a message in all languages at once; nothing is asked, and nothing is guessed."""
    terms, index = _reader()
    folded = fold_words(text)
    words = Words([terms.of(word) for word, _ in folded], [sentence for _, sentence in folded])
    found = {need.name for need, _ in index.find(words)}
    return Needs(CANNOT_SPEAK in found, UNSAFE_PHONE in found)


def may_wait(text: str) -> bool:
    """Whether a lack of food or money is all that a message speaks of.

    Medicine, infants, illness and cold never wait; nor does what we do not understand.
    """
    said = concepts_in(text)
    return bool(said & MAY_WAIT) and not said & NEVER_WAITS


def concepts_in(text: str) -> frozenset[str]:
    """The concepts of data/concepts that words of a message, in any language, may stand for."""
    words = [word for word, _ in fold_words(text)]
    names = _concept_names()
    return frozenset(names[one] for meant in word_lists().read(words) for one in meant)


@cache
def _concept_names() -> list[str]:
    """In the order every language lists them in."""
    path = LISTS / "nb.yml"
    return list(yaml.load(path.read_text("utf-8"), yaml.CBaseLoader))  # noqa: S506 -- a safe loader


class _Terms:
    """The terms a word stands for as it is written: mending it could turn "don't" into "do"."""

    def __init__(self, terms: set[str]) -> None:
        self._words = {term for term in terms if not term.endswith("*")}
        self._stems = {term for term in terms if term.endswith("*")}

    def of(self, word: str) -> frozenset[str]:
        found = self._exact(word)
        if not found and is_arabic(word):
            found = set().union(*map(self._exact, without_prefixes(word)))
        return frozenset(found)

    def _exact(self, word: str) -> set[str]:
        beginnings = {f"{word[:length]}*" for length in range(1, len(word) + 1)}
        return ({word} & self._words) | (beginnings & self._stems)


@cache
def _reader() -> tuple[_Terms, PhraseIndex[_Need]]:
    needs = [need for path in sorted(DATA.glob("*.yml")) for need in _read(path)]
    forget_pieces()
    terms = _Terms({term for need in needs for term in need.phrase.vocabulary})
    return terms, PhraseIndex(needs, lambda need: need.phrase)


def _read(path: Path) -> Iterator[_Need]:
    entries = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    if set(entries) != {CANNOT_SPEAK, UNSAFE_PHONE}:
        raise NeedsError(f"{path.name} has {', '.join(entries)}")
    for name, texts in entries.items():
        for text in texts:
            try:
                yield _Need(name, parse(text, {}))
            except NotationError as error:
                raise NeedsError(f"{path.name}, {name}: {error}") from error
