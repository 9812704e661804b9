"""Begin a callback request with what the person has already said."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import contact_told, place_slots
from actions.behalf import behalf_slots, tells_the_matter
from actions.offers import offer_is_over
from actions.places import places_mentioned
from actions.questions import forget_answers
from actions.speaking import Event, SpeakingAction, act, intent_of, say, words_of
from bot.callbacks.answers import read_phone_token, says_more_than_call_me
from bot.callbacks.needs import needs_in
from bot.language.behalf import read_behalf


class CallbackStart(SpeakingAction):
    called = "action_callback_start"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        if intent_of(tracker) == "human_now":
            act(dispatcher, "human_now")
        if intent_of(tracker) == "interpreter":
            say(dispatcher, "utter_topic/right_to_interpreter")
        return begin_request(dispatcher, tracker)


def begin_request(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
    """Go to the form, with what has been said."""
    say(dispatcher, "utter_callback_start")
    known = [SlotSet(name, value) for name, value in _already_said(tracker).items()]
    return [
        *forget_answers(tracker.slots),
        *known,
        *offer_is_over(),
        SlotSet("lost", 0),
        FollowupAction("callback_form"),
    ]


def _already_said(tracker: Tracker) -> dict[str, Any]:
    text = words_of(tracker)
    about = text if says_more_than_call_me(text) else tracker.get_slot("question")
    said = "\n".join(filter(None, (about, text)))
    is_interpreter = intent_of(tracker) == "interpreter"
    behalf = {} if is_interpreter else behalf_slots(read_behalf(text) or read_behalf(about or ""))
    if behalf and about and not tells_the_matter(about):
        about = None
    known: dict[str, Any] = {
        "callback_about": about,
        "callback_phone": read_phone_token(text),
        "callback_needs": needs_in(said) or None,
        **place_slots(places_mentioned(said)),
        **contact_told(said),
        **behalf,
    }
    if is_interpreter:
        known["callback_interpreter"] = "yes"
    return known
