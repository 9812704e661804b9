"""What our last question offered, so that a bare "1" can be understood in the next message."""

from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from actions.speaking import Event

A_CALL = "call"
"""1 a person phones, 2 no. Also the meaning of a "1" when nothing was offered."""
A_CALL_OR_AGAIN = "call_or_again"
"""1 a person phones, 2 try again."""
TOPICS = "topics"
"""The numbered topics, then a person phones."""
A_LANGUAGE = "languages"
A_PLACE = "place"
"""Not offered but asked: where are you? 0 does not know."""
PLACES = "places"
"""The numbered places of one name."""
AGE = "age"
"""1 not of age, 2 young, 3 older."""


def offer(kind: str, choices: Sequence[str] = (), about: str | None = None) -> list[Event]:
    """Remember what was offered and the words it was about."""
    return [SlotSet("offer", kind), SlotSet("choices", list(choices)), SlotSet("question", about)]


def offer_is_over() -> list[Event]:
    return [SlotSet("offer", None), SlotSet("choices", None), SlotSet("question", None)]
