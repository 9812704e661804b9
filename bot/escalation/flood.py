"""More pages than a duty phone can take: it hears how many wait, and taking one brings the next.

Every case keeps its own code and its own clock; only the messages become one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, select

from bot.delivery.outbox import OutboxState
from bot.delivery.sending import FIRST_PAGES, WAITING
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.register import Register
from bot.store.tables import Escalation, Outbox, Page
from bot.store.transaction import Transaction

PAUSE = timedelta(minutes=1)
"""Between two messages that say how many wait."""


@dataclass(frozen=True)
class Flood:
    """A duty phone that has more pages than it can take."""

    lines: tuple[str, ...]
    """The labels of the lines that ring there."""
    waiting: int


def has_budget(tx: Transaction, speaker: Speaker, duty_phone: Collection[bytes]) -> bool:
    """Whether one more page may go to this phone by itself.

    ``duty_phone``: the keyed hashes of its number, under every key in use.
    """
    rules = speaker.register.page
    since = tx.now - timedelta(minutes=rules.budget_minutes)
    sent = tx.scalar(
        select(func.count(Outbox.id))
        .join(Page, Page.id == Outbox.page_id)
        .where(
            Page.duty_phone.in_(duty_phone),
            Outbox.name.in_(FIRST_PAGES),
            Outbox.created_at > since,
        )
    )
    return (sent or 0) < rules.budget


def say_how_many_wait(tx: Transaction, speaker: Speaker, duty_phone: Collection[bytes]) -> None:
    """Send the one message, or bring the one that has not left yet up to date."""
    waiting = _waiting(tx, duty_phone)
    last = tx.scalar(
        _messages(duty_phone).order_by(Outbox.id.desc()).limit(1).with_for_update(of=Outbox)
    )
    if last is not None and last.state == OutboxState.QUEUED and last.lease_holder is None:
        _bring_up_to_date(tx, speaker, last, waiting)
    elif waiting:
        went_out = last is not None and last.state != OutboxState.DROPPED
        due_at = max(tx.now, last.created_at + PAUSE) if last and went_out else tx.now
        oldest, escalation = waiting[0]
        speaker.page(
            tx,
            oldest,
            WAITING,
            conversation_id=escalation.conversation_id,
            key=f"flood:{oldest.duty_phone.hex()[:24]}:{last.id if last else 0}",
            due_at=due_at,
            count=len(waiting),
            code=oldest.code,
        )


def refresh(tx: Transaction, speaker: Speaker, duty_phone: Collection[bytes]) -> None:
    """Fewer wait than a message that has not left yet would say."""
    queued = tx.scalar(
        _messages(duty_phone)
        .where(Outbox.state == OutboxState.QUEUED, Outbox.lease_holder.is_(None))
        .with_for_update(of=Outbox)
    )
    if queued is not None:
        _bring_up_to_date(tx, speaker, queued, _waiting(tx, duty_phone))


def held_back_on(tx: Transaction, duty_phone: bytes) -> list[tuple[Page, Escalation]]:
    """The untaken cases that a phone knows only by their number, the oldest first."""
    return [each for each in _waiting(tx, [duty_phone]) if each[0].held_back_at is not None]


def floods(tx: Transaction, register: Register) -> list[Flood]:
    """The duty phones that are flooded now, the worst first."""
    rows = tx.execute(
        select(Page.duty_phone, func.count(Page.id))
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(_is_waiting(), Page.held_back_at.is_not(None))
        .group_by(Page.duty_phone)
        .order_by(func.count(Page.id).desc())
    )
    return [
        Flood(_labels(tx, register, duty_phone), len(_waiting(tx, [duty_phone])))
        for duty_phone, _ in rows
    ]


def _labels(tx: Transaction, register: Register, duty_phone: bytes) -> tuple[str, ...]:
    line_ids = set(tx.scalars(select(Page.line_id).where(Page.duty_phone == duty_phone).distinct()))
    return tuple(line.label for line in register.lines if line.id in line_ids)


def _waiting(tx: Transaction, duty_phone: Collection[bytes]) -> list[tuple[Page, Escalation]]:
    """Open pages of cases nobody has taken, the oldest case first."""
    rows = tx.execute(
        select(Page, Escalation)
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(Page.duty_phone.in_(duty_phone), _is_waiting())
        .order_by(Escalation.opened_at, Escalation.id)
    )
    return [(page, escalation) for page, escalation in rows]


def _is_waiting() -> ColumnElement[bool]:
    return Page.ended_at.is_(None) & (Escalation.state == "open")


def _messages(duty_phone: Collection[bytes]) -> Select[Outbox]:
    return (
        select(Outbox)
        .join(Page, Page.id == Outbox.page_id)
        .where(Page.duty_phone.in_(duty_phone), Outbox.name == WAITING)
    )


def _bring_up_to_date(
    tx: Transaction, speaker: Speaker, message: Outbox, waiting: list[tuple[Page, Escalation]]
) -> None:
    if not waiting:
        message.state = OutboxState.DROPPED
        message.due_at = None
        return
    oldest, escalation = waiting[0]
    body = speaker.catalogue.text(WAITING, NORWEGIAN, count=len(waiting), code=oldest.code)
    message.page_id = oldest.id
    message.conversation_id = escalation.conversation_id
    message.body = tx.seal(escalation.conversation_id, body)
