"""What lists of words know: phone me, what does this word mean, may they say no, I am young, I
write for another."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.brain.ruled_intents import RuledIntents
from bot.language.ages import is_about_age
from bot.language.answer_words import words
from bot.language.behalf import read_behalf
from bot.language.glossary import term_asked
from bot.safety import concepts_in, screen

CALLBACK = "callback"
TERM, MAY_REFUSE, YOUNG, ON_BEHALF = "term", "may_refuse", "young", "on_behalf"
INTERPRETER = "interpreter"
"""The concept."""
LONGEST = 10
"""Words of a message that asks nothing but whether they may say no."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PlainQuestions(RuledIntents):
    """Sets the intent of such a message; somebody who speaks the language can add to the lists."""

    def intent_of(self, text: str) -> str | None:
        if words().is_one_of("call_me_words", text):
            return CALLBACK
        if term_asked(text):
            return TERM
        if words().has_phrase("refusal_words", text) and len(text.split()) <= LONGEST:
            return MAY_REFUSE
        if _is_on_behalf(text):
            return ON_BEHALF
        is_young = is_about_age(text) and screen(text).level is None
        return YOUNG if is_young else None


def _is_on_behalf(text: str) -> bool:
    """An interpreter who only says so is known as one, and asked for nothing of a helper."""
    behalf = read_behalf(text)
    is_interpreter = behalf is not None and behalf.relation is None and not behalf.has_paper
    return behalf is not None and not (is_interpreter and INTERPRETER in concepts_in(text))
