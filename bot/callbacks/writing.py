"""Staff write to somebody whose request came in the chat, and the answer is kept for them."""

from functools import partial

from bot.callbacks.history import What, add_event
from bot.callbacks.status import newest_open_request
from bot.callbacks.telling import last_words, now_asking
from bot.callbacks.waits import lock, promised, reckon_due, wait_again
from bot.delivery.channel import Channel
from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.escalation.writing import STAFF_MESSAGE
from bot.language.wording import moment
from bot.store.tables import CallbackNote, CallbackRequest, Conversation, Inbound
from bot.store.transaction import Transaction

STANDS = "utter_callback_stands"


def write_to_person(
    tx: Transaction,
    speaker: Speaker,
    request: CallbackRequest,
    words: str,
    *,
    staff_id: int,
    key: str,
) -> bool:
    """Put a human's words into the person's chat, once a key; False when there is no chat.

    It is contact, and not yet that the person was helped: a human is to go on by the next time.
    """
    conversation = tx.get_one(Conversation, request.conversation_id)
    if conversation.channel != Channel.CHAT:
        return False
    lock(tx, request)
    event = add_event(tx, request, What.WROTE, key=key, staff_id=staff_id, words=words)
    if event is not None:
        request.attempts += 1
        request.late_since = None
        wait_again(tx, speaker.register, request)
        reckon_due(tx, speaker.register, request)
        speaker.say(
            tx,
            conversation,
            words,
            name=STAFF_MESSAGE,
            key=f"callback_event:{event.id}",
            lane=Lane.REPLY,
        )
        now_asking(tx, request, None)
    return True


def hear_reply(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    inbound: Inbound,
    own_words: str,
) -> bool:
    """Keep what a person answers to a human's words; False when our last words were no human's."""
    last = last_words(tx, conversation)
    if conversation.channel != Channel.CHAT or last is None or last.name != STAFF_MESSAGE:
        return False
    request = newest_open_request(tx, conversation)
    if request is None:
        return False
    lock(tx, request)
    key = f"inbound:{inbound.id}"
    add_event(tx, request, What.NOTED, key=key, words=own_words)
    sealed = tx.seal(conversation.id, own_words)
    tx.add(CallbackNote(key=f"{key}:reply", request_id=request.id, at=tx.now, words=sealed))
    latest = partial(moment, promised(request))
    speaker.tell(tx, conversation, STANDS, key=f"{key}:callback", latest=latest)
    return True
