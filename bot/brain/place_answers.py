"""A whole message that is the name of a place, or a postnummer, is that and nothing else."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.register import register_at
from bot.settings import Settings

PLACE = "place"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PlaceAnswers(IntentClassifier, GraphComponent):  # type: ignore[misc]  # Rasa has no types
    """Sets the intent of such a message to ``place``, which no examples could teach."""

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
    ) -> "PlaceAnswers":
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        register = register_at(Settings().register_dir)
        for message in messages:
            if register.named_places(message.get(TEXT) or ""):
                intent = {"name": PLACE, "confidence": 1.0}
                ranking = [intent, *message.get(INTENT_RANKING_KEY)]
                message.set(INTENT, intent, add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
