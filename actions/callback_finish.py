"""Hand the confirmed request to the product, or drop it as the person wishes."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.behalf import on_behalf
from actions.questions import SEND, forget_answers
from actions.slots import UNKNOWN
from actions.speaking import Event, SpeakingAction, act, say
from bot.callbacks.answers import PHONE, UNSAFE


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
    """The fields of the act; all of it was said by the person, or read back to them."""
    place = slots["callback_kommune"]
    is_known = place != UNKNOWN
    about, children = slots["callback_about"], slots["callback_children"] or UNKNOWN
    of = on_behalf(slots)
    return {
        "about": "" if about == UNKNOWN else about,
        "kommune": place["kommune"] if is_known else None,
        "area": place["area"] if is_known else None,
        "place": place["place"] if is_known else "",
        "phone": None if slots["callback_phone"] == UNKNOWN else slots["callback_phone"],
        "needs": [] if slots["callback_needs"] == UNKNOWN else slots["callback_needs"],
        "contact_by": slots["callback_contact"] or PHONE,
        "window": slots["callback_window"] or "any",
        **_reach(slots["callback_reach"]),
        "interpreter": slots["callback_interpreter"],
        "children": "unsaid" if children == UNKNOWN else children,
        "on_behalf": of,
    }


def _reach(reach: list[str] | str | None) -> dict[str, Any]:
    """What is agreed about their phone; who did not answer has agreed to a text, as they write.

    None where the phone is another's, of whom the writer can agree to nothing.
    """
    if reach is None or isinstance(reach, str):
        return {
            "phone_safe": "unknown",
            "may_text": reach is not None,
            "may_leave_voicemail": False,
            "others_may_answer": False,
        }
    return {
        "phone_safe": _is_safe(reach),
        "may_text": "text" in reach,
        "may_leave_voicemail": "voicemail" in reach,
        "others_may_answer": "others" in reach,
    }


def _is_safe(reach: list[str]) -> str:
    if UNSAFE in reach:
        return "no"
    return "yes" if reach else "unknown"
