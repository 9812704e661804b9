"""Ask for the place, and differently when the answer named none."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.speaking import Event, SpeakingAction, say, was_answered_by_rules, words_of


class AskCallbackKommune(SpeakingAction):
    called = "action_ask_callback_kommune"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        if tracker.get_slot("callback_tries") and not was_answered_by_rules(tracker):
            say(dispatcher, "utter_invalid_callback_kommune", answer=words_of(tracker))
        else:
            is_for_another = tracker.get_slot("callback_behalf")
            say(dispatcher, f"utter_ask_{'behalf' if is_for_another else 'callback'}_kommune")
        return []
