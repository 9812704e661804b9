"""What the safety net hears in a message."""

from bot.callbacks.answers import is_only_a_time
from bot.language.behalf import beside_for_whom
from bot.safety import Screening, screen

FEW = 3
"""Words: "hello", "and"."""


def listen(text: str) -> Screening:
    """The screening of a text, but for two questions that nobody needs.

    A weekday that the model takes for danger may be what we have just asked for. A child that says
    how old it is and that it writes for its mother, and nothing else, is thanked before it is asked
    anything.
    """
    screening = screen(text)
    if screening.level != "ask":
        return screening
    is_guess = screening.language == "model"
    is_none = (is_guess and is_only_a_time(text)) or _only_for_whom(text)
    return Screening() if is_none else screening


def _only_for_whom(text: str) -> bool:
    beside = beside_for_whom(text)
    return beside is not None and len(beside.split()) <= FEW and not _alarms(beside)


def _alarms(few_words: str) -> bool:
    """Of one word, such as "and", the model knows nothing, and the phrases do."""
    heard = screen(few_words)
    is_guess = heard.level == "ask" and heard.language == "model"
    return heard.kind is not None and not (is_guess and len(few_words.split()) == 1)
