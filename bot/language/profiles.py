"""Which language the letter groups of a text look like: naive Bayes over profiles of our own.

A profile mixes langdetect's (Apache 2.0, letter groups of one to three counted in Wikipedia) or,
where it has none, a count of the texts in `udhr/`, with a count of the messages of data/nlu, which
are short, misspelt, and in Latin letters too where people write so (`letter_groups/`, made by
`make weights`). langdetect's detector is not used: it samples at random, skips words in capitals
and ranks 55 languages. Here every group counts once, so that the same text always gives the same
answer.
"""

import json
import math
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from langdetect import PROFILES_DIRECTORY
from langdetect.utils.ngram import NGram

from bot.language.served import NORWEGIAN

# Bokmål and nynorsk share one profile; nynorsk.yml tells them apart.
NORWEGIAN_PROFILE = "no"
COUNTS = Path(__file__).parent / "letter_groups"

_SCRIPT_OF_PROFILE: Mapping[str, tuple[str, ...]] = {
    "LATIN": (NORWEGIAN_PROFILE, "en", "pl", "se", "so", "ku", "tr", "lt", "es", "fr", "sw"),
    "CYRILLIC": ("uk", "ru"),
    "ARABIC": ("ar", "fa", "ps", "ur", "ckb"),
}
SCRIPTS = tuple(_SCRIPT_OF_PROFILE)
"""The scripts in which letter groups tell the language."""

# fmt: off
OTHERS: Mapping[str, tuple[str, ...]] = {
    "LATIN": (
        "de", "nl", "it", "pt", "ro", "sq", "vi", "tl", "id", "hu", "hr", "cs", "lv", "et", "fi",
    ),
    "CYRILLIC": ("bg", "mk"),
}
# fmt: on
"""Languages we do not serve, by script: known so that nobody is answered in a neighbour's."""
# Of those the frequent groups are enough; all of them would double the memory.
_FREQUENT = 0.0005

_OF_UDHR = ("se", "ku", "ps")
_NOWHERE_BUT_IN_MESSAGES = ("ckb",)

# What a group unknown to a language weighs: langdetect's alpha over its base frequency.
_UNSEEN = 0.5 / 10_000
# How much of a profile is the messages, where there is another text.
_SHARE_OF_MESSAGES = 0.5
# Groups of one, two and three letters overlap, so the evidence is counted at half its weight.
_DAMPING = 0.5
# People leave out marks to keep an SMS short, so every group also counts without them.
_UNMARKED_SHARE = 0.5
_LETTERS_WITHOUT_MARK = str.maketrans("łøđŧŋı", "lodtni")
_LETTER_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

_Shares = dict[str, float]


class LetterGroups:
    """The letter-group profiles of the languages that are written in one script."""

    def __init__(self, script: str) -> None:
        counted = _counted(script)
        ours = tuple(dict.fromkeys((*_SCRIPT_OF_PROFILE.get(script, ()), *counted)))
        self.languages = ours + OTHERS.get(script, ())
        shares = [_shares(language, script, counted) for language in ours]
        shares += [_shares_of_other(language, script) for language in OTHERS.get(script, ())]
        self._weights = {
            group: array("f", (_DAMPING * math.log(_UNSEEN + s.get(group, 0.0)) for s in shares))
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


def profile_of(language: str) -> str:
    """The name of the profile of a language."""
    return NORWEGIAN_PROFILE if language in NORWEGIAN else language


def letter_words(text: str) -> list[str]:
    """The words of a text that are letters alone."""
    return _LETTER_WORD.findall(text)


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


def _shares(language: str, script: str, counted: Mapping[str, Counter[str]]) -> _Shares:
    """How often each lower-case group occurs among the groups of its length."""
    own = _by_length(counted.get(language, Counter()))
    if language not in _SCRIPT_OF_PROFILE.get(script, ()) or language in _NOWHERE_BUT_IN_MESSAGES:
        mixed = own
    else:
        other = _by_length(_other_counts(language))
        mixed = {
            group: _SHARE_OF_MESSAGES * own.get(group, 0.0)
            + (1 - _SHARE_OF_MESSAGES) * other.get(group, 0.0)
            for group in own.keys() | other.keys()
        }
    return _with_unmarked(mixed) if script == "LATIN" else mixed


def _shares_of_other(language: str, script: str) -> _Shares:
    shares = _by_length(_other_counts(language))
    frequent = {group: share for group, share in shares.items() if share >= _FREQUENT}
    return _with_unmarked(frequent) if script == "LATIN" else frequent


def _by_length(counts: Mapping[str, int]) -> _Shares:
    totals = Counter[int]()
    for group, count in counts.items():
        totals[len(group)] += count
    return {group: count / totals[len(group)] for group, count in counts.items()}


def _counted(script: str) -> dict[str, Counter[str]]:
    path = COUNTS / f"{script.lower()}.json"
    if not path.exists():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))
    return {language: Counter(groups) for language, groups in found.items()}


def _other_counts(language: str) -> Mapping[str, int]:
    if language in _OF_UDHR:
        text = files("bot.language").joinpath(f"udhr/{language}.txt").read_text(encoding="utf-8")
        return Counter(
            group for word in letter_words(text.lower()) for group in letter_groups(word)
        )
    profile = json.loads(Path(PROFILES_DIRECTORY, language).read_bytes())["freq"]
    return {group: count for group, count in profile.items() if group == group.lower()}


def _with_unmarked(shares: _Shares) -> _Shares:
    both = dict(shares)
    for group, share in shares.items():
        plain = unmarked(group)
        if plain != group:
            both[plain] = both.get(plain, 0.0) + _UNMARKED_SHARE * share
    return both
