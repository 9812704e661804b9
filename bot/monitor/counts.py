"""What NKS must see beside the cases.

What stands still, floods, messages nobody could read, contacts nobody met, people nobody reaches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from bot.escalation.flood import Flood, floods
from bot.inbox.receiving import InboundState
from bot.monitor.house import House
from bot.monitor.worklist.alerts import Alerts, of_nks, read_alerts
from bot.register import OSLO
from bot.store.stuck import Stuck, find_stuck
from bot.store.tables import Inbound, UnmetContact
from bot.store.transaction import Transaction

SLOWED = "slowed"
SLOWED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Counts:
    stuck: Sequence[Stuck]
    floods: Sequence[Flood]
    parked: int
    """Messages we could not read."""
    unmet: Mapping[str, int]
    """Contacts without a receiver since midnight in Norway, by reason."""
    slowed: int
    """How often a sender was slowed in the last ten minutes."""
    missed: Alerts
    """Callback requests that were tried so often in vain that NKS hears of them."""

    @property
    def unmet_today(self) -> int:
        return sum(self.unmet.values())


def read_counts(tx: Transaction, house: House) -> Counts:
    midnight = tx.now.astimezone(OSLO).replace(hour=0, minute=0, second=0, microsecond=0)
    unmet = tx.execute(
        select(UnmetContact.reason, func.count(UnmetContact.id))
        .where(UnmetContact.at >= midnight, UnmetContact.reason != SLOWED)
        .group_by(UnmetContact.reason)
        .order_by(UnmetContact.reason)
    )
    slowed = select(func.count(UnmetContact.id)).where(
        UnmetContact.at > tx.now - SLOWED_WITHIN, UnmetContact.reason == SLOWED
    )
    parked = select(func.count(Inbound.id)).where(Inbound.state == InboundState.PARKED)
    return Counts(
        stuck=find_stuck(tx, house.start, house.awaited),
        floods=floods(tx, house.speaker.register),
        parked=tx.scalar(parked) or 0,
        unmet={reason: count for reason, count in unmet},
        slowed=tx.scalar(slowed) or 0,
        missed=read_alerts(tx, house.speaker.register, of_nks()),
    )
