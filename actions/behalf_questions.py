"""The questions put to somebody who writes for another, in their order.

A son or daughter who is not of age, or does not say, is asked nothing that belongs to grown-ups:
no paper, no name, no phone but that of the person who is to be phoned.
"""

from collections.abc import Iterator

from actions.slots import NONE, OTHER, TO_WRITE, UNKNOWN, Slots
from bot.callbacks.on_behalf import WRITER
from bot.language.behalf import CHILD

BEHALF_REST = (
    "behalf_relation",
    "behalf_minor",
    "behalf_whom",
    "behalf_paper",
    "behalf_writer",
    "behalf_need",
)
BEHALF = (*BEHALF_REST, "behalf_phone")


def may_be_child(slots: Slots) -> bool:
    """Is the writer under age, or a son or daughter who does not say?"""
    minor = slots.get("behalf_minor")
    return minor == "yes" or (slots.get("behalf_relation") == CHILD and minor == UNKNOWN)


def before_the_matter(slots: Slots) -> Iterator[str]:
    yield "behalf_relation"
    if slots.get("behalf_relation") == CHILD:
        yield "behalf_minor"


def whom_to_phone(slots: Slots) -> Iterator[str]:
    yield "behalf_whom"
    yield "behalf_phone"
    if slots.get("callback_phone") in (OTHER, TO_WRITE):
        yield "callback_phone_other"
    if slots.get("callback_phone") != NONE:
        yield "callback_window"
    if slots.get("behalf_phone") == WRITER:
        yield "callback_reach"


def after_the_matter(slots: Slots) -> Iterator[str]:
    yield "callback_interpreter"
    if may_be_child(slots):
        yield "behalf_need"
    else:
        yield from ("behalf_paper", "behalf_writer")
