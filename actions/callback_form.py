"""Read the answer to the form's question; leave what is no answer to the rules."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from actions.answering import contact_told, read_answer, read_change_of_course
from actions.behalf import behalf_told, with_a_number
from actions.behalf_start import CHILD, say_rule
from actions.chat import is_in_chat, is_relayed, with_interpreter, with_phone_to_write
from actions.questions import CHANGE, DROP, ask_next, left_open
from actions.slots import Given
from actions.speaking import (
    Event,
    SpeakingAction,
    act,
    agreement_of,
    intent_of,
    say,
    was_answered_by_rules,
    words_of,
)
from bot.callbacks.answers import has_words

MOST_TRIES = 2
"""So often a question is put again with help; then it is left open."""

SMALL_TALK = frozenset(["greeting", "thanks", "goodbye", "callback"])
INTERRUPTIONS = SMALL_TALK | {
    "topic",
    "language",
    "help",
    "human_now",
    "callback_status",
    "emergency",
    "term",
    "may_refuse",
}
CLEAR = 0.6
"""The confidence of what interrupts: below, the message is taken for an answer."""
OWN_WORDS = "callback_about"
NO_INTERRUPTION = {
    "callback_window": {"callback", "callback_status"},
    "callback_interpreter": {"language"},
    "callback_interpreter_which": {"language"},
}
FREE_ANSWERS = ("callback_window", "callback_interpreter")
YES_OR_NO = frozenset(
    [
        "callback_phone",
        "callback_interpreter",
        "callback_children",
        "callback_confirm",
        "behalf_minor",
        "behalf_paper",
    ]
)
SHORT = 3
"""Words; a longer message to "what is it about?" is always the answer."""
NUMBERED = frozenset(
    [
        "callback_needs",
        "callback_kommune_which",
        "callback_phone",
        "callback_window",
        "callback_reach",
        "callback_interpreter",
        "callback_children",
        "callback_change",
        "callback_confirm",
        "behalf_relation",
        "behalf_minor",
        "behalf_phone",
        "behalf_paper",
    ]
)


class ValidateCallbackForm(SpeakingAction):
    called = "validate_callback_form"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        question = tracker.get_slot(REQUESTED_SLOT)
        if question is None:
            given: Given | None = {}
        elif was_answered_by_rules(tracker):
            given = {"callback_tries": _tries(tracker) + (intent_of(tracker) in SMALL_TALK)}
        else:
            given = _given(question, tracker)
        if given is None:
            return []  # the form refuses, and a rule answers the interruption
        given = with_a_number(given, tracker.slots, in_chat=is_in_chat(tracker))
        if is_in_chat(tracker):
            given = with_phone_to_write(given, tracker.slots)
        if is_relayed(tracker):
            given = with_interpreter(given, tracker.slots)
        _comment(dispatcher, tracker, question, given)
        following, counted = ask_next({**tracker.slots, **given})
        events = [SlotSet(name, value) for name, value in {**given, **counted}.items()]
        return [*events, SlotSet(REQUESTED_SLOT, following)]


def _given(question: str, tracker: Tracker) -> Given | None:
    text = words_of(tracker)
    course = read_change_of_course(question, text, tracker.slots)
    answer = read_answer(question, text, tracker.slots)
    agreement = agreement_of(tracker) if question in YES_OR_NO else None
    if answer is None and course is None and agreement:
        answer = read_answer(question, agreement, tracker.slots)
    course = course or _change_of_course_by_intent(question, intent_of(tracker))
    is_interruption = _is_interruption(question, tracker)
    if question == OWN_WORDS:
        given = None if is_interruption else answer
        given = course if course and len(text.split()) <= SHORT else given
    else:
        given = answer or course
    told = contact_told(text)
    if given is None:
        told |= behalf_told(text, tracker.slots)
    if given is None and is_interruption and not told.get("callback_behalf"):
        return None
    if given is None and question in FREE_ANSWERS and has_words(text):
        given = {question: text}
    if told and (question in told or "callback_behalf" in told):
        given = given or {}
    if given is None:
        return {**told, **_tried_in_vain(question, tracker)}
    return {**given, **told, "callback_tries": 0}


def _tried_in_vain(question: str, tracker: Tracker) -> Given:
    if _tries(tracker) >= MOST_TRIES:
        return {**left_open(question), "callback_tries": 0}
    return {"callback_tries": _tries(tracker) + 1}


def _tries(tracker: Tracker) -> int:
    return int(tracker.get_slot("callback_tries") or 0)


def _change_of_course_by_intent(question: str, intent: str) -> Given | None:
    if intent == "stop":
        return {"callback_confirm": DROP}
    if intent == "interpreter" and question != "callback_interpreter":
        return {"callback_interpreter": "yes"}
    if intent == "callback_change" and question == "callback_confirm":
        return {"callback_confirm": CHANGE, "callback_change": None}
    return None


def _is_interruption(question: str, tracker: Tracker) -> bool:
    intent = intent_of(tracker)
    if intent not in INTERRUPTIONS or intent in NO_INTERRUPTION.get(question, ()):
        return False
    if question == OWN_WORDS:
        return intent not in ("topic", "callback") and len(words_of(tracker).split()) <= SHORT
    if intent == "topic":
        return _is_clear(tracker) and bool(tracker.latest_message["topic"]["certain"])
    if intent == "emergency":
        return _is_clear(tracker)
    return intent not in SMALL_TALK or _tries(tracker) < MOST_TRIES


def _is_clear(tracker: Tracker) -> bool:
    """Is the message no mere name of a place or a person? The safety net has read it before."""
    confidence: float = tracker.latest_message["intent"]["confidence"]
    return confidence >= CLEAR and len(words_of(tracker).split()) > 1


def _comment(
    dispatcher: CollectingDispatcher, tracker: Tracker, question: str | None, given: Given
) -> None:
    if given.get(OWN_WORDS) and intent_of(tracker) == "emergency":
        act(dispatcher, "ask_safety")
    if given.get("callback_behalf"):
        say_rule(dispatcher, words_of(tracker))
    elif given.get("behalf_minor") == "yes":
        say(dispatcher, CHILD)
    if given.get("callback_tries") and question in NUMBERED and not was_answered_by_rules(tracker):
        say(dispatcher, "utter_invalid_callback_answer")
