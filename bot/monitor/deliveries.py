"""How far each page has come, by text and by call: what the carrier has said, and never more."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, ScalarSelect, func, or_, select

from bot.delivery.channel import Channel
from bot.delivery.outbox import OutboxState
from bot.delivery.sending import FIRST_PAGES
from bot.delivery.speaker import CALL
from bot.escalation.calls import VOICEMAIL
from bot.escalation.lines import label_of
from bot.register import Register
from bot.store.tables import Outbox, Page, PageCall, Receipt
from bot.store.transaction import Transaction

HELD_BACK = "held_back"
IN_CALL = "in_call"


@dataclass(frozen=True)
class Delivery:
    """The newest text, or the newest call, that brought a case to one duty phone."""

    line: str
    state: str
    """A state of the outbox, or held_back; of a call one that begins with ``call_``."""
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
            Outbox.channel,
            Outbox.state,
            Outbox.created_at,
            Outbox.accepted_at,
            PageCall.answered_at,
            PageCall.ended_at.label("hung_up_at"),
            PageCall.end,
            func.max(Receipt.received_at).label("receipt_at"),
        )
        .outerjoin(Outbox, or_(Outbox.id == _newest(*FIRST_PAGES), Outbox.id == _newest(CALL)))
        .outerjoin(PageCall, PageCall.key == Outbox.key)
        .outerjoin(Receipt, Receipt.carrier_id == Outbox.carrier_id)
        .where(Page.escalation_id.in_(escalation_ids))
        .group_by(Page.id, Outbox.id, PageCall.id)
        .order_by(Page.id, Outbox.channel)
    ):
        delivery = _delivery(row, register)
        if delivery not in found[row.escalation_id]:  # held back, a text and a call are one
            found[row.escalation_id].append(delivery)
    return found


def _newest(*names: str) -> ScalarSelect[int]:
    return (
        select(func.max(Outbox.id))
        .where(Outbox.page_id == Page.id, Outbox.name.in_(names))
        .correlate(Page)
        .scalar_subquery()
    )


def _delivery(row: Row[*tuple[object, ...]], register: Register) -> Delivery:
    state, at = row.state, row.created_at
    if row.held_back_at is not None or state is None:
        state, at = HELD_BACK, row.held_back_at or row.paged_at
    elif row.channel == Channel.VOICE:
        state, at = f"call_{_call_state(row)}", row.hung_up_at or row.answered_at or at
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


def _call_state(row: Row[*tuple[object, ...]]) -> str:
    """Somebody answered only when no machine did."""
    if row.end == VOICEMAIL:
        return VOICEMAIL
    if row.answered_at is not None and row.hung_up_at is None:
        return IN_CALL
    return str(row.state)
