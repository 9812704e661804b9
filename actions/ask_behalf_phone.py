"""Ask whom to phone; a child is asked for the number of the grown-up, who is phoned."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.behalf_questions import may_be_child
from actions.speaking import Event, SpeakingAction, say


class AskBehalfPhone(SpeakingAction):
    called = "action_ask_behalf_phone"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        of = "_child" if may_be_child(tracker.slots) else ""
        say(dispatcher, f"utter_ask_behalf_phone{of}")
        return []
