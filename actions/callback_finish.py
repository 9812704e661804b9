"""Hand the confirmed request to the product, or drop it as the person wishes."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.questions import SEND, UNKNOWN, forget_answers
from actions.speaking import Event, SpeakingAction, act, say


class CallbackFinish(SpeakingAction):
    called = "action_callback_finish"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        if tracker.get_slot("callback_confirm") == SEND:
            act(dispatcher, "submit_callback", **request(tracker.slots))
        else:
            say(dispatcher, "utter_callback_cancelled")
        return forget_answers(tracker.slots)


def request(slots: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the act; nothing in it was concluded by us."""
    place = slots["callback_kommune"]
    is_known = place != UNKNOWN
    about, children = slots["callback_about"], slots["callback_children"]
    return {
        "about": "" if about == UNKNOWN else about,
        "kommune": place["kommune"] if is_known else None,
        "area": place["area"] if is_known else None,
        "place": place["place"] if is_known else "",
        "phone": None if slots["callback_phone"] == UNKNOWN else slots["callback_phone"],
        "window": slots["callback_window"],
        "phone_safe": slots["callback_phone_safe"],
        "interpreter": slots["callback_interpreter"],
        "children": "unsaid" if children == UNKNOWN else children,
    }
