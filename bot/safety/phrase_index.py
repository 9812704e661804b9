"""Finds the phrases of the vocabulary that a message holds, without trying each of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from bot.safety.phrases import Phrase, Span, Words

Entry = TypeVar("Entry")


class PhraseIndex(Generic[Entry]):
    """Entries by the rarest words that they cannot do without."""

    def __init__(self, entries: Sequence[Entry], phrase_of: Callable[[Entry], Phrase]) -> None:
        self._entries = entries
        self._phrases = [phrase_of(entry) for entry in entries]
        use = Counter(term for p in self._phrases for terms in p.needs for term in terms)
        self._by_term: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(self._phrases):
            for term in min(phrase.needs, key=lambda terms: sum(use[term] for term in terms)):
                self._by_term[term].append(number)

    def find(self, words: Words) -> Iterator[tuple[Entry, tuple[Span, ...]]]:
        """Yield each entry with the stretches of words where it stands, every time it does."""
        numbers = {n for term in words.positions for n in self._by_term.get(term, ())}
        for number in sorted(numbers):
            phrase = self._phrases[number]
            if all(not terms.isdisjoint(words.positions) for terms in phrase.needs):
                for spans in phrase.matches(words):
                    yield self._entries[number], spans
