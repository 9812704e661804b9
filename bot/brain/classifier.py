"""What a message is about: one linear model over pieces of words and concepts, for all languages.

It learns the intents and the topics together (``topic/rent_arrears`` beside ``callback``) and adds
the topics up to the intent ``topic``. Pieces of words need no tokenizer for a language and survive
spelling; concepts are one feature in twenty languages (bot/safety/concepts.py). How it was chosen
and what else was tried: docs/decisions/0008.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from zlib import crc32

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import SGDClassifier
from sklearn.preprocessing import normalize

from bot.brain.learning.danger import feature_matrix
from bot.language.tokens import without_tokens
from bot.safety import screen
from bot.safety.concepts import word_lists
from bot.safety.features import features, length
from bot.safety.folding import fold_words

Vector = np.ndarray[Any, Any]

TOPIC = "topic"
EMERGENCY = "emergency"
RANKING = 3
FRAGMENT, FRAGMENTS = 4, 2**20
LABELS = "labels.json"
WEIGHTS = "weights.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MessageClassifier(IntentClassifier, GraphComponent):  # type: ignore[misc]  # Rasa has no types
    """Sets the intent, its ranking, and ``topic``: name, confidence, certain, the ranking of three.

    A topic is ``certain`` from the confidence ``topic_threshold`` on when the second is at least
    ``topic_margin`` behind; otherwise the person is asked which one is meant. Each label is told
    from all others by itself, so that a message like none of them has no confident label, and the
    confidence counts for the share of the message that is made of what was ever seen. Whether
    there is danger is for the safety net to say: where it hears none, no emergency is left.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"alpha": 2e-6, "epochs": 15, "topic_threshold": 0.45, "topic_margin": 0.2}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._labels: list[str] = []
        self._weights: dict[str, Vector] = {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "MessageClassifier":
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        pairs = sorted(
            (str(each.get(TEXT)), str(each.get(INTENT_RESPONSE_KEY) or each.get(INTENT)))
            for each in training_data.intent_examples
        )
        texts, labels = zip(*pairs, strict=True)
        matrix = feature_matrix(texts, word_lists())
        messages_with = np.bincount(matrix.indices, minlength=matrix.shape[1])
        rarity = (1 + np.log((1 + len(texts)) / (1 + messages_with))).astype(np.float32)
        model = SGDClassifier(
            loss="log_loss",
            alpha=self._config["alpha"],
            max_iter=self._config["epochs"],
            tol=None,
            random_state=0,
        )
        model.fit(normalize(matrix.multiply(rarity)), labels)
        self._labels = [str(label) for label in model.classes_]
        self._weights = {
            "coefficients": np.ascontiguousarray(model.coef_.T, dtype=np.float32),
            "intercepts": model.intercept_.astype(np.float32),
            "rarity": rarity,
            "seen": _fragments_of(texts),
        }
        self._persist()
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = without_tokens(message.get(TEXT) or "")
            probabilities = self._probabilities(text)
            if screen(text).level is None:
                probabilities[EMERGENCY] = 0.0
            intents = self._intents(probabilities, self._seen(text))
            message.set(INTENT, intents[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, intents, add_to_output=True)
            message.set(TOPIC, self._topic(probabilities), add_to_output=True)
        return messages

    def _probabilities(self, text: str) -> dict[str, float]:
        """How likely each label is against all others; they need not add up to one."""
        found = features([word for word, _ in fold_words(text)], word_lists())
        buckets = np.fromiter(found.keys(), dtype=np.intp, count=len(found))
        weights = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        weights = weights / length(found) * self._weights["rarity"][buckets]
        weights = weights / (float(np.linalg.norm(weights)) or 1.0)
        scores = weights @ self._weights["coefficients"][buckets] + self._weights["intercepts"]
        return dict(zip(self._labels, (1 / (1 + np.exp(-scores))).tolist(), strict=True))

    def _seen(self, text: str) -> float:
        """The share of the message's fragments that the training messages have: all, of none."""
        fragments = list(_fragments(text))
        known = self._weights["seen"]
        return sum(bool(known[each]) for each in fragments) / len(fragments) if fragments else 1.0

    def _intents(self, probabilities: dict[str, float], seen: float) -> list[dict[str, Any]]:
        """The intents by confidence; that of the topics is that at least one of them is meant."""
        otherwise: dict[str, float] = {}
        for label, probability in probabilities.items():
            name = label.partition("/")[0]
            otherwise[name] = otherwise.get(name, 1.0) * (1 - probability)
        confidences = Counter({name: seen * (1 - nothing) for name, nothing in otherwise.items()})
        return [
            {"name": name, "confidence": float(confidence)}
            for name, confidence in confidences.most_common()
        ]

    def _topic(self, probabilities: dict[str, float]) -> dict[str, Any]:
        """The topics among themselves: their confidences add up to one."""
        topics = {
            label.partition("/")[2]: probability
            for label, probability in probabilities.items()
            if label.startswith(f"{TOPIC}/")
        }
        whole = sum(topics.values())
        likely = Counter(topics).most_common(RANKING)
        ranking = [
            {"name": name, "confidence": round(probability / whole, 4)}
            for name, probability in likely
        ]
        first, second = (round(probability / whole, 4) for _, probability in likely[:2])
        is_certain = (
            first >= self._config["topic_threshold"]
            and first - second >= self._config["topic_margin"]
        )
        return {**ranking[0], "certain": is_certain, "ranking": ranking}

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            (folder / LABELS).write_text(json.dumps(self._labels), encoding="utf-8")
            np.savez(folder / WEIGHTS, **self._weights)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "MessageClassifier":
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._labels = json.loads((folder / LABELS).read_text(encoding="utf-8"))
            with np.load(folder / WEIGHTS, allow_pickle=False) as weights:
                component._weights = dict(weights)
        return component


def _fragments(text: str) -> Iterator[int]:
    """Four letters at a time, word by word, as numbers."""
    for word, _ in fold_words(text):
        marked = f" {word} "
        for start in range(len(marked) - FRAGMENT + 1):
            yield crc32(marked[start : start + FRAGMENT].encode()) % FRAGMENTS


def _fragments_of(texts: Iterable[str]) -> Vector:
    """For every fragment whether one of the texts has it."""
    seen = np.zeros(FRAGMENTS, dtype=np.bool_)
    for text in texts:
        seen[list(_fragments(text))] = True
    return seen
