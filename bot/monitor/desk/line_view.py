"""A duty line as staff read it: number, hours, and who has confirmed it."""

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
    "child_welfare": "Barnevernvakt",
    "crisis_centre": "Krisesenter",
    "out_of_hours": "Vakt utenom kontortid",
    "lead": "Leder",
    "nks": "NKS",
}
AUDIENCES = {
    "youth": "ungdom",
    "families": "familier",
    "addiction": "rus og psykisk helse",
    "housing": "bolig",
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
    return Line(
        id=line.id,
        label=line.label,
        type=", ".join(filter(None, (TYPES[line.type], AUDIENCES.get(line.audience)))),
        place=_served(line, register),
        number=line.number,
        hours=hours_words(line.hours),
        reach=REACH[line.reach],
        is_fallback=line.fallback,
        fingerprint=line.fingerprint,
        confirmed_by=confirmation.confirmed_by if confirmation else None,
        confirmed_at=confirmation.confirmed_at if confirmation else None,
        is_confirmed=confirmation is not None and confirmation.fingerprint == line.fingerprint,
    )


def _served(line: DutyLine, register: Register) -> str:
    """The kommune, or its bydel, and the neighbours it serves too."""
    if line.kommune is None:
        return "Alle kommuner"
    own, *others = (
        place.name if (place := register.place(code)) else code
        for code in (line.kommune, *line.also_serves)
    )
    served = f"{own}, {line.bydel}" if line.bydel else own
    return f"{served}; også {', '.join(others)}" if others else served
