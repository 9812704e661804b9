"""Every case that is not closed, as it stands: read once for all who watch.

Each sees the share they may. What a case is about is not even read, except for an office that looks
at its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from bot.escalation.holder import staff_name
from bot.escalation.lines import label_of
from bot.language.served import language_name
from bot.monitor.counts import Counts, read_counts
from bot.monitor.deliveries import Delivery, deliveries
from bot.monitor.house import House
from bot.monitor.sessions import Visitor
from bot.monitor.sight import Sight, is_late, sight_of
from bot.register import Register
from bot.store.tables import Conversation, Escalation, Staff
from bot.store.transaction import Transaction

NORWEGIAN = "nb"
MOST_SHOWN = 100
"""More than anybody reads; a thousand at once must not choke the pages that watch."""


@dataclass(frozen=True)
class Case:
    """The state of one escalation: what every member of staff who may see it at all may see."""

    id: int
    reference: str
    state: str
    place: str | None
    acknowledged_by: str | None
    acknowledged_staff_id: int | None
    opened_by_staff_id: int | None
    is_red: bool
    """Nobody took it in time, or who did has not reached the person in time."""
    is_late: bool
    """The latter of the two."""
    urgency: str
    """now or today."""
    opened_at: datetime
    place_name: str | None
    language: str | None
    rung: int
    rungs: int
    holder: str | None
    taken_at: datetime | None
    promise_at: datetime | None
    contact_due_at: datetime | None
    reminded_at: datetime | None
    contacted_at: datetime | None
    waits_until: datetime | None
    """When the first page of an open case leaves, if it waits."""
    not_ours: Sequence[str]
    """What the lines are called that have said it is not theirs."""
    closed_at: datetime | None
    deliveries: Sequence[Delivery]

    @property
    def is_taken(self) -> bool:
        return self.state != "open"


@dataclass(frozen=True)
class Board:
    """Every case that is not closed, the oldest on top.

    First those whose holder is late, then those nobody has taken.
    """

    at: datetime
    cases: Sequence[Case]
    counts: Counts


@dataclass(frozen=True)
class Share:
    """The part of the board that one visitor sees; two who see the same have an equal one."""

    cases: tuple[tuple[Case, Sight], ...]
    shows_kind: bool
    shows_counts: bool
    """The counts are of the whole house, not of one office."""

    @property
    def untaken(self) -> int:
        return sum(not case.is_taken for case, _ in self.cases)

    @property
    def red(self) -> int:
        return sum(case.is_red for case, _ in self.cases)


def read_board(tx: Transaction, house: House) -> Board:
    cases = read_cases(tx, house.speaker.register, Escalation.state != "closed")
    cases = sorted(cases, key=lambda case: not case.is_late)
    return Board(tx.now, cases, read_counts(tx, house))


def share_of(visitor: Visitor, board: Board, register: Register) -> Share:
    seen = ((case, sight_of(visitor, case, register, board.at)) for case in board.cases)
    return Share(
        cases=tuple((case, sight) for case, sight in seen if sight is not None),
        shows_kind=visitor.office_id is not None,
        shows_counts=visitor.office_id is None,
    )


def read_kinds(tx: Transaction, share: Share) -> Mapping[str, str]:
    """The kind by reference, for those who see it of every case they see."""
    if not share.shows_kind:
        return {}
    references = [case.reference for case, sight in share.cases if sight.story]
    query = select(Escalation.reference, Escalation.kind)
    rows = tx.execute(query.where(Escalation.reference.in_(references)))
    return {reference: kind for reference, kind in rows}


def read_cases(tx: Transaction, register: Register, *where: ColumnElement[bool]) -> Sequence[Case]:
    """Column by column: what not everybody may see is not even read."""
    rows = tx.execute(
        select(
            Escalation.id,
            Escalation.reference,
            Escalation.state,
            Escalation.red_at,
            Escalation.urgency,
            Escalation.opened_at,
            Escalation.place,
            Escalation.rung,
            Escalation.ladder,
            Escalation.acknowledged_by,
            Escalation.acknowledged_staff_id,
            Escalation.acknowledged_at,
            Escalation.opened_by_staff_id,
            Escalation.promise_at,
            Escalation.contact_due_at,
            Escalation.reminded_at,
            Escalation.contacted_at,
            Escalation.waits_until,
            Escalation.not_ours,
            Escalation.closed_at,
            Conversation.language,
        )
        .join(Conversation, Conversation.id == Escalation.conversation_id)
        .where(*where)
        .order_by(Escalation.state != "open", Escalation.opened_at, Escalation.id)
    ).all()
    pages = deliveries(tx, register, [row.id for row in rows])
    staff_ids = {row.acknowledged_staff_id for row in rows} - {None}
    holders = {
        staff.id: staff_name(register, staff)
        for staff in tx.scalars(select(Staff).where(Staff.id.in_(staff_ids)))
    }
    return [_case(row, tx.now, register, holders, pages.get(row.id, ())) for row in rows]


def _case(
    row: Row[*tuple[Any, ...]],
    now: datetime,
    register: Register,
    holders: Mapping[int, str],
    pages: Sequence[Delivery],
) -> Case:
    is_open = row.state == "open"
    line = row.acknowledged_by
    holder = label_of(register, line) if line else holders.get(row.acknowledged_staff_id)
    late = is_late(row, now)
    return Case(
        id=row.id,
        reference=row.reference,
        state=row.state,
        place=row.place,
        acknowledged_by=line,
        acknowledged_staff_id=row.acknowledged_staff_id,
        opened_by_staff_id=row.opened_by_staff_id,
        is_red=late or (is_open and row.red_at is not None),
        is_late=late,
        urgency=row.urgency,
        opened_at=row.opened_at,
        place_name=place_name(row.place, register),
        language=language_name(row.language, NORWEGIAN) if row.language else None,
        rung=row.rung + 1,
        rungs=len(row.ladder),
        holder=holder,
        taken_at=row.acknowledged_at,
        promise_at=row.promise_at,
        contact_due_at=row.contact_due_at,
        reminded_at=row.reminded_at,
        contacted_at=row.contacted_at,
        waits_until=row.waits_until,
        not_ours=tuple(label_of(register, line_id) for line_id in row.not_ours),
        closed_at=row.closed_at,
        deliveries=tuple(page for page in pages if not page.is_over or row.state == "closed"),
    )


def place_name(code: str | None, register: Register) -> str | None:
    """Kommune, and bydel where there is one; None while unknown."""
    place = register.place(code) if code else None
    if place is None:
        return None
    return f"{place.name}, {place.bydel}" if place.bydel else place.name
