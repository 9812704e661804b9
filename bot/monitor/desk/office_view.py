"""An office as its lead reads it: its lines, its hours, its clocks and its deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.monitor.desk.hours import hours_words
from bot.monitor.desk.line_view import Line, read_lines
from bot.register import KINDS, Clocks, DutyLine, HelpLine, Office, Place, Register
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class PlaceClocks:
    """The clocks of danger of one kommune, or of a bydel."""

    place: str
    is_connected: bool
    by_kind: Sequence[tuple[str, Clocks]]


@dataclass(frozen=True)
class OfficeView:
    office: Office
    drop_in: str
    phone_hours: str
    phone: HelpLine | None
    lines: Sequence[Line]
    fallbacks: Sequence[str]
    """What the lines are called that answer for everybody; their numbers are not the lead's."""
    clocks: Sequence[PlaceClocks]
    working_days: int
    latest_if_now: datetime
    """When somebody who gets in touch now must have been phoned."""


def view_office(tx: Transaction, register: Register, office_id: str) -> OfficeView | None:
    """None when the register has the office no longer."""
    office = register.office(office_id)
    if office is None:
        return None
    places = [place for code in office.kommuner if (place := register.place(code, office.bydel))]
    own = {line.id for line in register.lines if _is_own(line, office)}
    return OfficeView(
        office=office,
        drop_in=hours_words(office.drop_in),
        phone_hours=hours_words(office.phone_hours),
        phone=register.helplines.get(office.phone),
        lines=[line for line in read_lines(tx, register) if line.id in own],
        fallbacks=[line.label for line in register.lines if line.fallback and line.id not in own],
        clocks=[_clocks(register, place) for place in places],
        working_days=register.callback_days(office).any,
        latest_if_now=register.latest_callback(places[0] if places else None, tx.now),
    )


def _is_own(line: DutyLine, office: Office) -> bool:
    """Of the kommune as a whole or of the office's bydel, or of a neighbour who serves it too."""
    if not {line.kommune, *line.also_serves}.intersection(office.kommuner):
        return False
    return office.bydel is None or line.bydel in (None, office.bydel)


def _clocks(register: Register, place: Place) -> PlaceClocks:
    name = f"{place.name}, {place.bydel}" if place.bydel else place.name
    by_kind = [(kind, register.clocks(kind, place)) for kind in KINDS]
    return PlaceClocks(name, place.connected, by_kind)
