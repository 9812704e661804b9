"""What people ask next: what do I bring, how long does it take, and if I have no BankID?

Such messages are so short that the classifier often knows too little of them.
"""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.brain.classifier import TOPIC
from bot.brain.ruled_intents import RuledIntents
from bot.brain.topic_titles import set_topic
from bot.language.answer_words import words

ABOUT_A_CALL = ("callback", "callback_status", "callback_change")
ABOUT_BANKID = "electronic_id"
"""Whoever says that they have none asks how to do without."""
SURE = 0.5
LONGEST = 8
"""Words; a longer message has more to say, and the classifier more to go by."""
TOPICS = {
    "bring_words": "documents_needed",
    "how_long_words": "processing_time",
    "without_bankid_words": "apply_without_bankid",
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class FollowUps(RuledIntents):
    """Sets the topic of such a message, where the classifier is not sure of another."""

    def process(self, messages: list[Message]) -> list[Message]:
        super().process([each for each in messages if _is_open(each)])
        return messages

    def intent_of(self, text: str) -> str | None:
        return TOPIC if _asked(text) else None

    def mark(self, message: Message) -> None:
        set_topic(message, _asked(message.get(TEXT)))


def _is_open(message: Message) -> bool:
    intent, topic = message.get(INTENT), message.get(TOPIC)
    if intent["name"] in ABOUT_A_CALL and intent["confidence"] >= SURE:
        return False  # "when does somebody phone?" is about the call they wait for
    is_sure = intent["name"] == TOPIC and topic["certain"]
    return not is_sure or topic["name"] == ABOUT_BANKID


def _asked(text: str) -> str | None:
    if len(text.split()) > LONGEST:
        return None
    return next((TOPICS[key] for key in TOPICS if words().has_phrase(key, text)), None)
