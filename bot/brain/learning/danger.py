"""Trains the safety net's model and cuts its weights to one byte each."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from bot.brain.learning.messages import NO_DANGER, Message
from bot.brain.learning.network import Network, fit
from bot.safety.concepts import COMPILED, Lists, WordLists, compiled
from bot.safety.features import BUCKETS, features, length
from bot.safety.folding import fold_words
from bot.safety.trained_model import ABOUT, FOLDER, WEIGHTS, ZERO
from bot.safety.vocabulary import KINDS

LABELS = (NO_DANGER, *KINDS)
_LARGEST = 127


def train_danger(messages: Iterable[Message], lists: Lists, folder: Path = FOLDER) -> None:
    """Train on the messages and write the weights with what they were made from."""
    folder.mkdir(exist_ok=True)
    entries = compiled(lists)
    entries.save(str(folder / COMPILED.name))
    known = sorted(set(messages), key=lambda message: (message.language, message.text))
    matrix = feature_matrix([message.text for message in known], WordLists(entries))
    network = fit(matrix, labels_of(known), len(LABELS))
    factor = float(np.abs(network.inner).max()) / _LARGEST
    weights = (np.rint(network.inner / factor) + ZERO).astype(np.uint8)
    (folder / WEIGHTS).write_bytes(weights.tobytes())
    about = {
        "messages": len(known),
        "of_danger": sum(message.danger != NO_DANGER for message in known),
        "made_from": fingerprint(known, lists),
        "factor": factor,
        **_plain(network),
    }
    (folder / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def labels_of(messages: Iterable[Message]) -> Any:
    """The number of each message's label."""
    return np.array([LABELS.index(message.danger) for message in messages])


def fingerprint(messages: Iterable[Message], lists: Lists) -> str:
    """A hash of what the weights are made from, messages in any order: another needs others."""
    lines = sorted(f"{each.language}\t{each.danger}\t{each.text}" for each in set(messages))
    lines.append(json.dumps(lists, sort_keys=True))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def feature_matrix(texts: Sequence[str], lists: WordLists) -> csr_matrix:
    """A row a text, a column a bucket, rows of length one."""
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for text in texts:
        found = features([word for word, _ in fold_words(text)], lists)
        whole = length(found)
        columns += found.keys()
        values += (weight / whole for weight in found.values())
        ends.append(len(columns))
    data = np.array(values, dtype=np.float32)
    return csr_matrix((data, np.array(columns), np.array(ends)), shape=(len(texts), BUCKETS))


def _plain(network: Network) -> dict[str, Any]:
    parts = {
        "inner_bias": network.inner_bias,
        "outer": network.outer,
        "outer_bias": network.outer_bias,
    }
    return {name: np.round(part, 5).tolist() for name, part in parts.items()}
