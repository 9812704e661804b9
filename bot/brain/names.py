"""An answer to "what is your name?" reaches Rasa as a token: it has no need of the name."""

import json
from typing import Any

from bot.callbacks.answers import (
    has_words,
    is_back,
    is_cancelled,
    is_change,
    is_more,
    is_unknown,
    read_agreement,
    read_choice,
)
from bot.language.answer_words import words
from bot.store.name_tokens import name_token

ASKS_A_NAME = frozenset({"behalf_writer", "behalf_whom"})
"""Questions of the callback form."""
LONGEST = 6
"""Words of an answer that is a name."""
HIGHEST = 9
COMMANDS = (is_unknown, is_cancelled, is_back, is_change, is_more)


def without_name(dialogue: str | None, text: str, inbound_id: int) -> str:
    """The message as Rasa may see it, after this dialogue."""
    is_name = dialogue is not None and _asked(dialogue) in ASKS_A_NAME and _is_name(text)
    return name_token(inbound_id) if is_name else text


def _asked(dialogue: str) -> str | None:
    """The question that waits for an answer."""
    events: list[dict[str, Any]] = json.loads(dialogue)
    slots = (each for each in reversed(events) if each.get("event") == "slot")
    return next((each["value"] for each in slots if each["name"] == "requested_slot"), None)


def _is_name(text: str) -> bool:
    """Is it no command, no number and no question?"""
    if not has_words(text) or len(text.split()) > LONGEST or "?" in text:
        return False
    if any(is_command(text) for is_command in COMMANDS):
        return False
    is_answer = read_agreement(text) is not None or read_choice(text, HIGHEST) is not None
    return not is_answer and not words().is_one_of("call_me_words", text)
