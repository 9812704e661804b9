"""What every action shares: how it reads the conversation and how it speaks.

Actions reach the product only through what they dispatch: texts by name, and acts. So they do the
same in the brain's own process and behind ``rasa run actions``.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.callbacks.answers import read_agreement

Event = dict[str, Any]

IN_FORM = "callback_form"
SURE = 0.7


class SpeakingAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk ships no types
    """An action of the dialogue; its name is what the domain and the rules call it."""

    called: str

    def name(self) -> str:
        return self.called

    @abstractmethod
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        """Say what is to be said and return what changes in the conversation."""


def say(dispatcher: CollectingDispatcher, name: str, **values: Any) -> None:
    """Say the text of that name.

    A value is a string, ``text_named(…)`` for another text, ``texts_named(…)`` for several, or a
    list: numbered lines.
    """
    dispatcher.utter_message(response=name, **values)


def text_named(name: str) -> dict[str, str]:
    """A value that is itself a text for people, said in the conversation's language."""
    return {"text": name}


def texts_named(names: list[str]) -> dict[str, list[str]]:
    """A value that is several texts, said one after the other on one line."""
    return {"texts": names}


def act(dispatcher: CollectingDispatcher, name: str, **fields: Any) -> None:
    """Ask the product to do something."""
    dispatcher.utter_message(json_message={"act": name, **fields})


def words_of(tracker: Tracker) -> str:
    return str(tracker.latest_message.get("text") or "").strip()


def intent_of(tracker: Tracker) -> str:
    return str(tracker.latest_message.get("intent", {}).get("name") or "")


def agreement_of(tracker: Tracker) -> str | None:
    """``"yes"`` or ``"no"``: by our word lists, or in more words when the classifier is sure."""
    intent = tracker.latest_message["intent"]
    is_sure = intent["name"] in ("yes", "no") and intent["confidence"] >= SURE
    has_number = any(sign.isdecimal() for sign in words_of(tracker))
    by_classifier = str(intent["name"]) if is_sure and not has_number else None
    return read_agreement(words_of(tracker)) or by_classifier


def was_answered_by_rules(tracker: Tracker) -> bool:
    """Has the form refused this message, so that a rule answered it?

    Then the form only comes back to its question.
    """
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action_execution_rejected":
            return True
    return False


def is_in_form(tracker: Tracker) -> bool:
    return bool(tracker.active_loop.get("name") == IN_FORM)
