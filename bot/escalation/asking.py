"""What a person is asked once the first page has left: one thing at a time, and only to add."""

from collections.abc import Sequence
from typing import Literal

from bot.delivery.channel import Channel
from bot.delivery.speaker import Speaker
from bot.register import Place, Register
from bot.store.tables import Conversation, Escalation

Asked = Literal["place", "bydel", "phone", "children"]

QUESTIONS: dict[Asked, str] = {
    "place": "utter_emergency_opened_tail_where",
    "bydel": "utter_emergency_ask_bydel",
    "phone": "utter_emergency_ask_phone",
    "children": "utter_emergency_ask_children",
}


def ask_next(
    speaker: Speaker,
    conversation: Conversation,
    escalation: Escalation,
    names: Sequence[str],
    *,
    after: Asked | None = None,
    **values: object,
) -> str:
    """These texts and the next question, in the person's language and in Norwegian, as one text.

    Nothing is asked twice: ``after`` names what was just answered.
    """
    bydeler = bydeler_to_choose(speaker.register, escalation)
    question = _next_question(conversation, escalation, after, bydeler)
    escalation.asking = question
    asked = [*names, QUESTIONS[question]] if question else names
    # Their language whole, question and all, then Norwegian: never two languages mixed.
    words = speaker.bilingual(conversation, asked, **values)
    if question != "bydel":
        return words
    # Names, the same in every language, stand once at the end.
    return "\n".join((words, *(f"{n} {place.bydel}" for n, place in enumerate(bydeler, start=1))))


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
    is_unreachable = conversation.channel == Channel.CHAT and conversation.contact_phone is None
    if is_unreachable and after in (None, "place", "bydel"):
        return "phone"
    return "children" if escalation.children is None else None
