"""Messages that are so plain that a rule knows them, whatever the classifier thinks."""

from abc import abstractmethod
from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message


class RuledIntents(IntentClassifier, GraphComponent):  # type: ignore[misc]  # Rasa has no types
    """Stands after the classifier and puts the intent a rule knows first in its ranking."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [IntentClassifier]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if name := self.intent_of(message.get(TEXT) or ""):
                intent = {"name": name, "confidence": 1.0}
                others = [each for each in message.get(INTENT_RANKING_KEY) if each["name"] != name]
                message.set(INTENT, intent, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
                self.mark(message)
        return messages

    def mark(self, message: Message) -> None:
        """Set what else the rule knows of such a message."""

    @abstractmethod
    def intent_of(self, text: str) -> str | None:
        """The intent of a message the rule knows; None leaves it to the classifier."""
