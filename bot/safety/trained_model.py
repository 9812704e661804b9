"""The trained half of the safety net: a network of one small hidden layer, as plain weights.

It is trained by `make weights` on the messages of data/ (bot/brain/learning/danger.py) and needs
nothing but Python to be read: one byte a weight, and a message costs a few hundred additions.
`weights/danger.json` says what it was made from.
"""

import json
import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.safety.concepts import WordLists, word_lists
from bot.safety.features import BUCKETS, features, length
from bot.safety.vocabulary import KINDS, Kind

FOLDER = Path(__file__).parent / "weights"
ABOUT = "danger.json"
WEIGHTS = "danger.bin"

# Weights are kept as unsigned bytes around this one.
ZERO = 128
# A message is read in pieces of so many words, so that danger is not drowned in a long letter.
PIECE = 30
STEP = 20
# The sums of all hidden units are kept in one whole number of Python's, four bytes a unit: adding
# two of them adds every unit at once.
_LANE = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of a message.

    `danger` are log-odds: 0 is as likely as not. `kind` is the likeliest, supposing there is any.
    """

    danger: float
    kind: Kind


class TrainedModel:
    """Reads the features of a message; labels are "no danger", then each kind."""

    def __init__(
        self,
        weights: bytes,
        *,
        factor: float,
        inner_bias: Sequence[float],
        outer: Sequence[Sequence[float]],
        outer_bias: Sequence[float],
        lists: WordLists,
    ) -> None:
        self._units = len(inner_bias)
        if len(weights) != self._units * BUCKETS or len(outer) != self._units:
            raise ValueError(f"{len(weights)} weights are not {self._units} times {BUCKETS}")
        self._weights = weights
        self._factor = factor
        self._inner_bias = inner_bias
        self._outer = [tuple(column) for column in zip(*outer, strict=True)]
        self._outer_bias = outer_bias
        self._lists = lists

    def read(self, words: Sequence[str]) -> Reading:
        """Read the folded words of a message of any length: its most alarming piece counts."""
        return max(map(self._read_piece, _pieces(words)), key=lambda reading: reading.danger)

    def _read_piece(self, words: Sequence[str]) -> Reading:
        hidden = self._hidden(features(words, self._lists))
        none, *kinds = (
            bias + sum(map(float.__mul__, hidden, column))
            for column, bias in zip(self._outer, self._outer_bias, strict=True)
        )
        most = max(kinds)
        together = most + math.log(sum(math.exp(score - most) for score in kinds))
        return Reading(together - none, KINDS[kinds.index(most)])

    def _hidden(self, found: Mapping[int, int]) -> list[float]:
        units, weights = self._units, self._weights
        lanes = bytearray(_LANE * units)
        total = 0
        for bucket, weight in found.items():
            lanes[::_LANE] = weights[bucket * units : (bucket + 1) * units]
            total += weight * int.from_bytes(lanes, "little")
        sums = array("I", total.to_bytes(_LANE * units, "little"))
        nothing = ZERO * sum(found.values())
        scale = self._factor / length(found)
        return [
            max(0.0, (each - nothing) * scale + bias)
            for each, bias in zip(sums, self._inner_bias, strict=True)
        ]


def _pieces(words: Sequence[str]) -> list[Sequence[str]]:
    if len(words) <= PIECE:
        return [words]
    return [words[start : start + PIECE] for start in range(0, len(words) - PIECE + STEP, STEP)]


def load(folder: Path = FOLDER) -> TrainedModel:
    """Load the weights of a folder; raises OSError or ValueError when they are not whole."""
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    return TrainedModel(
        (folder / WEIGHTS).read_bytes(),
        factor=about["factor"],
        inner_bias=about["inner_bias"],
        outer=about["outer"],
        outer_bias=about["outer_bias"],
        lists=word_lists(),
    )


@cache
def trained_model() -> TrainedModel:
    """Return the trained model, loaded once per process."""
    return load()
