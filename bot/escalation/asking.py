"""What a person is asked once the first page has left: one thing at a time, and only to add."""

from collections.abc import Sequence
from typing import Literal

from bot.delivery.channel import NUMBERLESS
from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.register import Place, Register
from bot.store.tables import Conversation, Escalation
from bot.store.transaction import Transaction

Asked = Literal["place", "bydel", "phone", "children"]

BYDELER = "bydeler"
"""The name of the message that lists them."""
QUESTIONS: dict[Asked, str] = {
    "place": "utter_emergency_opened_tail_where",
    "bydel": "utter_emergency_ask_bydel",
    "phone": "utter_emergency_ask_phone",
    "children": "utter_emergency_ask_children",
}


def ask_next(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    escalation: Escalation,
    *,
    key: str,
    said_first: Sequence[str] = (),
    after: Asked | None = None,
    **values: object,
) -> None:
    """Ask what is not known yet, once a key, in the person's language and in Norwegian.

    ``said_first``: texts at the head of the same message, said even when nothing is left to ask.
    Nothing is asked twice: ``after`` names what was just answered.
    """
    bydeler = bydeler_to_choose(speaker.register, escalation)
    question = _next_question(conversation, escalation, after, bydeler)
    escalation.asking = question
    names = [*said_first, *([QUESTIONS[question]] if question else [])]
    if not names:
        return
    lane = Lane.EMERGENCY_REPLY
    speaker.tell_all(tx, conversation, names, key=key, lane=lane, **values)
    if question == "bydel":
        # Names, the same in every language: a message of their own has the letters of a cheap one.
        choices = "\n".join(f"{n} {place.bydel}" for n, place in enumerate(bydeler, start=1))
        speaker.say(tx, conversation, choices, name=BYDELER, key=f"{key}:bydeler", lane=lane)


def bydeler_to_choose(register: Register, escalation: Escalation) -> list[Place]:
    """The bydeler of the case's kommune, where some have duty phones of their own."""
    bydeler = register.bydeler(escalation.place) if escalation.place else []
    return bydeler if any(place.connected for place in bydeler) else []


def _next_question(
    conversation: Conversation,
    escalation: Escalation,
    after: Asked | None,
    bydeler: Sequence[Place],
) -> Asked | None:
    """What is not known yet, in order."""
    if escalation.place is None and after is None:
        return "place"
    if bydeler and after in (None, "place"):
        return "bydel"
    is_unreachable = conversation.channel in NUMBERLESS and conversation.contact_phone is None
    is_unreachable = is_unreachable and not (conversation.unsafe_at or conversation.no_calls_at)
    if is_unreachable and after in (None, "place", "bydel"):
        return "phone"
    return "children" if escalation.children is None else None
