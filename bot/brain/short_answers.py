"""A whole message that is a number, a yes or a no is that, whatever the classifier thinks of it."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.brain.ruled_intents import RuledIntents
from bot.callbacks.answers import is_unknown, read_agreement, read_choice
from bot.language.served import LANGUAGES

# The longest list we offer is that of the languages.
HIGHEST = len(LANGUAGES)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ShortAnswers(RuledIntents):
    """Sets the intent of short answers to ``yes`` or ``no``.

    A number goes the same way, 1 as yes and every other as no, and "I do not know" as 0: both
    intents lead to the action that knows what the last question was.
    """

    def intent_of(self, text: str) -> str | None:
        number = read_choice(text, HIGHEST)
        if number is not None:
            return "yes" if number == 1 else "no"
        return "no" if is_unknown(text) else read_agreement(text)
