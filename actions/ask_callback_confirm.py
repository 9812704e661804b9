"""Read the request back before it is sent."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.places import windows
from actions.questions import NONE, OTHER, UNKNOWN
from actions.speaking import Event, SpeakingAction, say, text_named


class AskCallbackConfirm(SpeakingAction):
    called = "action_ask_callback_confirm"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        say(dispatcher, "utter_ask_callback_confirm", **read_back(tracker.slots), **windows())
        return []


def read_back(slots: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the person reads them; a phone number is never repeated."""
    place = slots["callback_kommune"]
    return {
        "about": _worded(slots["callback_about"], {UNKNOWN: "utter_value_unknown"}),
        "place": text_named("utter_value_place_unknown") if place == UNKNOWN else place["place"],
        "phone": text_named(
            PHONE.get(slots["callback_phone"], "utter_value_phone_other"),
        ),
        "window": _worded(slots["callback_window"], WINDOWS),
        "phone_safe": _worded(slots["callback_phone_safe"], PHONE_SAFE),
        "interpreter": _worded(slots["callback_interpreter"], INTERPRETER),
        "children": _worded(slots["callback_children"], CHILDREN),
    }


def _worded(value: str, names: Mapping[str, str]) -> Any:
    """The text for a value we know, or the person's own words."""
    return text_named(names[value]) if value in names else value


PHONE = {
    "own": "utter_value_phone_own",
    NONE: "utter_value_phone_none",
    UNKNOWN: "utter_value_unknown",
}
WINDOWS = {
    "any": "utter_value_window_any",
    "morning": "utter_value_window_morning",
    "afternoon": "utter_value_window_afternoon",
}
PHONE_SAFE = {
    "yes": "utter_value_safe_yes",
    "no": "utter_value_safe_no",
    UNKNOWN: "utter_value_safe_unknown",
}
INTERPRETER = {
    "no": "utter_value_interpreter_no",
    "yes": "utter_value_interpreter_yes",
    OTHER: "utter_value_interpreter_other",
    UNKNOWN: "utter_value_unknown",
}
CHILDREN = {
    "yes": "utter_value_children_yes",
    "no": "utter_value_children_no",
    UNKNOWN: "utter_value_children_unsaid",
}
