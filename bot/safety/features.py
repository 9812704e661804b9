"""What the trained model sees of a message: pieces of its words, and its concepts in pairs.

A feature is a bucket: a hash of its name. Two features that share one are told apart by all the
others of a message.
"""

import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

from bot.safety.concepts import Concepts, WordLists

BUCKETS = 2**18

SHORTEST_PIECE, LONGEST_PIECE = 2, 5
# Concepts this many words apart still belong to one statement.
WINDOW = 5


def features(words: list[str], lists: WordLists) -> dict[int, float]:
    """The buckets of the folded words of a message with their weights, of length one together."""
    counts = Counter(crc32(name.encode()) % BUCKETS for name in _names(words, lists))
    weights = {bucket: 1 + math.log(count) for bucket, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {bucket: weight / length for bucket, weight in weights.items()}


def _names(words: list[str], lists: WordLists) -> Iterator[str]:
    for word in words:
        yield from _pieces(word)
        yield f"={word}"
    yield from (f"{first} {second}" for first, second in pairwise(["^", *words, "$"]))
    yield from _meanings(lists.read(words))


def _pieces(word: str) -> Iterator[str]:
    marked = f" {word} "
    for size in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
        for start in range(len(marked) - size + 1):
            yield marked[start : start + size]


def _meanings(concepts: list[Concepts]) -> Iterator[str]:
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
