"""Ask for the bydel of a kommune that has them: it decides which office phones."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.speaking import Event, SpeakingAction, say


class AskCallbackBydel(SpeakingAction):
    called = "action_ask_callback_bydel"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        place = tracker.get_slot("callback_kommune")["place"]
        say(dispatcher, "utter_ask_callback_bydel", place=place)
        return []
