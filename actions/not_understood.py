"""Nothing was understood: ask once more, then offer a human, then ask for one."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.offers import A_CALL, A_CALL_OR_AGAIN, offer
from actions.offices import awaits_place, tell_how_to_find, tell_office
from actions.places import places_answered
from actions.speaking import Event, SpeakingAction, act, say, words_of
from bot.callbacks.answers import says_more_than_call_me


class NotUnderstood(SpeakingAction):
    called = "action_not_understood"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        if awaits_place(tracker):
            return _place(dispatcher, tracker)
        lost = int(tracker.get_slot("lost") or 0) + 1
        words = _all_words(tracker, lost)
        if lost == 1:
            say(dispatcher, "utter_not_understood")
            return [*offer(A_CALL_OR_AGAIN, about=words), SlotSet("lost", lost)]
        if lost == 3:
            act(dispatcher, "human_now")
        say(dispatcher, "utter_lost_twice")
        return [*offer(A_CALL, about=words), SlotSet("lost", lost)]


def _place(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
    """An answer to "where are you?"; of one that names no place we tell how to find out."""
    places = places_answered(words_of(tracker))
    question = tracker.get_slot("question")
    if places:
        return tell_office(dispatcher, places, question)
    return tell_how_to_find(dispatcher, question)


def _all_words(tracker: Tracker, lost: int) -> str | None:
    """Everything said since we lost the thread, for the person who will read it."""
    before = tracker.get_slot("question") if lost > 1 else None
    now = words_of(tracker) if says_more_than_call_me(words_of(tracker)) else None
    return "\n".join(part for part in (before, now) if part) or None
