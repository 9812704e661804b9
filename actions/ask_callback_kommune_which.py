"""Ask which of several places of one name is meant."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.speaking import Event, SpeakingAction, say


class AskCallbackKommuneWhich(SpeakingAction):
    called = "action_ask_callback_kommune_which"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        choices = [place["place"] for place in tracker.get_slot("callback_places")]
        say(dispatcher, "utter_ask_callback_kommune_which", choices=choices)
        return []
