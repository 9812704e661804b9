"""The safety net: reads every message in every language at once, before and apart from Rasa."""

from bot.safety.answers import Answer, read_answer
from bot.safety.screening import Screening, screen
from bot.safety.vocabulary import Kind, Level

__all__ = ["Answer", "Kind", "Level", "Screening", "read_answer", "screen"]
