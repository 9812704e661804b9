"""Ask for another phone number, and differently when none was written."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.chat import is_in_chat
from actions.speaking import Event, SpeakingAction, say, was_answered_by_rules


class AskCallbackPhoneOther(SpeakingAction):
    called = "action_ask_callback_phone_other"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        was_unreadable = tracker.get_slot("callback_tries") and not was_answered_by_rules(tracker)
        if is_in_chat(tracker):
            asking, again = "utter_ask_callback_phone_chat", "utter_invalid_callback_phone_chat"
        else:
            asking, again = "utter_ask_callback_phone_other", "utter_invalid_callback_phone"
        say(dispatcher, again if was_unreadable else asking)
        return []
