"""A person adds to a request they have already sent: kept with it, in their own words."""

import json
from functools import partial

from sqlalchemy import select

from bot.callbacks.status import newest_open_request, status_words
from bot.delivery.channel import Channel
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.language.wording import moment
from bot.store.phone_tokens import TOKEN, Phone, restored
from bot.store.tables import CallbackNote, Conversation, Inbound, Outbox
from bot.store.transaction import Transaction

NUMBER_AND_WORDS = 6
"""A message with no more words than these beside its number is about the number."""
ASKING = "utter_ask_callback"
"""In the name of a reply: the dialogue waits for an answer of its own."""


def note_change(
    tx: Transaction, speaker: Speaker, conversation: Conversation, words: str, key: str
) -> tuple[str, str]:
    """Name and wording of the answer; without an open request, the offer of one."""
    request = newest_open_request(tx, conversation)
    if request is None:
        return status_words(tx, speaker, conversation)
    if tx.scalar(select(CallbackNote.id).where(CallbackNote.key == key)) is None:
        tx.add(
            CallbackNote(
                key=key,
                request_id=request.id,
                at=tx.now,
                words=tx.seal(conversation.id, restored(tx, conversation.id, words)),
            )
        )
    name = "utter_callback_change_noted"
    return name, speaker.catalogue.text(name, conversation.language or NORWEGIAN)


def take_phone(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound, text: str
) -> bool:
    """Note a number written in the chat on the open request that lacks one.

    False when this is no such message; then somebody else is to read it.
    """
    if conversation.channel != Channel.CHAT or inbound.phones is None:
        return False
    request = newest_open_request(tx, conversation)
    if request is None or request.phone is not None or _is_asking(tx, conversation):
        return False
    if len(TOKEN.sub(" ", text).split()) > NUMBER_AND_WORDS:
        return False
    phones: dict[str, Phone] = json.loads(tx.unseal(conversation.id, inbound.phones))
    number = next(iter(phones.values()))["e164"]
    request.phone = conversation.contact_phone = tx.seal(conversation.id, number)
    speaker.tell(
        tx,
        conversation,
        "utter_callback_phone_noted",
        key=f"inbound:{inbound.id}:phone",
        latest=partial(moment, request.latest_at),
    )
    return True


def _is_asking(tx: Transaction, conversation: Conversation) -> bool:
    last = tx.scalar(
        select(Outbox.name)
        .where(Outbox.conversation_id == conversation.id, Outbox.line_id.is_(None))
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    return last is not None and ASKING in last
