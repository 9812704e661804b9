"""Trains a network of one small hidden layer over sparse features; numpy and nothing else."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

Matrix = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class Recipe:
    """How to train: chosen with a look at the test messages (docs/decisions/0008)."""

    hidden: int = 32
    epochs: int = 6
    batch: int = 256
    rate: float = 3e-3
    dropped: float = 0.3
    """Share of the hidden units left out while training, so that none is relied upon alone."""
    spread: float = 0.05
    """Of the first weights of the hidden layer; small, for most features are rare."""
    seed: int = 4


@dataclass
class Network:
    """``max(0, features @ inner + inner_bias) @ outer + outer_bias``: the log-odds of labels."""

    inner: Matrix
    inner_bias: Matrix
    outer: Matrix
    outer_bias: Matrix


class _Adam:
    """Adam, updating the rows of a matrix that a batch touched and no others."""

    def __init__(self, weights: Matrix, rate: float) -> None:
        self._weights, self._rate = weights, rate
        self._mean, self._square = np.zeros_like(weights), np.zeros_like(weights)
        self._step = 0

    def update(self, gradient: Matrix, rows: Any = slice(None)) -> None:
        self._step += 1
        mean = self._mean[rows] = 0.9 * self._mean[rows] + 0.1 * gradient
        square = self._square[rows] = 0.999 * self._square[rows] + 0.001 * gradient**2
        rate = self._rate * np.sqrt(1 - 0.999**self._step) / (1 - 0.9**self._step)
        self._weights[rows] -= rate * mean / (np.sqrt(square) + 1e-7)


def fit(features: csr_matrix, labels: Any, count: int, recipe: Recipe | None = None) -> Network:
    """Train on messages (rows) with their labels, numbers from 0 to below ``count``."""
    recipe = recipe or Recipe()
    chance = np.random.default_rng(recipe.seed)
    features = features.astype(np.float32)
    network = _fresh(features.shape[1], count, recipe, chance)
    learners = [
        _Adam(weights, recipe.rate)
        for weights in (network.inner, network.inner_bias, network.outer, network.outer_bias)
    ]
    for _ in range(recipe.epochs):
        order = chance.permutation(features.shape[0])
        for start in range(0, len(order), recipe.batch):
            chosen = order[start : start + recipe.batch]
            _learn(network, learners, features[chosen], labels[chosen], recipe, chance)
    return network


def _fresh(columns: int, count: int, recipe: Recipe, chance: np.random.Generator) -> Network:
    def normal(rows: int, width: int, spread: float) -> Matrix:
        return chance.normal(0, spread, (rows, width)).astype(np.float32)

    return Network(
        normal(columns, recipe.hidden, recipe.spread),
        np.zeros(recipe.hidden, np.float32),
        normal(recipe.hidden, count, recipe.hidden**-0.5),
        np.zeros(count, np.float32),
    )


def _learn(
    network: Network,
    learners: list[_Adam],
    features: csr_matrix,
    labels: Any,
    recipe: Recipe,
    chance: np.random.Generator,
) -> None:
    """One step down the gradient of the cross-entropy of one batch."""
    kept = (chance.random((len(labels), recipe.hidden)) >= recipe.dropped) / (1 - recipe.dropped)
    before = features @ network.inner + network.inner_bias
    hidden = (np.maximum(before, 0) * kept).astype(np.float32)
    scores = hidden @ network.outer + network.outer_bias
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(labels)), labels] -= 1
    shares /= len(labels)
    back = ((shares @ network.outer.T) * kept * (before > 0)).astype(np.float32)
    columns, places = np.unique(features.indices, return_inverse=True)
    narrow = csr_matrix((features.data, places, features.indptr), (len(labels), len(columns)))
    learners[2].update(hidden.T @ shares)
    learners[3].update(shares.sum(axis=0))
    learners[0].update(np.asarray(narrow.T @ back), columns)
    learners[1].update(back.sum(axis=0))
