"""More pages than a duty phone can take: it hears how many wait, and taking one brings the next.

Every case keeps its own code and its own clock; only the messages become one.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.exc import IntegrityError

from bot.delivery.outbox import OutboxState
from bot.delivery.sending import FIRST_PAGES, WAITING
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.register import Register
from bot.store.tables import Escalation, Outbox, Page
from bot.store.transaction import Transaction

PAUSE = timedelta(minutes=1)
"""Between two messages that say how many wait."""
_IS_WAITING = Page.ended_at.is_(None) & (Escalation.state == "open")


@dataclass(frozen=True)
class Flood:
    """A duty phone that has more pages than it can take."""

    lines: tuple[str, ...]
    """The labels of the lines that ring there."""
    waiting: int


def may_page(tx: Transaction, speaker: Speaker, page: Page) -> bool:
    """Whether this page may go to its phone by itself: while there is room, or nobody else waits.

    An officer who answers as fast as cases come is never given a number in place of a case.
    """
    rules = speaker.register.page
    since = tx.now - timedelta(minutes=rules.budget_minutes)
    sent = tx.scalar(
        select(func.count(Outbox.id))
        .join(Page, Page.id == Outbox.page_id)
        .where(
            Page.duty_phone == page.duty_phone,
            Outbox.name.in_(FIRST_PAGES),
            Outbox.created_at > since,
        )
    )
    return (sent or 0) < rules.budget or _count_waiting(tx, page.duty_phone) <= 1


def say_how_many_wait(tx: Transaction, speaker: Speaker, page: Page) -> None:
    """See to it that the phone of this page hears how many wait: in a message of now, or the next.

    What it says is put into words when it leaves (:func:`waiting_words`), so one that is queued
    already will count this case too.
    """
    last = tx.scalar(_messages(page.duty_phone).order_by(Outbox.id.desc()).limit(1))
    if last is not None and last.state == OutboxState.QUEUED and last.lease_holder is None:
        return
    went_out = last is not None and last.state != OutboxState.DROPPED
    escalation = tx.get_one(Escalation, page.escalation_id)
    with suppress(IntegrityError), tx.begin_nested():  # another pager may queue the same one now
        speaker.page(
            tx,
            page,
            WAITING,
            conversation_id=escalation.conversation_id,
            key=f"flood:{page.duty_phone.hex()[:24]}:{last.id if last else 0}",
            due_at=max(tx.now, last.created_at + PAUSE) if last and went_out else tx.now,
            count=_count_waiting(tx, page.duty_phone),
            code=page.code,
        )


def waiting_words(tx: Transaction, speaker: Speaker, message: Outbox) -> str | None:
    """What the message says as it leaves: how many wait by now, and which is the oldest.

    None when nobody waits any more. From here on the message is about the oldest case.
    """
    page = tx.get_one(Page, message.page_id)
    oldest = _oldest_waiting(tx, page.duty_phone)
    if oldest is None:
        return None
    page, escalation = oldest
    words = speaker.catalogue.text(
        WAITING, NORWEGIAN, count=_count_waiting(tx, page.duty_phone), code=page.code
    )
    message.page_id = page.id
    message.conversation_id = escalation.conversation_id
    message.body = tx.seal(escalation.conversation_id, words)
    return words


def oldest_held_back(tx: Transaction, duty_phone: bytes) -> tuple[Page, Escalation] | None:
    """The oldest untaken case a phone knows only as one of a number, its page locked.

    One that another is bringing just now is passed over.
    """
    row = tx.execute(
        _oldest(duty_phone, Page.held_back_at.is_not(None)).with_for_update(skip_locked=True)
    ).first()
    return None if row is None else (row[0], row[1])


def held_back_on(tx: Transaction, duty_phone: bytes) -> list[int]:
    """The escalations a phone knows only by how many they are."""
    return list(
        tx.scalars(
            select(Escalation.id)
            .join(Page, Page.escalation_id == Escalation.id)
            .where(Page.duty_phone == duty_phone, _IS_WAITING, Page.held_back_at.is_not(None))
        )
    )


def floods(tx: Transaction, register: Register) -> list[Flood]:
    """The duty phones that are flooded now, the worst first."""
    flooded = tx.scalars(
        select(Page.duty_phone)
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(_IS_WAITING, Page.held_back_at.is_not(None))
        .distinct()
    ).all()
    found = [
        Flood(_labels(tx, register, duty_phone), _count_waiting(tx, duty_phone))
        for duty_phone in flooded
    ]
    return sorted(found, key=lambda flood: -flood.waiting)


def _labels(tx: Transaction, register: Register, duty_phone: bytes) -> tuple[str, ...]:
    line_ids = set(tx.scalars(select(Page.line_id).where(Page.duty_phone == duty_phone).distinct()))
    return tuple(line.label for line in register.lines if line.id in line_ids)


def _count_waiting(tx: Transaction, duty_phone: bytes) -> int:
    """Open pages on this phone of cases nobody has taken."""
    query = (
        select(func.count(Page.id))
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(Page.duty_phone == duty_phone, _IS_WAITING)
    )
    return tx.scalar(query) or 0


def _oldest_waiting(tx: Transaction, duty_phone: bytes) -> tuple[Page, Escalation] | None:
    row = tx.execute(_oldest(duty_phone)).first()
    return None if row is None else (row[0], row[1])


def _oldest(duty_phone: bytes, *where: ColumnElement[bool]) -> Select[Page, Escalation]:
    return (
        select(Page, Escalation)
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(Page.duty_phone == duty_phone, _IS_WAITING, *where)
        .order_by(Escalation.opened_at, Escalation.id)
        .limit(1)
    )


def _messages(duty_phone: bytes) -> Select[Outbox]:
    return (
        select(Outbox)
        .join(Page, Page.id == Outbox.page_id)
        .where(Page.duty_phone == duty_phone, Outbox.name == WAITING)
    )
