"""What an answer to a question of a callback request says."""

import re
from collections.abc import Callable

from actions import behalf
from actions.places import has_unsaid_bydel, places_answered, places_mentioned
from actions.questions import (
    CHANGE,
    CHANGES,
    DROP,
    SEND,
    SEVERAL,
    skipped,
    without_the_answer_before,
)
from actions.slots import OTHER, OWN, Given, Slots
from bot.callbacks.answers import (
    MEETING,
    TEXT,
    UNSAFE,
    has_words,
    is_back,
    is_cancelled,
    is_change,
    is_place_correction,
    is_unknown,
    is_wrong_number,
    read_agreement,
    read_choice,
    read_choices,
    read_phone,
    read_phone_token,
    read_reach,
    read_window,
)
from bot.callbacks.needs import NEEDS, needs_in
from bot.safety import concepts_in, read_needs

WRITE_TO_ME = {"callback_phone": OWN, "callback_contact": TEXT}
ABOUT_CALLS = frozenset(["callback_phone", "callback_window", "callback_reach"])
"""Questions to which "do not call me" is an answer."""
CALLS = "call_phone"
"""The concept of phoning: "do not call me" has it, "forget it" has not."""


def read_answer(question: str, text: str, slots: Slots) -> Given | None:
    """What the text says to the question; None when it does not answer it."""
    if is_unknown(text) and question != "callback_confirm":
        return skipped(question)
    return READERS[question](text, slots)


def read_change_of_course(question: str, text: str, slots: Slots) -> Given | None:
    """A message that does not answer but says something about the request itself."""
    if is_cancelled(text):
        wants_no_call = question in ABOUT_CALLS and CALLS in concepts_in(text)
        return dict(WRITE_TO_ME) if wants_no_call else {"callback_confirm": DROP}
    if is_wrong_number(text):
        return {"callback_phone": None, "callback_phone_other": None}
    if is_back(text) or is_change(text):
        return without_the_answer_before(question, slots)
    if token := read_phone_token(text):
        return {"callback_phone": token}
    if is_place_correction(text) and (places := places_mentioned(text)):
        return place_slots(places)
    return None


def place_slots(places: list[dict[str, str]]) -> Given:
    """The place when there is one, the question which when there are several."""
    if not places:
        return {}
    if len(places) == 1:
        return {"callback_kommune": places[0], "callback_bydel": None, "callback_places": None}
    return {
        "callback_kommune": SEVERAL,
        "callback_kommune_which": None,
        "callback_places": places,
    }


def contact_told(text: str) -> Given:
    """What is said of the phone in passing.

    Who does not hear or cannot speak is written to, and not asked for a number; nothing is agreed
    about a phone that is not safe.
    """
    needs = read_needs(text)
    given: Given = {"callback_reach": [UNSAFE]} if needs.unsafe_phone else {}
    if needs.cannot_speak:
        given |= {**WRITE_TO_ME, "callback_phone": read_phone_token(text) or OWN}
    return given


def _read_about(text: str, slots: Slots) -> Given | None:
    if not has_words(text):
        return None
    is_place_open = slots.get("callback_kommune") is None
    place = place_slots(places_mentioned(text)) if is_place_open else {}
    needs = needs_in(text) or None
    told = {**contact_told(text), **behalf.behalf_told(text, slots)}
    return {"callback_about": text, "callback_needs": needs, **place, **told}


def _read_needs(text: str, _slots: Slots) -> Given | None:
    if read_agreement(text) == "no":
        return {"callback_needs": []}
    choices = read_choices(text, len(NEEDS) + 1)
    if choices is None:
        return {"callback_needs": needs} if (needs := needs_in(text)) else None
    chosen = [need for number, need in enumerate(NEEDS, start=1) if number in choices]
    return {"callback_needs": chosen}


def _read_kommune(text: str, _slots: Slots) -> Given | None:
    return place_slots(places_answered(text) or places_mentioned(text)) or None


def _read_kommune_which(text: str, slots: Slots) -> Given | None:
    places: list[dict[str, str]] = slots["callback_places"]
    choice = read_choice(text, len(places))
    if choice:
        return place_slots([places[choice - 1]])
    narrowed = [place for place in places_answered(text) if place in places]
    return place_slots(narrowed) if len(narrowed) == 1 else None


def _read_bydel(text: str, _slots: Slots) -> Given | None:
    places = places_answered(text) or places_mentioned(text)
    return place_slots(places) if places and not has_unsaid_bydel(places[0]) else None


def _read_phone(text: str, _slots: Slots) -> Given | None:
    phone = read_phone(text)
    if phone in (TEXT, MEETING):
        return {"callback_phone": OWN, "callback_contact": phone}
    return {"callback_phone": phone, "callback_contact": None} if phone else None


def _read_phone_other(text: str, _slots: Slots) -> Given | None:
    if phone := read_phone_token(text):
        return {"callback_phone": phone}
    return skipped("callback_phone_other") if read_agreement(text) == "no" else None


def _read_window(text: str, _slots: Slots) -> Given | None:
    token = read_phone_token(text)
    window = read_window(text.replace(token, " ") if token else text)
    if window is None:
        return None
    return {"callback_window": window, **({"callback_phone": token} if token else {})}


def _read_reach(text: str, _slots: Slots) -> Given | None:
    reach = read_reach(text)
    return None if reach is None else {"callback_reach": reach}


def _read_interpreter(text: str, slots: Slots) -> Given | None:
    if slots.get("callback_behalf"):
        return behalf.read_spoken(text, slots)
    agreement = read_agreement(text)
    choice = read_choice(text, 3) or {"no": 1, "yes": 2}.get(agreement or "")
    if choice:
        return {"callback_interpreter": {1: "no", 2: "yes", 3: OTHER}[choice]}
    if named := re.match(r"3\W+(\w.*)", text):
        return {"callback_interpreter": named[1]}
    return None


def _read_interpreter_which(text: str, _slots: Slots) -> Given | None:
    return {"callback_interpreter": text} if has_words(text) else None


def _read_children(text: str, _slots: Slots) -> Given | None:
    agreement = read_agreement(text)
    choice = read_choice(text, 2) or {"yes": 1, "no": 2}.get(agreement or "")
    return {"callback_children": {1: "yes", 2: "no"}[choice]} if choice else None


def _read_change(text: str, _slots: Slots) -> Given | None:
    choice = read_choice(text, len(CHANGES))
    if not choice:
        return None
    return {**dict.fromkeys(CHANGES[choice - 1]), "callback_confirm": None}


def _read_confirm(text: str, _slots: Slots) -> Given | None:
    choice = read_choice(text, 3)
    agreement = read_agreement(text)
    if choice == 1 or agreement == "yes":
        return {"callback_confirm": SEND}
    if choice == 2 or agreement == "no" or is_change(text):
        return {"callback_confirm": CHANGE, "callback_change": None}
    return {"callback_confirm": DROP} if choice == 3 else None


READERS: dict[str, Callable[[str, Slots], Given | None]] = {
    "callback_about": _read_about,
    "callback_needs": _read_needs,
    "callback_kommune": _read_kommune,
    "callback_kommune_which": _read_kommune_which,
    "callback_bydel": _read_bydel,
    "callback_phone": _read_phone,
    "callback_phone_other": _read_phone_other,
    "callback_window": _read_window,
    "callback_reach": _read_reach,
    "callback_interpreter": _read_interpreter,
    "callback_interpreter_which": _read_interpreter_which,
    "callback_children": _read_children,
    "callback_change": _read_change,
    "callback_confirm": _read_confirm,
    **behalf.READERS,
}
