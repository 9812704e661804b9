"""Where an office is and when it is open: asked for with a place, or the place is asked first."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.offers import A_CALL, A_PLACE, PLACES, offer
from actions.places import has_unsaid_bydel, places_answered
from actions.speaking import Event, SpeakingAction, act, say, words_of

FIND_OFFICE = "find_office"
OFFICE_TOPICS = (FIND_OFFICE, "opening_hours")
"""The topics whose answer differs from place to place."""


class ShowOffice(SpeakingAction):
    """A message that is nothing but the name of a place."""

    called = "action_show_office"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        return tell_office(dispatcher, places_answered(words_of(tracker)), None)


def awaits_place(tracker: Tracker) -> bool:
    """Was our last question where they are?"""
    return bool(tracker.get_slot("offer") == A_PLACE)


def tell_office(
    dispatcher: CollectingDispatcher, places: Sequence[Mapping[str, str]], question: str | None
) -> list[Event]:
    """The office there; or the question which place, or which bydel, is meant."""
    if not places:
        say(dispatcher, "utter_ask_callback_kommune")
        return offer(A_PLACE, about=question)
    if len(places) > 1:
        choices = [place["place"] for place in places]
        say(dispatcher, "utter_ask_callback_kommune_which", choices=choices)
        return offer(PLACES, [place["area"] for place in places], about=question)
    (place,) = places
    if has_unsaid_bydel(place):
        say(dispatcher, "utter_ask_callback_bydel", place=place["place"])
        return offer(A_PLACE, about=question)
    act(dispatcher, "show_office", area=place["area"])
    say(dispatcher, "utter_call_offer")
    return [SlotSet("area", place["area"]), *offer(A_CALL, about=question)]


def tell_how_to_find(dispatcher: CollectingDispatcher, question: str | None) -> list[Event]:
    """They do not know where they are, or do not say."""
    say(dispatcher, f"utter_topic/{FIND_OFFICE}")
    say(dispatcher, "utter_call_offer")
    return offer(A_CALL, about=question)
