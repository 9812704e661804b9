"""Answer a general question, or ask which of a few topics is meant."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.offers import A_CALL, TOPICS, offer
from actions.offices import OFFICE_TOPICS, awaits_place, tell_office
from actions.places import places_answered, places_mentioned
from actions.speaking import Event, SpeakingAction, act, is_in_form, say, text_named, words_of
from actions.young import group_in_passing

WORTH_A_LINE = 0.05


class AnswerTopic(SpeakingAction):
    called = "action_answer_topic"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        topic = tracker.latest_message["topic"]
        lost_no_more = [SlotSet("lost", 0)]
        if awaits_place(tracker) and (places := places_answered(words_of(tracker))):
            return tell_office(dispatcher, places, tracker.get_slot("question")) + lost_no_more
        if is_in_form(tracker):
            say(dispatcher, f"utter_topic/{topic['name']}")
            return lost_no_more
        if topic["certain"]:
            area = tracker.get_slot("area")
            return answer(dispatcher, topic["name"], words_of(tracker), area) + lost_no_more
        return ask_which(dispatcher, _likely(topic["ranking"]), words_of(tracker)) + lost_no_more


def _likely(ranking: Sequence[Mapping[str, Any]]) -> list[str]:
    """Two topics, or three when the third is worth a line."""
    first, second, third = ranking
    shown = (first, second, third) if third["confidence"] >= WORTH_A_LINE else (first, second)
    return [each["name"] for each in shown]


def answer(
    dispatcher: CollectingDispatcher, topic: str, question: str | None, area: str | None
) -> list[Event]:
    """The answer, then the offer of a human; where offices differ, that of their place.

    ``area`` is the kommune or bydel they were last told the office of.
    """
    if topic in OFFICE_TOPICS:
        return tell_office(dispatcher, places_mentioned(question or ""), question)
    say(dispatcher, f"utter_topic/{topic}")
    if area := _area_said(question) or area:
        act(dispatcher, "office_note", area=area, topic=topic)
    if group := group_in_passing(question or ""):
        say(dispatcher, group)
    say(dispatcher, "utter_call_offer")
    return offer(A_CALL, about=question)


def _area_said(question: str | None) -> str | None:
    places = places_mentioned(question or "")
    return places[0]["area"] if len(places) == 1 else None


def ask_which(
    dispatcher: CollectingDispatcher, topics: Sequence[str], question: str
) -> list[Event]:
    titles = [text_named(f"utter_topic_title/{topic}") for topic in topics]
    choices = [*titles, text_named("utter_choice_person_phones")]
    say(dispatcher, "utter_choose_topic", choices=choices)
    return offer(TOPICS, topics, question)
