"""Ask whether an interpreter is needed; for another, in which language."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.speaking import Event, SpeakingAction, say


class AskCallbackInterpreter(SpeakingAction):
    called = "action_ask_callback_interpreter"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        is_for_another = tracker.get_slot("callback_behalf")
        say(dispatcher, f"utter_ask_{'behalf' if is_for_another else 'callback'}_interpreter")
        return []
