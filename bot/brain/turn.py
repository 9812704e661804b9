"""One message of one conversation through Rasa: text and dialogue in, replies and dialogue out."""

from dataclasses import dataclass

from rasa.core.channels.channel import UserMessage

from bot.brain.agent import BrainAgent
from bot.brain.channel import Act, CollectingChannel, Reply
from bot.brain.nlg import beside_norwegian, conversation_language
from bot.delivery.channel import Channel

SAFETY_QUESTION = "ask_safety"


class TurnFailed(Exception):
    """Rasa did not bring the turn to its end; nothing of it may be used. The cause is kept."""


@dataclass(frozen=True)
class TurnResult:
    said: list[Reply | Act]
    """Replies and acts in the order they are to happen."""
    dialogue: str
    """What the next turn of the conversation needs; to be stored encrypted."""
    intent: str
    topic: str | None
    """The likeliest topic when the intent is ``topic``."""
    confidence: float
    """Of the intent."""

    @property
    def replies(self) -> list[Reply]:
        return [each for each in self.said if isinstance(each, Reply)]

    @property
    def acts(self) -> list[Act]:
        return [each for each in self.said if isinstance(each, Act)]


def run_turn(
    agent: BrainAgent,
    *,
    conversation_id: str,
    text: str,
    language: str,
    dialogue: str | None,
    channel: str = Channel.SMS,
) -> TurnResult:
    """Answer one message that came on a channel; changes nothing but what it returns.

    Raises:
        TurnFailed: an action or a text failed, or nobody answered. The turn can be tried again.
    """
    return agent.run(_run(agent, conversation_id, text, language, dialogue, channel))


async def _run(
    agent: BrainAgent,
    conversation_id: str,
    text: str,
    language: str,
    dialogue: str | None,
    came_on: str,
) -> TurnResult:
    conversation_language.set(language)
    beside_norwegian.set(came_on == Channel.RELAY)
    channel = CollectingChannel()
    agent.processor.failures.clear()
    try:
        agent.dialogues.prime(conversation_id, dialogue)
        message = UserMessage(_plain(text), channel, conversation_id, input_channel=came_on)
        await agent.handle_message(message)
        understood = agent.dialogues.message()
        new_dialogue = agent.dialogues.take()
    except Exception as error:
        raise TurnFailed(conversation_id) from error
    if agent.processor.failures:
        raise TurnFailed(conversation_id) from agent.processor.failures[0]
    if not channel.said:
        raise TurnFailed(f"{conversation_id}: no rule answered")
    intent = understood["intent"]
    return TurnResult(
        _one_question(channel.said),
        new_dialogue,
        intent["name"],
        understood["topic"]["name"] if intent["name"] == "topic" else None,
        float(intent["confidence"]),
    )


def _plain(text: str) -> str:
    """The text without a leading slash, with which Rasa lets developers name an intent."""
    return text.lstrip("/ ")


def _one_question(said: list[Reply | Act]) -> list[Reply | Act]:
    """After the question whether somebody is safe no other question follows."""
    for position, each in enumerate(said, start=1):
        if isinstance(each, Act) and each.name == SAFETY_QUESTION:
            return said[:position]
    return said
