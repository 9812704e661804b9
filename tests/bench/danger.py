"""What each part of the safety net is worth: ``python -m tests.bench.danger``.

Models are trained anew on the messages of data/ and measured on the held-out ones: the emergencies
found where as many everyday messages are asked about as the table says.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.brain.learning.danger import LABELS, feature_matrix, labels_of
from bot.brain.learning.messages import NO_DANGER, messages
from bot.brain.learning.network import Network, fit
from bot.brain.measuring import Labelled, held_out
from bot.safety import screening
from bot.safety.concepts import WordLists, compiled, word_lists
from bot.safety.trained_model import Reading

ASKED = (0.015, 0.03, 0.06)
"""Shares of the everyday messages that may be asked about."""
FOUND = 0.97
THRESHOLDS = (-3.0, -2.5, -2.0, -1.5, -1.0, 0.0, 1.0)
NO_LISTS = WordLists(compiled({"nb": {"nothing": []}}))


def log_odds(network: Network, matrix: csr_matrix) -> Any:
    hidden = np.maximum(matrix @ network.inner + network.inner_bias, 0)
    scores = hidden @ network.outer + network.outer_bias
    return np.logaddexp.reduce(scores[:, 1:], axis=1) - scores[:, 0]


def shares(found: Any, asked: Sequence[Labelled], group: str) -> Any:
    return found[[each.group == group for each in asked]]


def line(danger: Any, asked: Sequence[Labelled]) -> str:
    everyday, urgent = shares(danger, asked, "private"), shares(danger, asked, "emergency")
    at = (float(np.mean(urgent > np.quantile(everyday, 1 - share))) for share in ASKED)
    found = ", ".join(f"{share:.1%}: {part:.3f}" for share, part in zip(ASKED, at, strict=True))
    threshold = np.quantile(urgent, 1 - FOUND)
    ordinary = shares(danger, asked, "ordinary")
    return (
        f"{found}; where {FOUND:.0%} are found, asked about"
        f" {np.mean(ordinary > threshold):.1%} of ordinary and"
        f" {np.mean(everyday > threshold):.1%} of everyday messages"
    )


def whole_net(asked: Sequence[Labelled]) -> None:
    """Phrases and network together, at other thresholds of the network; and the phrases alone."""
    chosen = screening.ASK_BY_MODEL
    for threshold in THRESHOLDS:
        screening.ASK_BY_MODEL = threshold
        print(f"the whole net, asking from {threshold}: {counts(asked)}", flush=True)
    screening.ASK_BY_MODEL = chosen
    screening._reader()._hear = hear_nothing
    screening.ASK_BY_MODEL = np.inf
    print(f"phrases alone: {counts(asked)}", flush=True)


def hear_nothing(*_: object) -> Reading:
    """A network that neither alarms nor doubts a phrase."""
    return Reading(0.0, "life")


def counts(asked: Sequence[Labelled]) -> str:
    found = np.array([screening.screen(each.text).level is not None for each in asked])
    groups = ("emergency", "ordinary", "private")
    return ", ".join(
        f"{group} {shares(found, asked, group).sum()}/{len(shares(found, asked, group))}"
        for group in groups
    )


def main() -> None:
    asked, known = list(held_out()), list(set(messages()))
    known.sort(key=lambda message: (message.language, message.text))
    labels = labels_of(known)
    danger = labels != LABELS.index(NO_DANGER)
    for name, lists in (("letters and words", NO_LISTS), ("with concepts", word_lists())):
        learned = feature_matrix([each.text for each in known], lists)
        matrix = feature_matrix([each.text for each in asked], lists)
        linear = LogisticRegression(C=30, max_iter=200, tol=1e-3).fit(learned, danger)
        print(f"linear, {name}: {line(linear.decision_function(matrix), asked)}", flush=True)
        network = fit(learned, labels, len(LABELS))
        print(f"network, {name}: {line(log_odds(network, matrix), asked)}", flush=True)
    whole_net(asked)


main()
