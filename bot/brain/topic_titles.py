"""A whole message that is the title of a topic, as our choices and pictures have it."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.brain.classifier import TOPIC
from bot.brain.ruled_intents import RuledIntents
from bot.language.topic_titles import topic_titled


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TopicTitles(RuledIntents):
    """Sets such a message's topic, which is certain."""

    def intent_of(self, text: str) -> str | None:
        return TOPIC if topic_titled(text) else None

    def mark(self, message: Message) -> None:
        set_topic(message, topic_titled(message.get(TEXT)))


def set_topic(message: Message, name: str | None) -> None:
    """Make this the topic of a message that a rule knows, before what the classifier thought."""
    named = {"name": name, "confidence": 1.0}
    others = [each for each in message.get(TOPIC)["ranking"] if each["name"] != name]
    topic = {**named, "certain": True, "ranking": [named, *others[:2]]}
    message.set(TOPIC, topic, add_to_output=True)
