"""Which words of the vocabulary a texted word may stand for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

LONG_WORD = 7
LONG_BEGINNING = 8
RUN_TOGETHER = range(6, 41)
AND = "و"
ARABIC_PREFIXES = (
    "وال", "بال", "فال", "هال", "عال", "لل", "ال", "و", "ف", "ب", "ل", "ه", "ح", "س", "ع", "ت",
)  # fmt: skip


class Spelling:
    """Reads texted words: exact, beginnings, Arabic prefixes, run together, one typing error.

    `terms` are folded words; one ending in a star stands for every word beginning so.
    `innocent` are ordinary words, written likewise, never to be taken for a typing error.
    """

    def __init__(self, terms: Iterable[str], innocent: Collection[str]) -> None:
        known = set(terms)
        self._words = {term for term in known if not term.endswith("*")}
        self._stems = {term[:-1] for term in known if term.endswith("*")}
        self._longest_stem = max(map(len, self._stems), default=0)
        self._innocent = frozenset(word for word in innocent if not word.endswith("*"))
        self._innocent_stems = tuple(word[:-1] for word in innocent if word.endswith("*"))
        self._long_words = _Lengths(word for word in self._words if len(word) >= LONG_WORD)
        self._long_stems = _Lengths(stem for stem in self._stems if len(stem) >= LONG_BEGINNING)

    def read(self, word: str) -> tuple[list[frozenset[str]], bool]:
        """Return the terms of each word within `word`, and whether a typing error was mended."""
        found = self._known(word)
        if found or len(word) not in RUN_TOGETHER or self._is_innocent(word):
            return [found], False
        pieces = self._pieces(word)
        if pieces:
            return [self._known(piece) for piece in pieces], True
        mended = self._mended(word)
        return [mended], bool(mended)

    def _known(self, word: str) -> frozenset[str]:
        found = self._exact(word)
        if is_arabic(word):
            for shorter in without_prefixes(word):
                found |= self._exact(shorter)
        return frozenset(found)

    def _exact(self, word: str) -> set[str]:
        found = {word} & self._words
        for length in range(1, min(len(word), self._longest_stem) + 1):
            if word[:length] in self._stems:
                found.add(word[:length] + "*")
        return found

    def _pieces(self, word: str) -> list[str]:
        """Cut a word into vocabulary words of at least three letters, longest first."""
        best: dict[int, list[str]] = {len(word): []}
        for start in range(len(word) - 3, -1, -1):
            for end in range(len(word), start + 2, -1):
                if end in best and word[start:end] in self._words:
                    best[start] = [word[start:end], *best[end]]
                    break
        return best.get(0, [])

    def _is_innocent(self, word: str) -> bool:
        return word in self._innocent or word.startswith(self._innocent_stems)

    def _mended(self, word: str) -> frozenset[str]:
        found = set(self._long_words.near(word))
        for length in range(max(LONG_WORD - 1, len(word) - 4), len(word) + 1):
            found.update(stem + "*" for stem in self._long_stems.near(word[:length]))
        return frozenset(found)


class _Lengths:
    """Spellings by first letter and length, among which those one error away are found."""

    def __init__(self, spellings: Iterable[str]) -> None:
        self._by_length: dict[tuple[str, int], list[str]] = defaultdict(list)
        for spelling in sorted(spellings):
            self._by_length[spelling[0], len(spelling)].append(spelling)

    def near(self, word: str) -> Iterator[str]:
        for length in (len(word) - 1, len(word), len(word) + 1):
            alike = self._by_length.get((word[0], length), ())
            for spelling, _, _ in process.extract(
                word, alike, scorer=OSA.distance, score_cutoff=1, limit=None
            ):
                yield spelling


def is_arabic(word: str) -> bool:
    """Whether a word is written in Arabic letters."""
    return "\u0600" <= word[0] <= "\u06ff"


def without_prefixes(word: str) -> set[str]:
    """What is left of an Arabic word without one or two of "and", "the", "with", "to" before it."""
    found: set[str] = set()
    rest = [word]
    for _ in range(2):
        rest = [
            longer.removeprefix(prefix)
            for longer in rest
            for prefix in ARABIC_PREFIXES
            if longer.startswith(prefix)
            and len(longer) - len(prefix) >= (2 if prefix == AND else 3)
        ]
        found.update(rest)
    return found
