"""A whole message that is the name of a place, or a postnummer, is that and nothing else."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.brain.ruled_intents import RuledIntents
from bot.register import register_at
from bot.settings import Settings

PLACE = "place"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PlaceAnswers(RuledIntents):
    """Sets the intent of such a message to ``place``, which no examples could teach."""

    def intent_of(self, text: str) -> str | None:
        return PLACE if register_at(Settings().register_dir).named_places(text) else None
