"""A person adds to a request they have already sent: kept with it, in their own words."""

from sqlalchemy import select

from bot.callbacks.phone_tokens import restored
from bot.callbacks.status import newest_open_request, status_words
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.store.tables import CallbackNote, Conversation
from bot.store.transaction import Transaction


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
