"""Ask the product how a callback request stands."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.speaking import Event, SpeakingAction, act


class CallbackStatus(SpeakingAction):
    called = "action_callback_status"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        act(dispatcher, "callback_status")
        return []
