"""A whole message that is a number, a yes or a no is that, whatever the classifier thinks of it."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.callbacks.answers import is_unknown, read_agreement, read_choice
from bot.language.served import LANGUAGES

# The longest list we offer is that of the languages.
HIGHEST = len(LANGUAGES)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ShortAnswers(IntentClassifier, GraphComponent):  # type: ignore[misc]  # Rasa has no types
    """Sets the intent of short answers to ``yes`` or ``no``.

    A number goes the same way, 1 as yes and every other as no, and "I do not know" as 0: both
    intents lead to the action that knows what the last question was.
    """

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
    ) -> "ShortAnswers":
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if name := _short_answer(message.get(TEXT) or ""):
                intent = {"name": name, "confidence": 1.0}
                others = [each for each in message.get(INTENT_RANKING_KEY) if each["name"] != name]
                message.set(INTENT, intent, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
        return messages


def _short_answer(text: str) -> str | None:
    number = read_choice(text, HIGHEST)
    if number is not None:
        return "yes" if number == 1 else "no"
    return "no" if is_unknown(text) else read_agreement(text)
