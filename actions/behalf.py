"""What the dialogue knows of somebody who writes for another: slots, and what answers say.

A son or daughter who is not of age, or does not say, is asked nothing that belongs to grown-ups.
"""

from collections.abc import Mapping
from typing import Any

from actions.behalf_questions import may_be_child
from actions.slots import NONE, OTHER, OWN, TO_WRITE, UNKNOWN, Given, Slots
from bot.callbacks.answers import has_words, read_agreement, read_choice, read_phone_token
from bot.callbacks.needs import needs_in
from bot.callbacks.on_behalf import PERSON, WRITER
from bot.language.behalf import CHILD, GUARDIAN, RELATIONS, Behalf, read_behalf

LONGEST_WITHOUT_A_MATTER = 7
"""Words of a message that only says for whom it is."""
A_CHILD_LIVES_THERE = {"callback_children": "yes"}
LONGEST_NAME = 60
"""Characters."""


def behalf_slots(behalf: Behalf | None) -> Given:
    """What a message has told of it already; nothing for somebody who writes for themselves."""
    if behalf is None:
        return {}
    minor = _minor(behalf)
    return {
        "callback_behalf": True,
        "behalf_relation": behalf.relation,
        "behalf_whom": behalf.whom,
        "behalf_minor": minor,
        "behalf_paper": "yes" if behalf.has_paper else None,
        **(A_CHILD_LIVES_THERE if behalf.relation == CHILD and minor == "yes" else {}),
    }


def behalf_told(text: str, slots: Slots) -> Given:
    """The same for a message in the middle of the form; what is known already stays."""
    return {} if slots.get("callback_behalf") else behalf_slots(read_behalf(text))


def tells_the_matter(text: str) -> bool:
    """Does a message for another also say what it is about?"""
    return bool(needs_in(text)) or len(text.split()) > LONGEST_WITHOUT_A_MATTER


def read_relation(text: str, _slots: Slots) -> Given | None:
    if choice := read_choice(text, len(RELATIONS)):
        relation = RELATIONS[choice - 1]
        is_of_age = {} if relation == CHILD else {"behalf_minor": "no"}
        has_paper = {"behalf_paper": "yes"} if relation == GUARDIAN else {}
        return {"behalf_relation": relation, **is_of_age, **has_paper}
    told = behalf_slots(read_behalf(text))
    return told if told.get("behalf_relation") else None


def read_minor(text: str, _slots: Slots) -> Given | None:
    behalf = read_behalf(text)
    if behalf is not None and behalf.is_minor is not None:
        return _of_age(_minor(behalf))
    agreement = {"yes": 1, "no": 2}.get(read_agreement(text) or "")
    choice = read_choice(text, 2) or agreement or _choice_by_age(text)
    return _of_age({1: "yes", 2: "no"}[choice]) if choice else None


def _of_age(minor: str | None) -> Given:
    return {"behalf_minor": minor, **(A_CHILD_LIVES_THERE if minor == "yes" else {})}


def read_whom(text: str, _slots: Slots) -> Given | None:
    return {"behalf_whom": text} if _may_be_name(text) else None


def read_writer(text: str, _slots: Slots) -> Given | None:
    return {"behalf_writer": text} if _may_be_name(text) else None


def _may_be_name(text: str) -> bool:
    return has_words(text) and len(text) <= LONGEST_NAME and "?" not in text


def read_whom_to_phone(text: str, slots: Slots) -> Given | None:
    """Of a child the number of the grown-up; else whether to phone the person or the writer."""
    known = slots.get("callback_phone") or ""
    if token := read_phone_token(text) or read_phone_token(known):
        whom = WRITER if read_choice(text, 2) == 2 and not may_be_child(slots) else PERSON
        return {"behalf_phone": whom, "callback_phone": token}
    if may_be_child(slots):
        is_this = read_choice(text, 1) == 1 or read_agreement(text) == "yes"
        return {"behalf_phone": PERSON, "callback_phone": OWN} if is_this else None
    choice = read_choice(text, 2)
    if choice == 1:
        return {"behalf_phone": PERSON, "callback_phone": OTHER}
    return {"behalf_phone": WRITER, "callback_phone": OWN} if choice == 2 else None


