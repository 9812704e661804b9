"""Ask when to phone, with the hours of the register."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.places import windows
from actions.speaking import Event, SpeakingAction, say


class AskCallbackWindow(SpeakingAction):
    called = "action_ask_callback_window"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        say(dispatcher, "utter_ask_callback_window", **windows())
        return []
