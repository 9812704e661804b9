"""More from the same person joins their case: it may get graver, never milder."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.escalation import ladder
from bot.escalation.account import Account, read_account, seal_account
from bot.escalation.briefing import tell_holder
from bot.escalation.contact import hurry
from bot.escalation.events import What, note
from bot.escalation.holder import let_go
from bot.escalation.urgency import is_graver, urgency_of
from bot.register import Place
from bot.safety import may_wait
from bot.store.tables import Conversation, Escalation
from bot.store.transaction import Transaction

FORGOTTEN_AFTER = timedelta(hours=4)
"""A new emergency in a case taken so long ago is paged anew: it may have been forgotten."""


@dataclass(frozen=True)
class More:
    """What is new about a case."""

    kind: str
    words: str | None = None
    place: Place | None = None
    children: str | None = None
    account: Account | None = None
    staff_id: int | None = None
    """The adviser who wrote it down for a caller."""


def join(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    escalation: Escalation,
    more: More,
    *,
    key: str,
) -> None:
    """Add to a case once a key. Whoever holds it hears of it; while nobody does, it is paged anew.

    The caller holds the escalation's row lock.
    """
    told = speaker.tell(
        tx, conversation, "utter_emergency_joined", key=f"{key}:joined", lane=Lane.EMERGENCY_REPLY
    )
    if told is None:
        return
    note(tx, escalation, What.JOINED, words=more.words, staff_id=more.staff_id)
    page_anew = _add(tx, escalation, more)
    if escalation.waits_until is not None:
        if page_anew or more.words is None or not may_wait(more.words):
            ladder.wake(tx, speaker, escalation)
    elif escalation.state == "open" and page_anew:
        ladder.set_alarms(speaker, escalation)
        ladder.start_anew(tx, speaker, escalation)
    elif escalation.state == "acknowledged" and _is_forgotten(tx, escalation):
        let_go(escalation)
        ladder.begin_again(tx, speaker, escalation)
    else:
        hurry(tx, speaker, escalation)
        tell_holder(tx, speaker, escalation, key=f"{key}:holder")


def _add(tx: Transaction, escalation: Escalation, more: More) -> bool:
    """Note what is new; whether other lines may have to be paged because of it."""
    before = escalation.kind, escalation.place
    if is_graver(more.kind, than=escalation.kind):
        escalation.kind = more.kind
        escalation.urgency = urgency_of(more.kind)
    if escalation.place is None and more.place is not None and more.staff_id is not None:
        escalation.place = more.place.area  # what the person themself writes is placed by the inbox
    escalation.children = escalation.children or more.children
    if more.account is not None:
        account = _cautious(tx, escalation, more.account)
        escalation.account = seal_account(tx, escalation.conversation_id, account)
    return before != (escalation.kind, escalation.place)


def _cautious(tx: Transaction, escalation: Escalation, account: Account) -> Account:
    """A phone once said to be unsafe stays so."""
    before = read_account(tx, escalation)
    unsafe = before is not None and before.phone_safe == "no"
    return replace(account, phone_safe="no") if unsafe else account


def _is_forgotten(tx: Transaction, escalation: Escalation) -> bool:
    taken_at = escalation.acknowledged_at
    return taken_at is not None and taken_at <= tx.now - FORGOTTEN_AFTER
