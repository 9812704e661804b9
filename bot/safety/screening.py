"""Is somebody in danger? One reading of one message, in all languages at once.

Curated phrases and a trained model read every message. The phrases know what must never be missed
and what is harmless; the model hears what nobody thought of, and tells which phrases, written for
one language, were found by chance in another.
"""

import math
from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from bot.language.ages import is_only_age
from bot.language.answer_words import words as answer_words
from bot.language.tokens import without_tokens
from bot.language.topic_titles import is_label
from bot.safety.folding import fold_words
from bot.safety.phrase_index import PhraseIndex
from bot.safety.phrases import Span, Words
from bot.safety.trained_model import Reading, TrainedModel, trained_model
from bot.safety.vocabulary import FAMILY, Alarm, Kind, Level, Vocabulary, vocabulary

# Where several kinds are found the one whose help is most urgent wins; a child writing about
# blows at home is a child first.
MOST_URGENT_FIRST: tuple[Kind, ...] = (
    "life",
    "suicide",
    "child",
    "violence",
    "shelter",
    "necessities",
)

CONFIDENCE = {("certain", "certain"): 0.95, ("ask", "ask"): 0.6, ("certain", "ask"): 0.5}
MENDED_SPELLING = 0.05

# Log-odds of the trained model, chosen on messages it has not learned (docs/decisions/0008).
CERTAIN_BY_MODEL = 2.5
ASK_BY_MODEL = -2.5
# In a few words about which the phrases would only ask ("I'm not suicidal"), the model must be
# this sure to escalate at once.
FEW_WORDS = 5
CERTAIN_OVER_ASK = 8.0
# A certain phrase is only asked about when the model is this sure of the contrary.
CERTAIN_UNLESS_BELOW = -2.0
# Below this any phrase is chance: words of another language, a headline.
NOTHING_BELOW = -8.0

# A sentence of so many words is also heard by itself.
WORDS_ALONE = 3

Softened = set[tuple[int, str, Kind]]


@dataclass(frozen=True, slots=True)
class Screening:
    """What the safety net found in a message.

    `confidence` orders screenings of one level; it is not a probability. `rule` names the entry
    of data/safety that decided, or the trained model, never the person's words.
    """

    kind: Kind | None = None
    level: Level | None = None
    confidence: float = 0.0
    rule: str | None = None

    @property
    def language(self) -> str:
        """The language whose phrase decided, or "model"."""
        return (self.rule or "").partition("/")[0]


NOTHING = Screening()


def screen(text: str) -> Screening:
    """Read a message of any length in every language; never raises on any text."""
    return _reader().screen(without_tokens(text))


def is_alarming(text: str) -> bool:
    """Whether a phrase or the model hears anything at all, with no doubt about it.

    For an answer to the safety question: somebody has already said that there may be danger.
    """
    return _reader().is_alarming(without_tokens(text))


@cache
def _reader() -> "_Reader":
    return _Reader(vocabulary(), trained_model())


