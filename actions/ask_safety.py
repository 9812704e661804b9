"""The message sounds like danger: the product asks whether the person is safe."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.speaking import Event, SpeakingAction, act


class AskSafety(SpeakingAction):
    called = "action_ask_safety"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        act(dispatcher, "ask_safety")
        return []
