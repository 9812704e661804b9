"""Trains the safety net's model: linear, over pieces of words and concepts, then cut to bytes."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.brain.learning.messages import NO_DANGER, Message
from bot.safety.concepts import WordLists, load
from bot.safety.features import BUCKETS, features
from bot.safety.folding import fold_words
from bot.safety.trained_model import ABOUT, FOLDER, WEIGHTS
from bot.safety.vocabulary import KINDS

# Chosen by cross-validation over the training messages (docs/decisions).
_DANGER_C = 30.0
_KIND_C = 10.0
_ITERATIONS = 200
_LARGEST = 127


def train_danger(messages: Iterable[Message], folder: Path = FOLDER) -> None:
    """Train on the messages and write the weights with what they were made from."""
    known = sorted(set(messages), key=lambda message: (message.language, message.text))
    matrix = feature_matrix([message.text for message in known], load())
    kinds = np.array([message.danger for message in known])
    is_danger = kinds != NO_DANGER
    danger = _fitted(matrix, is_danger, _DANGER_C)
    kind = _fitted(matrix[is_danger], kinds[is_danger], _KIND_C)
    rows = [danger.coef_[0], *(kind.coef_[list(kind.classes_).index(each)] for each in KINDS)]
    biases = [danger.intercept_[0], *(kind.intercept_[list(kind.classes_).index(k)] for k in KINDS)]
    factors = [float(np.abs(row).max()) / _LARGEST for row in rows]
    weights = b"".join(
        np.rint(row / factor).astype(np.int8).tobytes()
        for row, factor in zip(rows, factors, strict=True)
    )
    about = {
        "messages": len(known),
        "of_danger": int(is_danger.sum()),
        "made_from": fingerprint(known),
        "scales": [
            {"factor": factor, "bias": float(bias)}
            for factor, bias in zip(factors, biases, strict=True)
        ],
    }
    folder.mkdir(exist_ok=True)
    (folder / WEIGHTS).write_bytes(weights)
    (folder / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def fingerprint(messages: Iterable[Message]) -> str:
    """A hash of the messages, whatever their order: other messages need other weights."""
    lines = sorted(f"{each.language}\t{each.danger}\t{each.text}" for each in set(messages))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def feature_matrix(texts: Sequence[str], lists: WordLists) -> csr_matrix:
    """A row a text, a column a bucket."""
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for text in texts:
        found = features([word for word, _ in fold_words(text)], lists)
        columns += found.keys()
        values += found.values()
        ends.append(len(columns))
    data = np.array(values, dtype=np.float64)
    return csr_matrix((data, np.array(columns), np.array(ends)), shape=(len(texts), BUCKETS))


def _fitted(matrix: csr_matrix, labels: Any, c: float) -> LogisticRegression:
    return LogisticRegression(C=c, max_iter=_ITERATIONS, tol=1e-3).fit(matrix, labels)
