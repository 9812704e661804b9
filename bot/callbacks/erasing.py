"""A person wants to be forgotten: which conversations are theirs, and what must be finished first.

Nobody in danger is forgotten: an emergency is finished by whoever holds it. A callback request that
is open goes to its office's own system before it is destroyed here, or is closed as the person's
wish; either way the office sees that it is gone, and why.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select, update

from bot.callbacks.handover.due import targets
from bot.delivery.channel import Channel
from bot.escalation.holder import holder_name
from bot.register import Register
from bot.store.conversations import ADDRESS
from bot.store.erasure import Destroyed, destroy_conversations
from bot.store.keys import Ciphertext, KeyUnusable
from bot.store.tables import (
    Attachment,
    CallbackRequest,
    CarrierCopy,
    Conversation,
    ErasedRequest,
    Escalation,
    Inbound,
    IncomingCall,
    Outbox,
    Page,
    Relay,
    SafetyQuestion,
)
from bot.store.transaction import Transaction

BY_THE_PERSON = "person"


@dataclass(frozen=True)
class Holding:
    """What is kept of one conversation, without a word of it."""

    channel: str
    since: datetime
    messages: int
    answers: int
    attachments: int
    """Pictures, voice messages and files."""
    escalations: tuple[str, ...]
    requests: tuple[str, ...]
    """References."""


def conversations_of_phone(tx: Transaction, phone: str) -> list[str]:
    """The ids of every conversation at this number (E.164), or whose owner gave it as theirs.

    A text conversation is found by the keyed hash of its number, under every index key there is. A
    number that was given in the chat has no hash, so there each is opened and compared.
    """
    hashes = tx.master_keys.lookup_hashes(ADDRESS, phone)
    texts = select(Conversation.id).where(
        Conversation.channel == Channel.SMS, Conversation.address_index.in_(hashes)
    )
    found = list(tx.scalars(texts))
    given = select(Conversation.id, Conversation.contact_phone).where(
        Conversation.contact_phone.is_not(None)
    )
    for conversation_id, sealed in tx.execute(given):
        if _opened(tx, conversation_id, sealed) == phone and conversation_id not in found:
            found.append(conversation_id)
    return found


def phone_of_conversation(tx: Transaction, conversation_id: str) -> str | None:
    """The number (E.164) it is held at, or that was given in it as the person's own."""
    conversation = tx.get_one(Conversation, conversation_id)
    if conversation.channel == Channel.SMS:
        return _opened(tx, conversation.id, conversation.address)
    return _opened(tx, conversation.id, conversation.contact_phone)


def conversation_of_reference(tx: Transaction, reference: str) -> str | None:
    """The id of the conversation of an escalation or a callback request, however it was typed.

    What was said through an interpreter is found by the code that ends it, too.
    """
    wanted = reference.strip().upper()
    for case in (Escalation, CallbackRequest):
        found = tx.scalar(select(case.conversation_id).where(case.reference == wanted))
        if found is not None:
            return found
    return tx.scalar(select(Relay.conversation_id).where(Relay.end_code == wanted))


def named_elsewhere(tx: Transaction, phone: str, ids: Collection[str]) -> list[str]:
    """References of requests in other conversations that ask to phone this number."""
    others = select(
        CallbackRequest.reference, CallbackRequest.conversation_id, CallbackRequest.phone
    ).where(CallbackRequest.phone.is_not(None), CallbackRequest.conversation_id.not_in(ids))
    return [
        reference
        for reference, conversation_id, sealed in tx.execute(others)
        if _opened(tx, conversation_id, sealed) == phone
    ]


def holdings(tx: Transaction, ids: Collection[str]) -> Iterator[Holding]:
    for conversation in tx.scalars(select(Conversation).where(Conversation.id.in_(ids))):

        def count(
            table: type[Inbound] | type[Outbox] | type[Attachment],
            of: Conversation = conversation,
        ) -> int:
            where = table.conversation_id == of.id
            return tx.scalar(select(func.count(table.id)).where(where)) or 0

        def references(
            case: type[Escalation] | type[CallbackRequest], of: Conversation = conversation
        ) -> tuple[str, ...]:
            return tuple(tx.scalars(select(case.reference).where(case.conversation_id == of.id)))

        yield Holding(
            channel=conversation.channel,
            since=conversation.created_at,
            messages=count(Inbound),
            answers=count(Outbox),
            attachments=count(Attachment),
            escalations=references(Escalation),
            requests=references(CallbackRequest),
        )


