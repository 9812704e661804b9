"""What an NKS adviser sees of every emergency: its state, never its kind or its story."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, func, select

from bot.inbox.receiving import InboundState
from bot.language.served import language_name
from bot.register import OSLO, Register
from bot.store.tables import Conversation, Escalation, Inbound, UnmetContact
from bot.store.transaction import Transaction

NORWEGIAN = "nb"


@dataclass(frozen=True)
class Case:
    """One escalation that is not closed."""

    reference: str
    is_taken: bool
    is_red: bool
    """Nobody took it in time."""
    urgency: str
    """now or today."""
    age: timedelta
    opened_at: datetime
    place: str | None
    language: str | None
    rung: int
    rungs: int
    holder: str | None
    taken_at: datetime | None
    promise_at: datetime | None


@dataclass(frozen=True)
class Overview:
    at: datetime
    cases: list[Case]
    parked: int
    """Messages we could not read."""
    unmet_today: int
    """Contacts we could not pass on, since midnight in Norway."""

    @property
    def untaken(self) -> int:
        return sum(not case.is_taken for case in self.cases)

    @property
    def red(self) -> int:
        return sum(case.is_red for case in self.cases)


def overview(tx: Transaction, register: Register) -> Overview:
    """Those nobody has taken come first, the oldest on top."""
    labels = {line.id: line.label for line in register.lines}
    midnight = tx.now.astimezone(OSLO).replace(hour=0, minute=0, second=0, microsecond=0)
    return Overview(
        at=tx.now,
        cases=[_case(row, tx.now, labels, register) for row in tx.execute(_not_closed())],
        parked=tx.scalar(_parked()) or 0,
        unmet_today=tx.scalar(_unmet_since(midnight)) or 0,
    )


def _not_closed() -> Select[*tuple[object, ...]]:
    """Column by column: what an adviser may not see is not even read."""
    return (
        select(
            Escalation.reference,
            Escalation.state,
            Escalation.red_at,
            Escalation.urgency,
            Escalation.opened_at,
            Escalation.place,
            Escalation.rung,
            Escalation.ladder,
            Escalation.acknowledged_by,
            Escalation.acknowledged_at,
            Escalation.promise_at,
            Conversation.language,
        )
        .join(Conversation, Conversation.id == Escalation.conversation_id)
        .where(Escalation.state != "closed")
        .order_by(Escalation.state != "open", Escalation.opened_at, Escalation.id)
    )


def _case(
    row: Row[*tuple[object, ...]], now: datetime, labels: Mapping[str, str], register: Register
) -> Case:
    is_taken = row.state != "open"
    holder = row.acknowledged_by
    return Case(
        reference=row.reference,
        is_taken=is_taken,
        is_red=not is_taken and row.red_at is not None,
        urgency=row.urgency,
        age=now - row.opened_at,
        opened_at=row.opened_at,
        place=_place_name(row.place, register),
        language=language_name(row.language, NORWEGIAN) if row.language else None,
        rung=row.rung + 1,
        rungs=len(row.ladder),
        # A line may have left the register since it took the case.
        holder=labels.get(holder, holder) if holder else None,
        taken_at=row.acknowledged_at,
        promise_at=row.promise_at,
    )


def _place_name(code: str | None, register: Register) -> str | None:
    place = register.place(code) if code else None
    if place is None:
        return None
    return f"{place.name}, {place.bydel}" if place.bydel else place.name


def _parked() -> Select[int]:
    return select(func.count(Inbound.id)).where(Inbound.state == InboundState.PARKED)


def _unmet_since(moment: datetime) -> Select[int]:
    return select(func.count(UnmetContact.id)).where(UnmetContact.at >= moment)
