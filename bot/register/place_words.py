"""The words that tell a place from a word: ``place_words.yml``, read and folded."""

from collections.abc import Iterable
from pathlib import Path

from bot.register.files import Entry, read_document
from bot.register.spelling import fold


class LanguageWords(Entry):
    """What one language says around a place; each is a single word."""

    living: tuple[str, ...]
    """ "live", "stay": what only ever comes before a place."""
    being: tuple[str, ...]
    """ "am": what comes before a place, and before much else."""
    inside: tuple[str, ...]
    """ "in": prepositions of being in a place."""
    at: tuple[str, ...] = ()
    """ "på", "hos": prepositions of being there that go with many things besides places."""
    origin: tuple[str, ...] = ()
    """ "from": one may have left."""
    between: tuple[str, ...] = ()
    """ "now", "still": what may stand between living and the preposition."""
    kommune_before: tuple[str, ...]
    """ "gmina Hamar", "NAV Hamar"."""
    kommune_after: tuple[str, ...] = ()
    """ "Hamar kommune"."""
    postcode: tuple[str, ...]
    denying: tuple[str, ...]
    fillers: tuple[str, ...]
    """What an answer of a few words holds besides the place."""


class PlaceWordsFile(Entry):
    languages: dict[str, LanguageWords]
    ordinary: tuple[str, ...]
    doubtful: tuple[str, ...]


class PlaceWords:
    """All languages together: a text of three words does not say which language it is in."""

    def __init__(self, path: Path) -> None:
        file = read_document(path, PlaceWordsFile)
        languages = list(file.languages.values())
        self.living = _folded(each.living for each in languages)
        self.being = _folded(each.being for each in languages)
        self.inside = _folded(each.inside for each in languages)
        self.there = self.inside | _folded(each.at for each in languages)
        self.prepositions = self.there | _folded(each.origin for each in languages)
        self.between = _folded(each.between for each in languages)
        self.kommune_before = _folded(each.kommune_before for each in languages)
        self.kommune_after = _folded(each.kommune_after for each in languages)
        self.postcode = _folded(each.postcode for each in languages)
        self.denying = _folded(each.denying for each in languages)
        self.unsaying = frozenset().union(
            _folded(each.fillers for each in languages),
            self.living,
            self.being,
            self.prepositions,
            self.between,
            self.kommune_before,
            self.kommune_after,
            self.postcode,
        )
        self.doubtful = _folded([file.doubtful])
        self.ordinary = _folded([file.ordinary]) | self.doubtful


def _folded(lists: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(fold(word) for words in lists for word in words)
