"""How a person's request stands, honestly."""

from functools import partial

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.language.wording import moment
from bot.store.tables import CallbackRequest, Conversation
from bot.store.transaction import Transaction


def newest_open_request(tx: Transaction, conversation: Conversation) -> CallbackRequest | None:
    return tx.scalar(
        select(CallbackRequest)
        .where(
            CallbackRequest.conversation_id == conversation.id, CallbackRequest.state != "closed"
        )
        .order_by(CallbackRequest.id.desc())
        .limit(1)
    )


def status_words(tx: Transaction, speaker: Speaker, conversation: Conversation) -> tuple[str, str]:
    """Name and wording of the answer to "when will you phone?"."""
    language = conversation.language or NORWEGIAN
    request = newest_open_request(tx, conversation)
    if request is None:
        is_chat = conversation.channel == Channel.CHAT
        name = "utter_callback_status_none_chat" if is_chat else "utter_callback_status_none"
        return name, speaker.catalogue.text(name, language)
    if request.phone is None:
        name = "utter_callback_status_no_phone"
        return name, speaker.catalogue.text(
            name,
            language,
            reference=request.reference,
            received=partial(moment, request.first_contact_at),
        )
    if request.latest_at < tx.now:
        name = "utter_callback_status_late"
        return name, speaker.catalogue.text(name, language)
    name = "utter_callback_status"
    return name, speaker.catalogue.text(
        name,
        language,
        reference=request.reference,
        received=partial(moment, request.first_contact_at),
        latest=partial(moment, request.latest_at),
    )
