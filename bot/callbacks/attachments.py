"""What a person sent besides words belongs to their request; alone, it becomes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.callbacks.history import What, add_event
from bot.callbacks.status import newest_open_request
from bot.callbacks.submitting import OWN_PHONE, Draft, known_place, store_request
from bot.callbacks.waits import lock, reckon_due, wait_again
from bot.delivery import attachments
from bot.delivery.attachments import AttachmentState
from bot.delivery.media import KINDS
from bot.delivery.speaker import Speaker
from bot.escalation.lines import lines_of_phone
from bot.escalation.opening import active_escalation
from bot.register import Register
from bot.store.conversations import IN_TURN
from bot.store.due_work import take
from bot.store.tables import Attachment, CallbackRequest, Conversation, Inbound
from bot.store.transaction import Transaction

SILENT = "attachment:"
"""Begins the key of a request whose person has written nothing, and been told nothing."""
NOTHING_TO_READ = "nothing"
"""The reader of a message without words of the person's."""


@dataclass(frozen=True)
class Attached:
    """One thing that was sent, without its content."""

    id: int
    kind: str | None
    """picture, voice or document; None while it is not kept."""
    content_type: str | None
    size: int | None
    state: str
    """waiting, kept, failed or refused."""
    received_at: datetime

    @property
    def is_kept(self) -> bool:
        return self.state == AttachmentState.KEPT


def attachments_of(tx: Transaction, request: CallbackRequest) -> Sequence[Attached]:
    """What came since the need was first voiced, and before the request was closed."""
    return [attached(row) for row in _rows(tx, request)]


def kept_with(tx: Transaction, request: CallbackRequest) -> Sequence[Attachment]:
    """Those of them whose content is kept."""
    return [row for row in _rows(tx, request) if row.state == AttachmentState.KEPT]


def _rows(tx: Transaction, request: CallbackRequest) -> Sequence[Attachment]:
    which = [Attachment.received_at >= request.first_contact_at]
    if request.closed_at is not None:
        which.append(Attachment.received_at <= request.closed_at)
    return attachments.of_conversation(tx, request.conversation_id, *which)


def attached(row: Attachment) -> Attached:
    kind = KINDS[row.content_type].name if row.content_type else None
    return Attached(row.id, kind, row.content_type, row.size, row.state, row.received_at)


def hear_attachments(
    tx: Transaction,
    register: Register,
    conversation: Conversation,
    inbound: Inbound,
    *,
    has_words: bool,
) -> None:
    """What came is noted with the open request; without one, and without words, it is waited on."""
    request = newest_open_request(tx, conversation)
    if request is not None:
        lock(tx, request)
        add_event(tx, request, What.ATTACHED, key=f"inbound:{inbound.id}:attached")
        if request.reached_at is not None:
            wait_again(tx, register, request)  # there is more to say than was said
        reckon_due(tx, register, request)
    elif not has_words and active_escalation(tx, conversation) is None:
        wait = timedelta(minutes=register.defaults.attachments.alone_minutes)
        attachments.await_words(tx, inbound.id, tx.now + wait)


def ask_for_silent(tx: Transaction, speaker: Speaker, attachment_id: int) -> None:
    """Have somebody phoned who sent something and has written nothing since; they get no text."""
    whose = select(Attachment.conversation_id).where(Attachment.id == attachment_id)
    conversation_id = tx.scalar(whose)
    if conversation_id is None:
        return
    conversation = tx.get_one(Conversation, conversation_id, with_for_update=IN_TURN)
    row = take(tx, Attachment, attachment_id, Attachment.alone_at <= tx.now)
    if row is None:
        return
    attachments.await_no_longer(tx, conversation.id)
    if not _is_alone(tx, speaker.register, conversation, row):
        return
    place = known_place(speaker.register, conversation)
    store_request(
        tx,
        speaker,
        conversation,
        Draft(
            about="",
            place=place.area if place else None,
            phone=OWN_PHONE,
            window="any",
            phone_safe="unknown",
            interpreter="unknown",
            children="unsaid",
        ),
        f"{SILENT}{row.id}",
        place,
        speaker.register.office_for(place) if place else None,
    )


def _is_alone(
    tx: Transaction, register: Register, conversation: Conversation, row: Attachment
) -> bool:
    """Nothing of theirs waits for a human, and no word has come since; a duty phone needs none."""
    wrote = tx.scalar(
        select(func.count(Inbound.id)).where(
            Inbound.conversation_id == conversation.id,
            Inbound.id > row.inbound_id,
            func.coalesce(Inbound.reader, "") != NOTHING_TO_READ,
        )
    )
    if wrote or newest_open_request(tx, conversation) or active_escalation(tx, conversation):
        return False
    return not lines_of_phone(tx, register, tx.unseal(conversation.id, conversation.address))