class _Reader:
    def __init__(self, known: Vocabulary, model: TrainedModel) -> None:
        self._model = model
        self._spelling = known.spelling
        self._politeness = PhraseIndex(known.politeness, lambda phrase: phrase)
        self._harmless = PhraseIndex(known.harmless, lambda item: item.phrase)
        self._alarms = PhraseIndex(known.alarms, lambda alarm: alarm.phrase)

    def screen(self, text: str) -> Screening:
        spelled = fold_words(text)
        words, mended = self._read(spelled)
        whole, parts = self._phrases(words, mended)
        if not any(word.isalpha() for word, _ in spelled):
            return whole  # numbers and signs mean nothing by themselves
        if _is_plain(text) or is_only_age(_without_polite(spelled, words)):
            return whole  # nor do they
        heard = self._hear(spelled, words)
        told = max(whole, _doubted(_likeliest(parts, heard), heard.danger), key=_weight)
        asks = told.level == "ask" and len(spelled) - len(words.polite_words) <= FEW_WORDS
        certain = CERTAIN_OVER_ASK if asks else CERTAIN_BY_MODEL
        return max(told, _by_model(heard, certain), key=_weight)

    def is_alarming(self, text: str) -> bool:
        _, parts = self._phrases(*self._read(fold_words(text)))
        return bool(parts) or self.screen(text).level is not None

    def _hear(self, spelled: list[tuple[str, int]], words: "_Words") -> Reading:
        """What the model makes of the message, or of its most alarming sentence.

        Greetings and thanks are left out, for being polite must not make anybody safer; but not
        where they leave a single word ("hei igjen"). So are phone numbers: "ring 900 00 123" sounds
        like a wish to be phoned, whatever else is said.
        """
        numbers = _long_numbers([word for word, _ in spelled])
        kept = [
            each
            for at, each in enumerate(spelled)
            if at not in words.polite_words and at not in numbers
        ]
        sentences: dict[int, list[str]] = defaultdict(list)
        for word, sentence in kept if len(kept) > 1 else spelled:
            sentences[sentence].append(word)
        heard = [word for sentence in sentences.values() for word in sentence]
        parts = [each for each in sentences.values() if WORDS_ALONE <= len(each) < len(heard)]
        return max(map(self._model.read, [heard, *parts]), key=lambda reading: reading.danger)

    def _phrases(self, words: Words, mended: set[int]) -> tuple[Screening, list[Screening]]:
        """What the phrases find: as the whole message, and as parts of it."""
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
        all_said = said and said <= set[int]().union(*whole.values())
        entire = [_screening(alarm, alarm.level, set()) for alarm in whole] if all_said else []
        return max(entire, key=_weight, default=NOTHING), found

    def _read(self, spelled: list[tuple[str, int]]) -> tuple["_Words", set[int]]:
        """Return the message as vocabulary terms, and the places where spelling was mended."""
        terms: list[frozenset[str]] = []
        sentences: list[int] = []
        owners: list[int] = []
        mended: set[int] = set()
        for at, (word, sentence) in enumerate(spelled):
            pieces, guessed = self._spelling.read(word)
            if guessed:
                mended.update(range(len(terms), len(terms) + len(pieces)))
            terms += pieces
            sentences += [sentence] * len(pieces)
            owners += [at] * len(pieces)
        bare = Words(terms, sentences)
        polite = {at for _, spans in self._politeness.find(bare) for at in _covered(spans)}
        return _Words(terms, sentences, frozenset(polite), owners), mended

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


def _is_plain(text: str) -> bool:
    """Words that say one thing and no other: our labels, an age, "what do I bring?"."""
    return is_label(text) or is_only_age(text) or answer_words().is_plain_question(text)


def _without_polite(spelled: list[tuple[str, int]], words: "_Words") -> str:
    return " ".join(word for at, (word, _) in enumerate(spelled) if at not in words.polite_words)


class _Words(Words):
    """A message as the matcher sees it, and which of its own words are polite."""

    def __init__(
        self,
        terms: list[frozenset[str]],
        sentences: list[int],
        polite: frozenset[int],
        owners: list[int],
    ) -> None:
        super().__init__(terms, sentences, polite)
        meant = {owner for at, owner in enumerate(owners) if at not in polite}
        self.polite_words = {owners[at] for at in polite} - meant


def _long_numbers(words: list[str]) -> set[int]:
    """The places of numbers of more than two digits, and of those written in groups."""
    digits = {at for at, word in enumerate(words) if word.isdigit()}
    return {at for at in digits if len(words[at]) > 2 or {at - 1, at + 1} & digits}


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


def _likeliest(found: list[Screening], heard: Reading) -> Screening:
    """The most urgent; where several languages claim the message, of the kind the model hears."""
    languages = {FAMILY.get(each.language, each.language) for each in found}
    alike = [each for each in found if each.kind == heard.kind] if len(languages) > 1 else []
    return max(alike or found, key=_weight, default=NOTHING)


def _doubted(found: Screening, danger: float) -> Screening:
    """What is left of a phrase's alarm when the model hears the rest of the message."""
    if found.level is None or danger < NOTHING_BELOW:
        return NOTHING
    return found if danger >= CERTAIN_UNLESS_BELOW else replace(found, level="ask")


def _by_model(heard: Reading, certain: float) -> Screening:
    if heard.danger < ASK_BY_MODEL:
        return NOTHING
    level: Level = "certain" if heard.danger >= certain else "ask"
    confidence = 1 / (1 + math.exp(-heard.danger))
    return Screening(heard.kind, level, round(confidence, 2), f"model/{heard.kind}")


def _weight(found: Screening) -> tuple[int, bool, int, float]:
    """The more certain first; of two alike a phrase's, for people have read it."""
    if found.kind is None or found.level is None:
        return 0, False, 0, 0.0
    by_phrase = not str(found.rule).startswith("model/")
    level = 2 if found.level == "certain" else 1
    return level, by_phrase, -MOST_URGENT_FIRST.index(found.kind), found.confidence
