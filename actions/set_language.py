"""Another language: when we can tell which, otherwise we ask."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.offers import A_CALL, A_LANGUAGE, offer, offer_is_over
from actions.speaking import Event, SpeakingAction, act, is_in_form, say, words_of
from bot.language.choice import chosen_language
from bot.language.served import LANGUAGES, own_name


class SetLanguage(SpeakingAction):
    called = "action_set_language"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        language = chosen_language(words_of(tracker))
        if language in LANGUAGES:
            return set_language(dispatcher, language)
        if language and is_in_form(tracker):
            return [SlotSet("callback_interpreter", words_of(tracker))]
        if language:
            say(dispatcher, "utter_unserved_language")
            return offer(A_CALL)
        say(dispatcher, "utter_language_ask", choices=[own_name(each) for each in LANGUAGES])
        return [] if is_in_form(tracker) else offer(A_LANGUAGE, LANGUAGES)


def set_language(dispatcher: CollectingDispatcher, language: str) -> list[Event]:
    act(dispatcher, "set_language", language=language)
    say(dispatcher, "utter_language_set", language=language)
    return offer_is_over()
