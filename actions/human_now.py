"""Let staff see that the person asks for a human at once."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.speaking import Event, SpeakingAction, act


class HumanNow(SpeakingAction):
    called = "action_human_now"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        act(dispatcher, "human_now")
        return []
