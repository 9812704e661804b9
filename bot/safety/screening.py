"""Is somebody in danger? One reading of one message, in all languages at once."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from itertools import product

from bot.safety.folding import fold_words
from bot.safety.notation import Span, Words
from bot.safety.phrase_index import PhraseIndex
from bot.safety.vocabulary import Alarm, Kind, Level, Vocabulary, vocabulary

# Where several kinds are found the one whose help is most urgent wins; a child writing about
# blows at home is a child first.
MOST_URGENT_FIRST: tuple[Kind | None, ...] = (
    "life",
    "suicide",
    "child",
    "violence",
    "shelter",
    "necessities",
)

CONFIDENCE = {("certain", "certain"): 0.95, ("ask", "ask"): 0.6, ("certain", "ask"): 0.5}
MENDED_SPELLING = 0.05

Softened = set[tuple[int, str, Kind]]


@dataclass(frozen=True, slots=True)
class Screening:
    """What the safety net found in a message.

    `confidence` orders screenings of one level; it is not a probability. `rule` names the entry
    of data/safety that decided, never the person's words.
    """

    kind: Kind | None = None
    level: Level | None = None
    confidence: float = 0.0
    rule: str | None = None


NOTHING = Screening()


def screen(text: str) -> Screening:
    """Read a message of any length in every language; never raises on any text."""
    return _reader().screen(text)


@cache
def _reader() -> "_Reader":
    return _Reader(vocabulary())


class _Reader:
    def __init__(self, known: Vocabulary) -> None:
        self._spelling = known.spelling
        self._politeness = PhraseIndex(known.politeness, lambda phrase: phrase)
        self._harmless = PhraseIndex(known.harmless, lambda item: item.phrase)
        self._alarms = PhraseIndex(known.alarms, lambda alarm: alarm.phrase)

    def screen(self, text: str) -> Screening:
        words, mended = self._read(text)
        skipped, softened = self._harmless_places(words)
        heard = Words(_without(words.terms, skipped), words.sentences, words.polite)
        whole: dict[Alarm, set[int]] = defaultdict(set)
        found = []
        for alarm, spans in self._alarms.find(heard):
            if alarm.whole_message:
                whole[alarm].update(*(range(*span) for span in spans))
                continue
            level = _level(alarm, spans, softened, words)
            if level:
                found.append(_screening(alarm, level, mended & _covered(spans)))
        said = set(range(len(words.terms))) - words.polite
        if said and said <= set[int]().union(*whole.values()):
            found += [_screening(alarm, alarm.level, set()) for alarm in whole]
        return max(found, key=_weight, default=NOTHING)

    def _read(self, text: str) -> tuple[Words, set[int]]:
        """Return the message as vocabulary terms, and the places where spelling was mended."""
        terms: list[frozenset[str]] = []
        sentences: list[int] = []
        mended: set[int] = set()
        for word, sentence in fold_words(text):
            pieces, guessed = self._spelling.read(word)
            if guessed:
                mended.update(range(len(terms), len(terms) + len(pieces)))
            terms += pieces
            sentences += [sentence] * len(pieces)
        bare = Words(terms, sentences)
        polite = {at for _, spans in self._politeness.find(bare) for at in _covered(spans)}
        return Words(terms, sentences, frozenset(polite)), mended

    def _harmless_places(self, words: Words) -> tuple[set[int], Softened]:
        """Return the words that do not count, and what is softened in which sentence."""
        skipped: set[int] = set()
        softened: Softened = set()
        meant = Words(_without(words.terms, words.polite), words.sentences, words.polite)
        for item, spans in self._harmless.find(meant):
            if item.effect == "skip":
                skipped |= _covered(spans)
            else:
                places = {words.sentences[start] for start, _ in spans}
                softened.update(product(places, [item.family], item.kinds))
        return skipped, softened


def _without(terms: list[frozenset[str]], skipped: Set[int]) -> list[frozenset[str]]:
    return [frozenset() if at in skipped else each for at, each in enumerate(terms)]


def _covered(spans: tuple[Span, ...]) -> set[int]:
    return {at for span in spans for at in range(*span)}


def _level(alarm: Alarm, spans: tuple[Span, ...], softened: Softened, words: Words) -> Level | None:
    places = {(words.sentences[start], alarm.family, alarm.kind) for start, _ in spans}
    if places.isdisjoint(softened):
        return alarm.level
    return "ask" if alarm.level == "certain" else None


def _screening(alarm: Alarm, level: Level, mended: set[int]) -> Screening:
    confidence = CONFIDENCE[alarm.level, level] - (MENDED_SPELLING if mended else 0)
    return Screening(alarm.kind, level, round(confidence, 2), alarm.rule)


def _weight(found: Screening) -> tuple[bool, int, float]:
    return found.level == "certain", -MOST_URGENT_FIRST.index(found.kind), found.confidence
