"""Read the request back before it is sent."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.behalf import on_behalf
from actions.behalf_questions import may_be_child
from actions.chat import is_relayed
from actions.places import windows
from actions.slots import NONE, OTHER, UNKNOWN, Slots
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
        if tracker.get_slot("callback_behalf"):
            _read_back_behalf(dispatcher, tracker.slots)
        say(dispatcher, "utter_ask_callback_confirm", **read_back(tracker.slots), **windows())
        return []


def _read_back_behalf(dispatcher: CollectingDispatcher, slots: Slots) -> None:
    """For whom it is and whom we phone; of a grown-up also the name, and whether there is a paper.

    Their own words stay theirs: a name is a token here.
    """
    unsaid = {UNKNOWN: "utter_value_children_unsaid"}
    of = on_behalf(slots) or {}
    say(
        dispatcher,
        "utter_behalf_read_back",
        whom=_worded(of["for_whom"] or UNKNOWN, unsaid),
        phoned=text_named(f"utter_value_behalf_{of['whom_to_phone']}"),
    )
    if not may_be_child(slots):
        say(
            dispatcher,
            "utter_behalf_read_back_paper",
            writer=_worded(of["writer"] or UNKNOWN, unsaid),
            paper=_worded(of["power_of_attorney"], CHILDREN),
        )


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
        "children": _worded(slots["callback_children"] or UNKNOWN, CHILDREN),
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
    if reach is None:  # who writes for another is not asked about another's phone
        return text_named("utter_value_reach_none")
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
