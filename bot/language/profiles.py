"""Which language the letter groups of a text look like: naive Bayes over langdetect's profiles.

The profiles are langdetect's own (Apache 2.0, letter groups of one to three counted in Wikipedia).
Its detector is not used: it samples at random, skips words in capitals and ranks 55 languages.
Here every group counts once, so that the same text always gives the same answer.
Languages langdetect has no profile of are counted from the texts in `udhr/`.
"""

import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from langdetect import PROFILES_DIRECTORY
from langdetect.utils.ngram import NGram

# Bokmål and nynorsk share one profile; nynorsk.yml tells them apart.
NORWEGIAN_PROFILE = "no"

PROFILES_OF_SCRIPT: Mapping[str, tuple[str, ...]] = {
    "LATIN": (NORWEGIAN_PROFILE, "en", "pl", "se", "so", "ku", "tr", "lt", "es", "fr", "sw"),
    "CYRILLIC": ("uk", "ru"),
    "ARABIC": ("ar", "fa", "ps", "ur"),
}
_COUNTED_HERE = ("se", "ku", "ps")

# What a group unknown to a language weighs: langdetect's alpha over its base frequency.
_UNSEEN = 0.5 / 10_000
# Groups of one, two and three letters overlap, so the evidence is counted at half its weight.
_DAMPING = 0.5
# People leave out marks to keep an SMS short, so every group also counts without them.
_UNMARKED_SHARE = 0.5
_LETTERS_WITHOUT_MARK = str.maketrans("łøđŧŋı", "lodtni")

_Shares = dict[str, float]


class LetterGroups:
    """The letter-group profiles of the languages that share one script."""

    def __init__(self, script: str) -> None:
        self.languages = PROFILES_OF_SCRIPT[script]
        shares = [_shares(language, unmarked=script == "LATIN") for language in self.languages]
        self._weights: dict[str, tuple[float, ...]] = {
            group: tuple(_DAMPING * math.log(_UNSEEN + share.get(group, 0.0)) for share in shares)
            for group in set().union(*shares)
        }

    def weigh(self, words: Iterable[str]) -> dict[str, float]:
        """The log-likelihood of lower-case words in each language, all alike when unknown."""
        known = self._weights
        rows = [known[group] for word in words for group in letter_groups(word) if group in known]
        sums = map(sum, zip(*rows, strict=True)) if rows else (0.0 for _ in self.languages)
        return dict(zip(self.languages, sums, strict=True))


@cache
def letter_groups_of(script: str) -> LetterGroups:
    return LetterGroups(script)


def letter_groups(word: str) -> Iterator[str]:
    """Groups of one to three letters of a word, its ends marked by a space."""
    padded = f" {''.join(map(_normal, word))} "
    last = len(padded)
    for start in range(last - 1):
        if start:
            yield padded[start]
        yield padded[start : start + 2]
        if start + 3 <= last:
            yield padded[start : start + 3]


def unmarked(text: str) -> str:
    """The text as typed without diacritics: "proszę" is "prosze"."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return plain.translate(_LETTERS_WITHOUT_MARK)


@cache
def _normal(letter: str) -> str:
    return str(NGram.normalize(letter))


def _shares(language: str, *, unmarked: bool) -> _Shares:
    """How often each lower-case group occurs among the groups of its length."""
    if language in _COUNTED_HERE:
        counts, totals = _count(language)
    else:
        profile = json.loads(Path(PROFILES_DIRECTORY, language).read_bytes())
        counts, totals = profile["freq"], profile["n_words"]
    shares = {
        group: count / totals[len(group) - 1]
        for group, count in counts.items()
        if group == group.lower()
    }
    return _with_unmarked(shares) if unmarked else shares


def _count(language: str) -> tuple[Counter[str], list[int]]:
    text = files("bot.language").joinpath(f"udhr/{language}.txt").read_text(encoding="utf-8")
    words = "".join(letter if letter.isalpha() else " " for letter in text.lower()).split()
    counts = Counter(group for word in words for group in letter_groups(word))
    totals = [sum(n for group, n in counts.items() if len(group) == size) for size in (1, 2, 3)]
    return counts, totals


def _with_unmarked(shares: _Shares) -> _Shares:
    both = dict(shares)
    for group, share in shares.items():
        plain = unmarked(group)
        if plain != group:
            both[plain] = both.get(plain, 0.0) + _UNMARKED_SHARE * share
    return both
