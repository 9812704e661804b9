"""What a person who writes one message would get, for a look from the command line."""

from bot.brain.agent import BrainAgent
from bot.brain.channel import Act
from bot.brain.turn import run_turn
from bot.escalation.safety_question import question_name
from bot.language.catalogue import Catalogue
from bot.language.identify import identify
from bot.language.served import BOKMAL, is_served
from bot.register import Register
from bot.safety import Screening, screen
from bot.settings import Settings

CONVERSATION = "ask"


def ask(text: str, language: str | None, settings: Settings) -> str:
    """The replies to a first message, what the product would do in square brackets.

    Danger is answered without the model, as it would be.
    """
    language = language or identify(text).language or BOKMAL
    catalogue = Catalogue(Register.load(settings.register_dir).numbers())
    screening = screen(text)
    if screening.level:
        return _safety_reply(catalogue, screening, language)
    if not is_served(language):
        return catalogue.bilingual("utter_unserved_language", language)
    greeting = catalogue.text("utter_first_contact", language)
    turn = run_turn(
        BrainAgent(settings.model),
        conversation_id=CONVERSATION,
        text=text,
        language=language,
        dialogue=None,
    )
    said = (_shown(each) if isinstance(each, Act) else each.text for each in turn.said)
    return "\n\n".join([greeting, *said])


def _safety_reply(catalogue: Catalogue, screening: Screening, language: str) -> str:
    if screening.level == "certain":
        return catalogue.bilingual(f"utter_emergency_{screening.kind}_opened", language)
    return catalogue.bilingual(question_name(str(screening.kind)), language)


def _shown(act: Act) -> str:
    return f"[{act.name}]"
