"""Read the request back before it is sent."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.chat import is_relayed
from actions.places import windows
from actions.questions import NONE, OTHER, UNKNOWN
from actions.speaking import Event, SpeakingAction, say, text_named, texts_named
from bot.callbacks import answers, needs
from bot.callbacks.answers import MEETING, TEXT


class AskCallbackConfirm(SpeakingAction):
    called = "action_ask_callback_confirm"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        if is_relayed(tracker):
            say(dispatcher, "utter_relay_read_back")
        say(dispatcher, "utter_ask_callback_confirm", **read_back(tracker.slots), **windows())
        return []


def read_back(slots: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the person reads them; a phone number is never repeated."""
    place = slots["callback_kommune"]
    return {
        "about": _worded(slots["callback_about"], {UNKNOWN: "utter_value_unknown"}),
        "place": text_named("utter_value_place_unknown") if place == UNKNOWN else place["place"],
        "needs": _needs(slots["callback_needs"]),
        "phone": text_named(_phone(slots)),
        "window": _worded(slots["callback_window"] or "any", WINDOWS),
        "reach": _reach(slots),
        "interpreter": _worded(slots["callback_interpreter"], INTERPRETER),
        "children": _worded(slots["callback_children"], CHILDREN),
    }


def _worded(value: str, names: Mapping[str, str]) -> Any:
    """The text for a value we know, or the person's own words."""
    return text_named(names[value]) if value in names else value


def _listed(values: list[str], names: Mapping[str, str]) -> dict[str, list[str]] | None:
    return texts_named([names[each] for each in values]) if values else None


def _phone(slots: Mapping[str, Any]) -> str:
    contact = slots["callback_contact"]
    if contact in CONTACT and slots["callback_phone"] != NONE:
        return CONTACT[contact]
    return PHONE.get(slots["callback_phone"], "utter_value_phone_other")


def _needs(needs: list[str] | str) -> Any:
    if needs == UNKNOWN:
        return text_named("utter_value_unknown")
    return _listed(list(needs), NEEDS) or text_named("utter_value_need_other")


def _reach(slots: Mapping[str, Any]) -> Any:
    """What will be done; that a phone is not safe is not written to it."""
    reach = slots["callback_reach"]
    if reach == UNKNOWN:
        has_phone = slots["callback_phone"] != NONE
        return text_named(REACH["text"] if has_phone else CONTACT[TEXT])
    agreed = [each for each in reach if each in REACH]
    return _listed(agreed, REACH) or text_named("utter_value_reach_none")


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
NEEDS = {need: f"utter_value_need_{need}" for need in needs.NEEDS}
REACH = {each: f"utter_value_reach_{each}" for each in answers.REACH if each != answers.UNSAFE}
CONTACT = {TEXT: "utter_value_contact_text", MEETING: "utter_value_contact_meeting"}
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
