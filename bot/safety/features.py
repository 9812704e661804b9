"""What the trained model sees of a message: pieces of its words, and its concepts in pairs.

A feature is a bucket: a hash of its name. Two features that share one are told apart by all the
others of a message.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise
from zlib import crc32

from bot.safety.concepts import Concepts, WordLists

BUCKETS = 2**17
ONCE = 8
"""The weight of a feature that comes once: whole numbers add up faster than fractions."""

SHORTEST_PIECE, LONGEST_PIECE = 2, 5
_REMEMBERED_WORDS = 4096
# Concepts this many words apart still belong to one statement.
WINDOW = 5


def features(words: Sequence[str], lists: WordLists) -> dict[int, int]:
    """The buckets of the folded words of a message, each with its weight.

    A feature that comes again counts more, but not twice as much. Divide by `length` to compare
    messages.
    """
    counts = Counter(chain.from_iterable(map(_of_word, words)))
    counts.update(map(_bucket, _of_order(words)))
    counts.update(map(_bucket, _of_meaning(lists.read(words))))
    return {bucket: _weight(count) for bucket, count in counts.items()}


def length(found: Mapping[int, int]) -> float:
    """The length of the weights as a vector; 1 for a message without words."""
    return math.sqrt(sum(weight * weight for weight in found.values())) or 1.0


@cache
def _weight(count: int) -> int:
    return round(ONCE * (1 + math.log(count)))


def _bucket(name: str) -> int:
    return crc32(name.encode()) % BUCKETS


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _of_word(word: str) -> tuple[int, ...]:
    marked = f" {word} "
    pieces = (
        marked[start : start + size]
        for size in range(SHORTEST_PIECE, LONGEST_PIECE + 1)
        for start in range(len(marked) - size + 1)
    )
    return tuple(map(_bucket, [f"={word}", *pieces]))


def _of_order(words: Sequence[str]) -> Iterator[str]:
    return (f"{first} {second}" for first, second in pairwise(["^", *words, "$"]))


def _of_meaning(concepts: list[Concepts]) -> Iterator[str]:
    for at, here in enumerate(concepts):
        for concept in here:
            yield f"#{concept}"
            for other in here:
                if concept < other:
                    yield f"#{concept}&{other}"
        for after in concepts[at + 1 : at + 1 + WINDOW]:
            for concept in here:
                for other in after:
                    yield f"#{concept}>{other}"
                    first, second = sorted((concept, other))
                    yield f"#{first}&{second}"
