"""How far each page has come: words for what the carrier has said, and never more than that."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, ScalarSelect, func, select

from bot.delivery.outbox import OutboxState
from bot.delivery.sending import FIRST_PAGES
from bot.escalation.lines import label_of
from bot.register import Register
from bot.store.tables import Outbox, Page, Receipt
from bot.store.transaction import Transaction

HELD_BACK = "held_back"


@dataclass(frozen=True)
class Delivery:
    """The newest page of a case on one duty phone."""

    line: str
    state: str
    """A state of the outbox, or held_back."""
    at: datetime
    """Since when."""
    is_over: bool
    """The phone no longer holds the case."""
    times: int


def deliveries(
    tx: Transaction, register: Register, escalation_ids: Collection[int]
) -> Mapping[int, list[Delivery]]:
    """By case, in the order the phones were first paged. No text of a message is read."""
    found: dict[int, list[Delivery]] = defaultdict(list)
    for row in tx.execute(
        select(
            Page.escalation_id,
            Page.line_id,
            Page.times,
            Page.created_at.label("paged_at"),
            Page.held_back_at,
            Page.ended_at,
            Outbox.state,
            Outbox.created_at,
            Outbox.accepted_at,
            func.max(Receipt.received_at).label("receipt_at"),
        )
        .outerjoin(Outbox, Outbox.id == _newest_message())
        .outerjoin(Receipt, Receipt.carrier_id == Outbox.carrier_id)
        .where(Page.escalation_id.in_(escalation_ids))
        .group_by(Page.id, Outbox.id)
        .order_by(Page.id)
    ):
        found[row.escalation_id].append(_delivery(row, register))
    return found


def _newest_message() -> ScalarSelect[int]:
    return (
        select(func.max(Outbox.id))
        .where(Outbox.page_id == Page.id, Outbox.name.in_(FIRST_PAGES))
        .correlate(Page)
        .scalar_subquery()
    )


def _delivery(row: Row[*tuple[object, ...]], register: Register) -> Delivery:
    state, at = row.state, row.created_at
    if row.held_back_at is not None or state is None:
        state, at = HELD_BACK, row.held_back_at or row.paged_at
    elif state in (OutboxState.SENT, OutboxState.DELIVERED, OutboxState.FAILED):
        at = row.receipt_at or row.accepted_at or at
    elif state == OutboxState.ACCEPTED:
        at = row.accepted_at or at
    return Delivery(
        line=label_of(register, row.line_id),
        state=state,
        at=at,
        is_over=row.ended_at is not None,
        times=row.times,
    )