def in_the_way(tx: Transaction, register: Register, ids: Collection[str]) -> list[str]:
    """Why these conversations cannot be destroyed now, in words that say who can change it."""
    reasons = []
    emergencies = select(Escalation).where(
        Escalation.conversation_id.in_(ids), Escalation.state != "closed"
    )
    for case in tx.scalars(emergencies):
        holder = holder_name(tx, register, case)
        who = f"{holder} holds it and must close it" if holder else "nobody has taken it yet"
        reasons.append(f"the emergency {case.reference} is open: {who}")
    questions = select(SafetyQuestion.id).where(
        SafetyQuestion.conversation_id.in_(ids), SafetyQuestion.state == "open"
    )
    if tx.scalar(questions.limit(1)) is not None:
        reasons.append("they were asked whether they are safe and have not answered yet")
    unread = select(Inbound.id).where(Inbound.conversation_id.in_(ids), Inbound.due_at.is_not(None))
    if tx.scalar(unread.limit(1)) is not None:
        reasons.append("a message of theirs has not been read yet: try again in a minute")
    on_the_phone = select(IncomingCall.id).where(
        IncomingCall.conversation_id.in_(ids), IncomingCall.due_at.is_not(None)
    )
    if tx.scalar(on_the_phone.limit(1)) is not None:
        reasons.append("they are on the phone with us: try again in a few minutes")
    fetched = select(Attachment.id).where(
        Attachment.conversation_id.in_(ids), Attachment.due_at.is_not(None)
    )
    if tx.scalar(fetched.limit(1)) is not None:
        reasons.append("a picture or voice message of theirs is being fetched: try again later")
    if tx.scalar(_leaving_for_a_line(ids)) is not None:
        reasons.append("a message to a duty line is just leaving: try again in a minute")
    return reasons


def open_requests(tx: Transaction, ids: Collection[str]) -> list[CallbackRequest]:
    query = select(CallbackRequest).where(
        CallbackRequest.conversation_id.in_(ids), CallbackRequest.state != "closed"
    )
    return list(tx.scalars(query.order_by(CallbackRequest.id)))


def takes_handovers(register: Register, request: CallbackRequest) -> bool:
    return request.office_id in targets(register)


def erase(tx: Transaction, ids: Collection[str], handed_over: Collection[int]) -> Destroyed:
    """Destroy the conversations; each of their requests leaves a row that says it was erased.

    ``handed_over``: ids of open requests that their office's own system has taken.
    """
    requests = select(CallbackRequest).where(CallbackRequest.conversation_id.in_(ids))
    for request in tx.scalars(requests.with_for_update()):
        was_open = request.state != "closed"
        tx.add(
            ErasedRequest(
                reference=request.reference,
                office_id=request.office_id,
                at=tx.now,
                was_open=was_open,
                handed_over=request.id in handed_over,
            )
        )
        if was_open and request.id not in handed_over:
            request.state, request.closed_at = "closed", tx.now
            request.close_reason = BY_THE_PERSON
    tx.flush()
    _empty_copies_now(tx, ids)
    return destroy_conversations(tx, ids)


def _empty_copies_now(tx: Transaction, ids: Collection[str]) -> None:
    """The carrier's copies of what they wrote and were told go next, not in an hour."""
    theirs = (
        select(message.carrier_id).where(
            message.conversation_id.in_(ids), message.carrier_id.is_not(None)
        )
        for message in (Inbound, Outbox)
    )
    which = or_(*(CarrierCopy.carrier_id.in_(each) for each in theirs))
    tx.execute(
        update(CarrierCopy)
        .where(which)
        .values(due_at=tx.now)
        .execution_options(synchronize_session=False)
    )


def _leaving_for_a_line(ids: Collection[str]) -> Select[int]:
    pages = (
        select(Page.id)
        .join(Escalation, Page.escalation_id == Escalation.id)
        .where(Escalation.conversation_id.in_(ids))
    )
    return (
        select(Outbox.id)
        .where(
            Outbox.due_at.is_not(None),
            Outbox.line_id.is_not(None),
            or_(Outbox.conversation_id.in_(ids), Outbox.page_id.in_(pages)),
        )
        .limit(1)
    )


def _opened(tx: Transaction, conversation_id: str, sealed: Ciphertext | None) -> str | None:
    try:
        return None if sealed is None else tx.unseal(conversation_id, sealed)
    except KeyUnusable:
        return None
