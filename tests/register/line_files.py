"""Writes duty lines as ``lines.yml`` holds them, and climbs the ladder they make."""

import zlib
from datetime import datetime

from bot.register import OSLO, Kind, Register

DAY = datetime(2026, 11, 23, 10, tzinfo=OSLO)
NIGHT = datetime(2026, 11, 22, 3, tzinfo=OSLO)

NORDVIK = 'agreements: [{kommune: "9904", agreed_on: 2026-11-21, approved_by: leader}]'


def line(line_id: str, number: str | None = None, **fields: object) -> str:
    """A line of Lykkefjord that is always open, with a number of its own."""
    given = {
        "kommune": '"9901"',
        "type": "duty",
        "reach": "both",
        "hours": "always",
        "priority": 1,
        **fields,
    }
    number = number or f"+47999{zlib.crc32(line_id.encode()) % 100_000:05}"
    said = ", ".join(f"{key}: {value}" for key, value in given.items() if value is not None)
    return f'id: {line_id}, label: {line_id}, number: "{number}", {said}'


def lines_file(*lines: str) -> str:
    every = "source: made up, verified_on: 2026-11-21"
    rows = "".join(f"  - {{{line}, {every}}}\n" for line in lines)
    return f"duty_lines:\n{rows}"


def climb(
    register: Register,
    name: str | None,
    kind: Kind = "shelter",
    when: datetime = DAY,
    confirmed: set[str] | None = None,
) -> list[str]:
    """Ids of the ladder's lines; all lines are confirmed when not said."""
    place = register.find_places(name)[0] if name else None
    every = {line.id for line in register.lines}
    rungs = register.ladder(place, kind, when, confirmed=every if confirmed is None else confirmed)
    return [line.id for line in rungs]
