"""A person who writes to the brain; between two messages only the stored dialogue lives on."""

from dataclasses import dataclass, field

from bot.brain.agent import BrainAgent
from bot.brain.channel import Act, Reply
from bot.brain.turn import TurnResult, run_turn


@dataclass
class Person:
    agent: BrainAgent
    language: str = "nb"
    conversation_id: str = "c-1"
    channel: str = "sms"
    dialogue: str | None = None
    turns: list[TurnResult] = field(default_factory=list)

    def says(self, text: str) -> list[str]:
        """Write one message; gives the names of the replies and acts it led to."""
        turn = run_turn(
            self.agent,
            conversation_id=self.conversation_id,
            text=text,
            language=self.language,
            dialogue=self.dialogue,
            channel=self.channel,
        )
        self.dialogue = turn.dialogue
        self.turns.append(turn)
        return [each.name for each in turn.said]

    def goes_through(self, *answers: str) -> list[str]:
        """Write one message after the other; gives what the last one led to."""
        last: list[str] = []
        for answer in answers:
            last = self.says(answer)
        return last

    @property
    def read(self) -> str:
        """What the last turn gave the person to read."""
        return "\n".join(each.text for each in self.turns[-1].said if isinstance(each, Reply))

    @property
    def request(self) -> dict[str, object]:
        """The callback request the last turn handed over."""
        acts = [each for each in self.turns[-1].said if isinstance(each, Act)]
        return next(act.fields for act in acts if act.name == "submit_callback")
