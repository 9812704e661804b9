"""What a turn says and asks for, in order."""

from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.brain.nlg import IN_NORWEGIAN, conversation_language

# What Rasa keeps of a bot message beside the values of its text.
NOT_VALUES = frozenset(
    [
        "text",
        "timestamp",
        "utter_action",
        "template",
        "response",
        "elements",
        "quick_replies",
        "buttons",
        "attachment",
        "image",
        "custom",
        IN_NORWEGIAN,
    ]
)


@dataclass(frozen=True)
class Reply:
    """A text for the person; tokens such as ``⟨phone 1⟩`` are still in it."""

    name: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)
    in_norwegian: str | None = None
    """The same for an interpreter; None where none reads along."""


@dataclass(frozen=True)
class Act:
    """Something the product is to do."""

    name: str
    fields: dict[str, Any] = field(default_factory=dict)


class CollectingChannel(OutputChannel):  # type: ignore[misc]  # Rasa has no types
    """Collects the replies and acts of one turn."""

    def __init__(self) -> None:
        self.said: list[Reply | Act] = []

    @classmethod
    def name(cls) -> str:
        return "lavterskel"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        if custom := message.get("custom"):
            fields = {name: value for name, value in custom.items() if name != "act"}
            self._take(Act(custom["act"], fields))
        else:
            values = {
                name: value
                for name, value in message.items()
                if name not in NOT_VALUES and value is not None
            }
            reply = Reply(
                message["utter_action"], message["text"], values, message.get(IN_NORWEGIAN)
            )
            self.said.append(reply)

    def _take(self, act: Act) -> None:
        self.said.append(act)
        if act.name == "set_language":
            conversation_language.set(act.fields["language"])
