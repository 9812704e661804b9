"""What a person is asked once the first page has left: one thing at a time, and only to add."""

from typing import Literal

from bot.delivery.channel import Channel
from bot.store.tables import Conversation, Escalation

Asked = Literal["place", "phone", "children"]

QUESTIONS: dict[Asked, str] = {
    "place": "utter_emergency_opened_tail_where",
    "phone": "utter_emergency_ask_phone",
    "children": "utter_emergency_ask_children",
}


def next_question(
    conversation: Conversation, escalation: Escalation, *, after: Asked | None = None
) -> Asked | None:
    """What is not known yet, in order; nothing twice: ``after`` names what was just answered."""
    if escalation.place is None and after is None:
        return "place"
    is_unreachable = conversation.channel == Channel.CHAT and conversation.contact_phone is None
    if is_unreachable and after in (None, "place"):
        return "phone"
    return "children" if escalation.children is None else None
