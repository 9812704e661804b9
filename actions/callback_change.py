"""Pass on that the person wants to change a request already sent."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.speaking import Event, SpeakingAction, act, words_of


class CallbackChange(SpeakingAction):
    called = "action_callback_change"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        act(dispatcher, "callback_change", words=words_of(tracker))
        return []
