"""A callback request that an adviser opens for somebody they have on the phone."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.callbacks.beginning import begin
from bot.callbacks.submitting import first_contact_at
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.escalation.account import Account, seal_account
from bot.language.served import interpreter_language
from bot.register import Place
from bot.store.reference import new_reference
from bot.store.tables import CallbackRequest, Conversation
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class CallerWish:
    """What the adviser has agreed with the caller."""

    place: Place
    phone: str
    """E.164."""
    window: str
    """any, morning, afternoon, or words."""
    children: str
    interpreter: bool
    account: Account


def request_for_caller(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    wish: CallerWish,
    *,
    staff_id: int,
    key: str,
) -> CallbackRequest:
    """Store the request once a key. The place must be a connected one: ask before."""
    known = tx.scalar(select(CallbackRequest).where(CallbackRequest.key == key))
    if known is not None:
        return known
    office = speaker.register.office_for(wish.place)
    speaks = interpreter_language(conversation.language or NORWEGIAN, NORWEGIAN)
    request = CallbackRequest(
        reference=new_reference(tx),
        key=key,
        conversation_id=conversation.id,
        state="open",
        first_contact_at=first_contact_at(tx, conversation),
        submitted_at=tx.now,
        latest_at=speaker.register.latest_callback(wish.place, tx.now),
        own_words=tx.seal(conversation.id, wish.account.words),
        phone=tx.seal(conversation.id, wish.phone),
        place=wish.place.area,
        office_id=office.id if office else None,
        language=conversation.language,
        interpreter=tx.seal(conversation.id, speaks) if wish.interpreter else None,
        window=tx.seal(conversation.id, wish.window),
        phone_safe=wish.account.phone_safe,
        children=wish.children,
        human_wanted=True,
        opened_by_staff_id=staff_id,
        account=seal_account(tx, conversation.id, wish.account),
    )
    begin(tx, speaker.register, request, wish.place, wish.window, staff_id=staff_id)
    return request
