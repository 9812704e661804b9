"""A duty line as staff read it: number, hours, and who has confirmed it. Never for the public."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.monitor.desk.hours import hours_words
from bot.register import DutyLine, Register
from bot.store.tables import LineConfirmation
from bot.store.transaction import Transaction

REACH = {"sms": "SMS", "call": "Anrop", "both": "SMS og anrop"}
TYPES = {
    "duty": "Vakttelefon",
    "readiness": "Beredskap",
    "child_welfare": "Barnevernvakt",
    "housing": "Bolig",
    "families": "Familier",
    "youth": "Ungdom",
    "addiction_and_psychiatry": "Rus og psykisk helse",
}


@dataclass(frozen=True)
class Line:
    id: str
    label: str
    type: str
    place: str
    number: str
    hours: str
    reach: str
    is_fallback: bool
    fingerprint: str
    """Of what is shown, so that nobody confirms what they have not seen."""
    confirmed_by: str | None
    confirmed_at: datetime | None
    is_confirmed: bool
    """False also when the line has changed since somebody confirmed it."""


def read_lines(tx: Transaction, register: Register) -> list[Line]:
    confirmations = {each.line_id: each for each in tx.scalars(select(LineConfirmation))}
    return [_line(line, register, confirmations.get(line.id)) for line in register.lines]


def _line(line: DutyLine, register: Register, confirmation: LineConfirmation | None) -> Line:
    place = register.place(line.kommune, line.bydel) if line.kommune else None
    name = place.name if place else line.kommune or "Alle kommuner"
    return Line(
        id=line.id,
        label=line.label,
        type=TYPES[line.type],
        place=f"{name}, {line.bydel}" if line.bydel else name,
        number=line.number,
        hours=hours_words(line.hours),
        reach=REACH[line.reach],
        is_fallback=line.fallback,
        fingerprint=line.fingerprint,
        confirmed_by=confirmation.confirmed_by if confirmation else None,
        confirmed_at=confirmation.confirmed_at if confirmation else None,
        is_confirmed=confirmation is not None and confirmation.fingerprint == line.fingerprint,
    )
