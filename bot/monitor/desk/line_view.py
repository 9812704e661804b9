"""A duty line as staff read it: number, hours, and what proves that somebody answers it."""

from dataclasses import dataclass

from bot.monitor.desk.hours import hours_words
from bot.monitor.line_proofs import Proof, read_proofs
from bot.register import DutyLine, Register
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
    is_staff_only: bool
    number: str
    hours: str
    reach: str
    priority: int
    is_fallback: bool
    fingerprint: str
    """Of what is shown, so that nobody confirms what they have not seen."""
    proof: Proof


def read_lines(tx: Transaction, register: Register) -> list[Line]:
    proofs = read_proofs(tx, register)
    return [_line(line, register, proofs[line.id]) for line in register.lines]


def _line(line: DutyLine, register: Register, proof: Proof) -> Line:
    return Line(
        id=line.id,
        label=line.label,
        type=", ".join(filter(None, (TYPES[line.type], AUDIENCES.get(line.audience)))),
        place=_served(line, register),
        is_staff_only=line.staff_only,
        number=line.number,
        hours=hours_words(line.hours),
        reach=REACH[line.reach],
        priority=line.priority,
        is_fallback=line.fallback,
        fingerprint=line.fingerprint,
        proof=proof,
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
