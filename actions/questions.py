"""The questions of a callback request: their order, and what stays open.

A question is a slot of the callback form. Its answer is a plain value, ``UNKNOWN`` when the person
does not know or does not want to say; nothing has to be known before a person phones.
"""

from collections.abc import Iterator, Mapping
from itertools import takewhile

from rasa_sdk.events import SlotSet

from actions.behalf_questions import (
    BEHALF,
    BEHALF_REST,
    after_the_matter,
    before_the_matter,
    whom_to_phone,
)
from actions.places import has_unsaid_bydel
from actions.slots import NONE, OTHER, TO_WRITE, UNKNOWN, Given, Slots
from actions.speaking import Event
from bot.callbacks.answers import TEXT

SEVERAL = "several"
SEND, CHANGE, DROP = "send", "change", "drop"

ANSWERS = (
    "callback_about",
    "callback_needs",
    "callback_kommune",
    "callback_kommune_which",
    "callback_bydel",
    "callback_phone",
    "callback_phone_other",
    "callback_window",
    "callback_reach",
    "callback_interpreter",
    "callback_interpreter_which",
    "callback_children",
    "callback_change",
    "callback_confirm",
    *BEHALF,
)
MEMORY = (
    "callback_contact",
    "callback_places",
    "callback_tries",
    "callback_asked",
    "callback_behalf",
    "behalf_lent",
)
UNCOUNTED = ("callback_change", "callback_confirm")
MOST_QUESTIONS = 8
"""Asked of one person; what is left then stays open, for the human who phones."""
MORE_FOR_ANOTHER = 4
"""So many more of somebody who writes for another."""


def left_open(question: str) -> Given:
    """We did not understand, however often we asked: what is agreed about a phone is nothing."""
    return {"callback_reach": []} if question == "callback_reach" else skipped(question)


def forget_answers(slots: Slots) -> list[Event]:
    return [SlotSet(name, None) for name in (*ANSWERS, *MEMORY) if slots.get(name) is not None]


def next_question(slots: Slots) -> str | None:
    """The first question without an answer; None when the request is to be sent or dropped."""
    if slots.get("callback_confirm") in (SEND, DROP):
        return None
    return next(question for question in _asked(slots) if slots.get(question) is None)


def ask_next(slots: Slots) -> tuple[str | None, Given]:
    """The question to put, and what changes: it is counted, or what is one too many stays open."""
    given: Given = {}
    asked: list[str] = slots.get("callback_asked") or []
    while True:
        question = next_question({**slots, **given})
        if question is None or question in (*UNCOUNTED, *asked):
            return question, given
        most = MOST_QUESTIONS + (MORE_FOR_ANOTHER if slots.get("callback_behalf") else 0)
        if len(asked) < most:
            return question, {**given, "callback_asked": [*asked, question]}
        given.update(skipped(question))


def _asked(slots: Slots) -> Iterator[str]:
    is_for_another = slots.get("callback_behalf")
    if is_for_another:
        yield from before_the_matter(slots)
    yield from ("callback_about", "callback_needs", "callback_kommune")
    place = slots.get("callback_kommune")
    if place == SEVERAL:
        yield "callback_kommune_which"
    if isinstance(place, Mapping) and has_unsaid_bydel(place):
        yield "callback_bydel"
    yield from whom_to_phone(slots) if is_for_another else _phone(slots)
    if is_for_another:
        yield from after_the_matter(slots)
    if slots.get("callback_confirm") == CHANGE:
        yield "callback_change"
    yield "callback_confirm"


def _phone(slots: Slots) -> Iterator[str]:
    """How the person is reached, and what else is asked of somebody who asks for themselves."""
    phone = slots.get("callback_phone")
    if phone != TO_WRITE:
        yield "callback_phone"
    if phone in (OTHER, TO_WRITE):
        yield "callback_phone_other"
    if slots.get("callback_contact") != TEXT and phone != NONE:
        yield "callback_window"
    yield from ("callback_reach", "callback_interpreter")
    if slots.get("callback_interpreter") == OTHER:
        yield "callback_interpreter_which"
    yield "callback_children"


def skipped(question: str) -> Given:
    """The question is left open: the person does not know, or we did not understand."""
    return SKIPPED.get(question, {question: UNKNOWN})


def without_the_answer_before(question: str, slots: Slots) -> Given:
    """What was put before this one is put again; what we never asked is left as it is."""
    put: list[str] = slots.get("callback_asked") or []
    before = takewhile(lambda each: each != question, _asked(slots))
    answered = [each for each in before if each in put]
    return {answered[-1] if answered else question: None}


SKIPPED: dict[str, Given] = {
    "callback_kommune_which": {"callback_kommune": UNKNOWN},
    # The number they write from is the one they did not want.
    "callback_phone_other": {"callback_phone": NONE},
    "callback_window": {"callback_window": "any"},
    "callback_change": {"callback_confirm": None},
    # They asked to be phoned and never said no: a request must not die of an unclear last answer.
    "callback_confirm": {"callback_confirm": SEND},
}

CHANGES = (
    ("callback_about", "callback_needs"),
    ("callback_kommune",),
    ("callback_phone", "behalf_phone", "behalf_lent"),
    ("callback_window",),
    (
        "callback_reach",
        "callback_interpreter",
        "callback_interpreter_which",
        "callback_children",
        *BEHALF_REST,
    ),
)
