"""The safety net: reads every message in every language at once, before and apart from Rasa."""

from bot.safety.answers import Answer, read_answer
from bot.safety.needs import Needs, concepts_in, may_wait, read_needs
from bot.safety.screening import Screening, screen
from bot.safety.vocabulary import Kind, Level

__all__ = [
    "Answer",
    "Kind",
    "Level",
    "Needs",
    "Screening",
    "concepts_in",
    "may_wait",
    "read_answer",
    "read_needs",
    "screen",
]
