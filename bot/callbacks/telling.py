"""The texts this room starts: to whom they may go, when, and what they ask.

Anybody could read them, so none names a need, a benefit or an office; and a phone that is not safe
for its owner gets none.
"""

from sqlalchemy import select

from bot.callbacks.history import What, add_event
from bot.callbacks.reach import reach_of
from bot.delivery.outbox import Lane, OutboxState
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.store.tables import CallbackEvent, CallbackRequest, Conversation, Outbox
from bot.store.transaction import Transaction

MISSED = "utter_callback_missed"
WRONG_NUMBER = "utter_callback_wrong_number"
WRONG_NUMBER_THIS = "utter_callback_wrong_number_this"
"""To somebody who wrote from another number than the wrong one."""
LATE = "utter_callback_late"
NEED_NUMBER = "utter_callback_need_number"
MOVED = "utter_callback_moved"
ASK_REACHED = "utter_callback_ask_reached"
CLOSED = "utter_callback_closed"
STARTED = (
    MISSED,
    WRONG_NUMBER,
    WRONG_NUMBER_THIS,
    LATE,
    NEED_NUMBER,
    MOVED,
    ASK_REACHED,
    CLOSED,
)
"""Every text that the life of a request can start."""
STATUS_REACHED = "utter_callback_status_reached"
STATUS_CLOSED = "utter_callback_status_closed"
PATIENCE = "utter_holding"
ASK_WINDOW = "utter_callback_ask_window"
ASK_CANCEL = "utter_callback_ask_cancel"
QUESTIONS = {
    "window": (MISSED, ASK_WINDOW),
    "number": (WRONG_NUMBER, WRONG_NUMBER_THIS, NEED_NUMBER),
    "helped": (ASK_REACHED, CLOSED, STATUS_REACHED, STATUS_CLOSED),
    "cancel": (ASK_CANCEL,),
}
"""What is asked, and the texts that ask it."""


def start(
    tx: Transaction,
    speaker: Speaker,
    request: CallbackRequest,
    name: str,
    *,
    because: CallbackEvent,
    asking: str | None = None,
    **values: object,
) -> bool:
    """Tell the person what an event means for them, in decent hours.

    False when nothing may be sent: then the office alone sees it.
    """
    conversation = tx.get_one(Conversation, request.conversation_id)
    if not reach_of(tx, request).can_be_told:
        return False
    speaker.say(
        tx,
        conversation,
        speaker.catalogue.text(name, conversation.language or NORWEGIAN, **values),
        name=name,
        key=_key(because.id),
        lane=Lane.FOLLOW_UP,
        due_at=speaker.register.decent_moment(tx.now),
    )
    now_asking(tx, request, asking)
    add_event(tx, request, What.TOLD, key=f"told:{because.id}")
    return True


def take_back(tx: Transaction, request: CallbackRequest) -> None:
    """Leave unsent what waits for decent hours: it is true no longer."""
    events = select(CallbackEvent.id).where(CallbackEvent.request_id == request.id)
    waiting = select(Outbox).where(
        Outbox.key.in_([_key(event_id) for event_id in tx.scalars(events)]),
        Outbox.state == OutboxState.QUEUED,
        Outbox.due_at > tx.now,
    )
    for row in tx.scalars(waiting.with_for_update(skip_locked=True)):
        row.state, row.due_at = OutboxState.DROPPED, None
        request.asking = None


def _key(event_id: int) -> str:
    return f"callback_event:{event_id}"


def now_asking(tx: Transaction, request: CallbackRequest, asking: str | None) -> None:
    """Our last word is about this request: whatever we asked of another is asked no longer."""
    others = select(CallbackRequest).where(
        CallbackRequest.conversation_id == request.conversation_id,
        CallbackRequest.asking.is_not(None),
    )
    for other in tx.scalars(others):
        other.asking = None
    request.asking = asking


def asked(tx: Transaction, conversation: Conversation) -> tuple[CallbackRequest, Outbox] | None:
    """The request that our last words ask the person about, locked, and those words.

    Once we have said something else, a "2" is an answer to that.
    """
    request = tx.scalar(
        select(CallbackRequest)
        .where(
            CallbackRequest.conversation_id == conversation.id, CallbackRequest.asking.is_not(None)
        )
        .limit(1)
        .with_for_update()
    )
    last = last_words(tx, conversation) if request is not None else None
    if request is None or last is None:
        return None
    # A turn of the dialogue is one message under the names of all it said.
    if not last.name.endswith(QUESTIONS[request.asking or ""]):
        return None
    return request, last


def last_words(tx: Transaction, conversation: Conversation) -> Outbox | None:
    """What we said last to the person.

    A text that waits for the morning has not been said, and one that only asks for patience says
    nothing that could be answered.
    """
    return tx.scalar(
        select(Outbox)
        .where(
            Outbox.conversation_id == conversation.id,
            Outbox.line_id.is_(None),
            Outbox.name != PATIENCE,
            (Outbox.due_at.is_(None)) | (Outbox.due_at <= tx.now),
        )
        .order_by(Outbox.id.desc())
        .limit(1)
    )
