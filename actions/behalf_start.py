"""Somebody writes for another: what we may say to anybody, and the offer of a call.

General information goes to anyone, what is in a case to nobody.
"""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.behalf import behalf_slots
from actions.callback_start import begin_request
from actions.offers import A_CALL, offer
from actions.speaking import Event, SpeakingAction, say, words_of
from bot.language.behalf import asks_of_anothers_case, read_behalf

RULE, CHILD = "utter_behalf_rule", "utter_behalf_child"
LIKELY = 0.3
"""The confidence of a question that is answered before anything is offered: that somebody writes
for another makes the classifier less sure of all else."""
ABOUT_WRITING_FOR_ANOTHER = frozenset({"power_of_attorney", "right_to_interpreter", "case_status"})


class BehalfStart(SpeakingAction):
    called = "action_behalf_start"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        text = words_of(tracker)
        topic = _question(tracker.latest_message)
        is_of_case = asks_of_anothers_case(text)
        if topic is not None and not is_of_case:
            say(dispatcher, f"utter_topic/{topic}")
        say_rule(dispatcher, text)
        if topic is not None or is_of_case:
            say(dispatcher, "utter_call_offer")
            return offer(A_CALL, about=text)
        return begin_request(dispatcher, tracker)


def say_rule(dispatcher: CollectingDispatcher, text: str) -> None:
    """What we say to nobody; a child is thanked and told that it need not interpret."""
    is_child = behalf_slots(read_behalf(text)).get("behalf_minor") == "yes"
    say(dispatcher, CHILD if is_child else RULE)


def _question(message: Mapping[str, Any]) -> str | None:
    """The topic of a general question that the message also asks."""
    likely = {each["name"]: each["confidence"] for each in message["intent_ranking"]}
    asks = likely.get("topic", 0.0)
    topic = message["topic"]
    if asks < max(LIKELY, likely.get("callback", 0.0)) or not topic["certain"]:
        return None
    return None if topic["name"] in ABOUT_WRITING_FOR_ANOTHER else str(topic["name"])
