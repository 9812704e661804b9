"""Answers to plain questions: what does this word mean, and may they say no?"""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.offers import A_CALL, offer
from actions.speaking import Event, SpeakingAction, is_in_form, say, words_of
from bot.language.glossary import term_asked


class ExplainTerm(SpeakingAction):
    called = "action_explain_term"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        say(dispatcher, f"utter_term/{term_asked(words_of(tracker))}")
        return _then_offer_a_call(dispatcher, tracker)


class MayRefuse(SpeakingAction):
    """To "can they say no?": the rights to apply, to a written decision, to complain."""

    called = "action_may_refuse"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        say(dispatcher, "utter_may_refuse")
        return _then_offer_a_call(dispatcher, tracker)


def _then_offer_a_call(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
    """In the middle of a request there is nothing to offer: a call is what it asks for."""
    if is_in_form(tracker):
        return []
    say(dispatcher, "utter_call_offer")
    return offer(A_CALL, about=words_of(tracker))