def read_paper(text: str, _slots: Slots) -> Given | None:
    choice = read_choice(text, 2) or {"yes": 1, "no": 2}.get(read_agreement(text) or "")
    return {"behalf_paper": {1: "yes", 2: "no"}[choice]} if choice else None


def read_need(text: str, _slots: Slots) -> Given | None:
    if read_agreement(text) == "no":
        return {"behalf_need": UNKNOWN}
    return {"behalf_need": text} if has_words(text) else None


def read_spoken(text: str, _slots: Slots) -> Given | None:
    """The language of the person it is about: their own word for it, or none but Norwegian."""
    agreement = read_agreement(text)
    if read_choice(text, 1) == 1 or agreement == "no":
        return {"callback_interpreter": "no"}
    if agreement == "yes":
        return {"callback_interpreter": "yes"}
    return {"callback_interpreter": text} if has_words(text) else None


READERS = {
    "behalf_relation": read_relation,
    "behalf_minor": read_minor,
    "behalf_whom": read_whom,
    "behalf_writer": read_writer,
    "behalf_phone": read_whom_to_phone,
    "behalf_paper": read_paper,
    "behalf_need": read_need,
}


def with_a_number(given: Given, slots: Slots, *, in_chat: bool) -> Given:
    """The same answers; where nobody knows the person's number, the writer's own is left.

    In the chat nobody writes from a number: it has to be written, whosever it is.
    """
    known = {**slots, **given}
    if not known.get("callback_behalf"):
        return given
    if "callback_phone" in given and given["callback_phone"] is None:  # it was wrong
        return {**given, "behalf_phone": None, "behalf_lent": None}
    if in_chat:
        is_own = given.get("callback_phone") == OWN
        of = {"behalf_phone": PERSON} if may_be_child(known) else {}
        return {**of, **given, **({"callback_phone": TO_WRITE} if is_own else {})}
    if given.get("callback_phone") != NONE and given.get("behalf_phone") != UNKNOWN:
        return given
    whom = PERSON if may_be_child(known) else WRITER
    return {**given, "behalf_phone": whom, "behalf_lent": True, "callback_phone": OWN}


def on_behalf(slots: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields of the act; None for somebody who asks for themselves."""
    if not slots.get("callback_behalf"):
        return None

    def said(name: str) -> str:
        return str(slots.get(name) or UNKNOWN)

    def words(name: str) -> str:
        return "" if said(name) == UNKNOWN else said(name)

    is_child = may_be_child(slots)
    whom = PERSON if is_child or said("behalf_phone") == PERSON else WRITER
    is_lent = whom == WRITER or bool(slots.get("behalf_lent"))
    return {
        "relation": said("behalf_relation"),
        "for_whom": words("behalf_whom"),
        "writer": words("behalf_writer"),
        "whom_to_phone": whom,
        "phone_of": WRITER if is_lent else PERSON,
        "power_of_attorney": UNKNOWN if is_child else said("behalf_paper"),
        "writer_is_child": said("behalf_minor") if is_child else "no",
        "own_need": words("behalf_need"),
    }


def _minor(behalf: Behalf) -> str | None:
    """Whoever has a paper is of age; nobody but a son or daughter is asked."""
    if behalf.is_minor is not None:
        return "yes" if behalf.is_minor else "no"
    is_of_age = behalf.has_paper or behalf.relation not in (CHILD, None)
    return "no" if is_of_age else None


def _choice_by_age(text: str) -> int | None:
    """A bare age: "14"."""
    number = text.strip()
    if not number.isdecimal() or not 2 < int(number) < 100:
        return None
    return 1 if int(number) < 18 else 2
