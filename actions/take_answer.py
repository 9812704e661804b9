"""Read a bare number, yes or no as the answer to what was offered last."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_topic import answer
from actions.offers import (
    A_CALL,
    A_CALL_OR_AGAIN,
    A_LANGUAGE,
    A_PLACE,
    AGE,
    PLACES,
    TOPICS,
    offer_is_over,
)
from actions.offices import tell_how_to_find, tell_office
from actions.places import place_of
from actions.set_language import set_language
from actions.speaking import Event, SpeakingAction, agreement_of, say, words_of
from actions.young import tell_group
from bot.callbacks.answers import is_unknown, read_choice
from bot.language.served import LANGUAGES

# The longest list we offer is that of the languages.
HIGHEST = len(LANGUAGES)


@dataclass(frozen=True)
class Answer:
    number: int | None
    """What was chosen from the numbered lines."""
    yes: bool
    no: bool
    choices: list[str]
    question: str | None
    area: str | None

    @property
    def choice(self) -> str | None:
        is_listed = self.number is not None and 1 <= self.number <= len(self.choices)
        return self.choices[self.number - 1] if self.number and is_listed else None


class TakeAnswer(SpeakingAction):
    called = "action_take_answer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        take = TAKEN[tracker.get_slot("offer") or A_CALL]
        events = take(dispatcher, _read(tracker))
        if events is None:
            return [FollowupAction("action_not_understood")]
        return [*events, SlotSet("lost", 0)]


def _read(tracker: Tracker) -> Answer:
    text = words_of(tracker)
    does_not_know = is_unknown(text)
    agreement = None if does_not_know else agreement_of(tracker)
    return Answer(
        0 if does_not_know else read_choice(text, HIGHEST),
        agreement == "yes",
        agreement == "no",
        tracker.get_slot("choices") or [],
        tracker.get_slot("question"),
        tracker.get_slot("area"),
    )


def _take_call(dispatcher: CollectingDispatcher, answer: Answer) -> list[Event] | None:
    if answer.yes or answer.number == 1:
        return [FollowupAction("action_callback_start")]
    if answer.no or answer.number == 2:
        say(dispatcher, "utter_call_declined")
        return offer_is_over()
    return None


def _take_call_or_again(dispatcher: CollectingDispatcher, answer: Answer) -> list[Event] | None:
    if answer.number == 2:
        say(dispatcher, "utter_greeting")
        return []
    return _take_call(dispatcher, answer)


def _take_topic(dispatcher: CollectingDispatcher, given: Answer) -> list[Event] | None:
    if given.choice:
        return answer(dispatcher, given.choice, given.question, given.area)
    if given.number == len(given.choices) + 1:
        return [FollowupAction("action_callback_start")]
    return None


def _take_language(dispatcher: CollectingDispatcher, answer: Answer) -> list[Event] | None:
    return set_language(dispatcher, answer.choice) if answer.choice else None


def _take_place(dispatcher: CollectingDispatcher, given: Answer) -> list[Event] | None:
    return tell_how_to_find(dispatcher, given.question)


def _take_places(dispatcher: CollectingDispatcher, given: Answer) -> list[Event] | None:
    if given.choice:
        return tell_office(dispatcher, [place_of(given.choice)], given.question)
    return _take_place(dispatcher, given)


def _take_age(dispatcher: CollectingDispatcher, given: Answer) -> list[Event] | None:
    is_older = given.number == len(given.choices) + 1
    if given.choice or is_older:
        return tell_group(dispatcher, given.choice, given.question)
    return None


TAKEN: dict[str, Callable[[CollectingDispatcher, Answer], list[Event] | None]] = {
    A_CALL: _take_call,
    A_CALL_OR_AGAIN: _take_call_or_again,
    TOPICS: _take_topic,
    A_LANGUAGE: _take_language,
    A_PLACE: _take_place,
    PLACES: _take_places,
    AGE: _take_age,
}
