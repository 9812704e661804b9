"""The trained half of the safety net: two linear models as plain weights of one byte each.

One says how likely a message tells of danger, the other which kind. They are trained by
`make weights` on the messages of data/ (bot/brain/learning/danger.py) and need nothing but Python
to be read: see `weights/danger.json` for what they were made from.
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.safety.concepts import WordLists, word_lists
from bot.safety.features import BUCKETS, features
from bot.safety.vocabulary import KINDS, Kind

FOLDER = Path(__file__).parent / "weights"
ABOUT = "danger.json"
WEIGHTS = "danger.bin"

# A message is read in pieces of so many words, so that danger is not drowned in a long letter.
PIECE = 30
STEP = 20


@dataclass(frozen=True, slots=True)
class Scale:
    """What a weight of one byte is multiplied with, and what is added to the sum."""

    factor: float
    bias: float


class TrainedModel:
    """Linear weights over the features of a message: danger first, then each kind."""

    def __init__(self, weights: bytes, scales: Sequence[Scale], lists: WordLists) -> None:
        rows = len(KINDS) + 1
        if len(weights) != rows * BUCKETS or len(scales) != rows:
            raise ValueError(f"{len(weights)} weights are not {rows} times {BUCKETS}")
        self._danger = array("b", weights[:BUCKETS])
        self._kinds = array("b", weights[BUCKETS:])
        self._scales = tuple(scales)
        self._lists = lists

    def danger(self, words: Sequence[str]) -> float:
        """The log-odds that folded words tell of danger, of the most alarming piece of them."""
        return max(map(self._danger_of, map(self._features, _pieces(words))))

    def kind(self, words: Sequence[str]) -> Kind:
        """The likeliest kind, supposing there is danger."""
        return max(
            zip(self._kinds_of(self._most_alarming(words)), KINDS, strict=True),
            key=lambda pair: pair[0],
        )[1]

    def _features(self, words: Sequence[str]) -> Mapping[int, float]:
        return features(list(words), self._lists)

    def _most_alarming(self, words: Sequence[str]) -> Mapping[int, float]:
        return max(map(self._features, _pieces(words)), key=self._danger_of)

    def _danger_of(self, found: Mapping[int, float]) -> float:
        weights, scale = self._danger, self._scales[0]
        return sum(weights[at] * share for at, share in found.items()) * scale.factor + scale.bias

    def _kinds_of(self, found: Mapping[int, float]) -> list[float]:
        scores = []
        for row, scale in enumerate(self._scales[1:]):
            start = row * BUCKETS
            total = sum(self._kinds[start + at] * share for at, share in found.items())
            scores.append(total * scale.factor + scale.bias)
        return scores


def _pieces(words: Sequence[str]) -> list[Sequence[str]]:
    if len(words) <= PIECE:
        return [words]
    return [words[start : start + PIECE] for start in range(0, len(words) - PIECE + STEP, STEP)]


def load(folder: Path = FOLDER) -> TrainedModel:
    """Load the weights of a folder; raises OSError or ValueError when they are not whole."""
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    scales = [Scale(**scale) for scale in about["scales"]]
    return TrainedModel((folder / WEIGHTS).read_bytes(), scales, word_lists())


@cache
def trained_model() -> TrainedModel:
    """Return the trained model, loaded once per process."""
    return load()
