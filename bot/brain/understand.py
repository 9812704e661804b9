"""What messages are understood as: the safety net, the language and the model together."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME

from bot.brain.agent import BrainAgent
from bot.brain.place_answers import PLACE
from bot.brain.plain_questions import MAY_REFUSE, ON_BEHALF, TERM, YOUNG
from bot.language.identify import identify
from bot.safety import screen

NOT_LABELS = frozenset(
    [DEFAULT_NLU_FALLBACK_INTENT_NAME, PLACE, TERM, MAY_REFUSE, YOUNG, ON_BEHALF]
)
"""Intents of our own dialogue, beside what the classifier takes the message for."""


def understand(lines: Iterable[str], model: Path) -> Iterator[str]:
    """For every JSON line with ``id`` and ``text`` one JSON line of labels, in the same order.

    A line may hold ``language``, the one remembered of the conversation.
    """
    agent = BrainAgent(model)
    for line in lines:
        if line.strip():
            yield json.dumps(understood(agent, json.loads(line)), ensure_ascii=False)


def understood(agent: BrainAgent, message: Mapping[str, Any]) -> dict[str, Any]:
    """The labels of one message with ``id`` and ``text``, and ``language`` if it is remembered."""
    text = str(message["text"])
    guess = identify(text, message.get("language"))
    screening = screen(text)
    parsed = agent.parse(text)
    intent, confidence = _intent(parsed)
    if screening.level == "certain":
        intent, confidence = "emergency", screening.confidence
    return {
        "id": message["id"],
        "language": guess.language,
        "language_confidence": round(guess.confidence, 4),
        "intent": intent,
        "topic": parsed["topic"]["name"] if intent == "topic" else None,
        "emergency": screening.kind or "none",
        "emergency_level": screening.level,
        "confidence": round(confidence, 4),
        "top_topics": [each["name"] for each in parsed["topic"]["ranking"]],
    }


def _intent(parsed: dict[str, Any]) -> tuple[str, float]:
    """The likeliest label; not understanding is none."""
    ranking = parsed["intent_ranking"]
    likeliest = next(each for each in ranking if each["name"] not in NOT_LABELS)
    return str(likeliest["name"]), float(likeliest["confidence"])
