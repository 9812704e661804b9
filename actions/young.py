"""The path of the young: who decides at their age, and whom they can talk to."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.offers import A_CALL, AGE, offer
from actions.places import register
from actions.speaking import Event, SpeakingAction, say, words_of
from bot.language.ages import own_age, says_minor

MINOR, ADULT = "utter_young_minor", "utter_young_adult"
LEAST_IN_PASSING = 10
"""Years."""
GROUPS = (MINOR, ADULT)
"""What the numbers of "how old are you?" stand for; the next is "older"."""


class TellYoung(SpeakingAction):
    """Somebody says that they are young, or how old they are, and nothing else."""

    called = "action_tell_young"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        text = words_of(tracker)
        if own_age(text) is None and not says_minor(text):
            say(dispatcher, "utter_young_ask")
            return offer(AGE, GROUPS, about=text)
        return tell_group(dispatcher, group_of(text), text)


def tell_group(
    dispatcher: CollectingDispatcher, group: str | None, about: str | None
) -> list[Event]:
    """The answer of an age; who is older is asked what they need."""
    say(dispatcher, group or "utter_greeting")
    say(dispatcher, "utter_call_offer")
    return offer(A_CALL, about=about)


def group_of(text: str) -> str | None:
    """The answer for the age somebody tells; None for somebody older, or who tells none."""
    if says_minor(text):
        return MINOR
    youth, age = register().youth, own_age(text)
    if age is None or age > youth.until:
        return None
    return MINOR if age < youth.adult_age else ADULT


def group_in_passing(text: str) -> str | None:
    """The same for a message that asks something else.

    A small number there is rather the years somebody has been in Norway, and "under 18" may be
    about a child.
    """
    age = own_age(text)
    return group_of(text) if age is not None and age >= LEAST_IN_PASSING else None
