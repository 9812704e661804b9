"""How the person of a request may be reached: what they agreed to, less what has become unsafe.

Whoever shows it, hands it over or acts on it asks here; the list asks for many at a time.
"""

from dataclasses import dataclass

from bot.callbacks.on_behalf import PERSON, read_on_behalf
from bot.delivery.channel import Channel
from bot.delivery.unsafe import is_phone_unsafe
from bot.store.tables import CallbackRequest, Conversation
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Reach:
    phone_safe: str
    """yes, no or unknown."""
    no_calls: bool
    """They cannot speak on the phone."""
    may_text: bool
    may_leave_voicemail: bool
    others_may_answer: bool
    can_be_told: bool
    """Whether a text that we start may go to them, by SMS or in their chat. Who wrote for somebody
    else who is phoned is not told how that goes."""

    @property
    def is_unsafe(self) -> bool:
        return self.phone_safe == "no"


def reach_of(tx: Transaction, request: CallbackRequest) -> Reach:
    conversation = tx.get_one(Conversation, request.conversation_id)
    said_unsafe = is_phone_unsafe(tx, conversation)
    is_unsafe = said_unsafe or conversation.unsafe_at is not None
    silenced = conversation.opted_out_at is not None or conversation.no_texts_at is not None
    may_text = request.may_text and not is_unsafe and not silenced
    of = read_on_behalf(tx, request)
    is_for_another = of is not None and of.whom_to_phone == PERSON
    by_channel = {Channel.CHAT: not said_unsafe, Channel.CALL: False, Channel.RELAY: False}
    return Reach(
        phone_safe="no" if is_unsafe else request.phone_safe,
        no_calls=conversation.no_calls_at is not None,
        may_text=may_text,
        may_leave_voicemail=request.may_leave_voicemail and not is_unsafe,
        others_may_answer=request.others_may_answer and not is_unsafe,
        can_be_told=not is_for_another and by_channel.get(Channel(conversation.channel), may_text),
    )
