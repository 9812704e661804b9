"""What somebody should look at in a register that loads: overdue facts, kommuner without help."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.register.kinds import KINDS
from bot.register.lines import DutyLine, PublicDutyLine
from bot.register.numbers import is_assigned, takes_texts
from bot.register.places import Place
from bot.register.register import Register

OVERDUE_AFTER = timedelta(days=180)


@dataclass(frozen=True)
class Finding:
    """``serious``: somebody in danger may not be reached."""

    file: str
    subject: str
    problem: str
    serious: bool


def check(register: Register, today: date, *, own_numbers: Collection[str] = ()) -> list[Finding]:
    """All findings; ``own_numbers``: the service's own numbers, which must never be paged."""
    return [
        *_fallback(register),
        *(f for line in register.lines for f in _line(register, line, own_numbers)),
        *_connected(register),
        *_unknown_places(register),
        *_verified(register, today),
    ]


def _fallback(register: Register) -> Iterator[Finding]:
    if not any(line.fallback and line.kommune is None for line in register.lines):
        problem = "no fallback line: an emergency of an unknown kommune reaches nobody"
        yield Finding("lines.yml", "duty_lines", problem, serious=True)


def _line(register: Register, line: DutyLine, own_numbers: Collection[str]) -> Iterator[Finding]:
    def finding(problem: str, *, serious: bool = True) -> Finding:
        return Finding("lines.yml", line.id, problem, serious)

    if line.number in own_numbers:
        yield finding("the number is our own")
    if not is_assigned(line.number):
        yield finding(f"{line.number} is not a valid number")
    elif line.reach != "call" and not takes_texts(line.number):
        yield finding(f"{line.number} is a fixed line and takes no text message")
    if not line.fallback and not register.ladders.has(line):
        yield finding(f"no ladder names {line.type}: the line is never paged", serious=False)
    # What a public line serves is looked at with the public lines.
    if line.kommune is not None and not isinstance(line, PublicDutyLine):
        yield from _served(register, line, line.kommune)


def _served(register: Register, line: DutyLine, kommune: str) -> Iterator[Finding]:
    served = [(kommune, line.bydel), *((code, None) for code in line.also_serves)]
    places = []
    for code, bydel in served:
        place = register.place(code, bydel)
        if place is not None and (place.code, place.bydel) == (code, bydel):
            places.append(place)
        else:
            problem = f"there is no place {code} {bydel or ''}".rstrip()
            yield Finding("lines.yml", line.id, problem, serious=True)
    if len(places) == len(served) and not (line.fallback or any(p.connected for p in places)):
        problem = f"{places[0].name} is not connected: the line is never paged"
        yield Finding("lines.yml", line.id, problem, serious=False)


def _connected(register: Register) -> Iterator[Finding]:
    for agreement in register.atlas.agreements:
        place = register.place(agreement.kommune, agreement.bydel)
        if place is None or place.bydel != agreement.bydel:
            problem = "there is no such place"
            yield Finding("agreements.yml", agreement.kommune, problem, serious=True)
            continue
        for kind in KINDS:
            if not any(register.ladders.covers(line, place, kind) for line in register.lines):
                problem = f"no duty line for {kind}"
                yield Finding("lines.yml", _label(place), problem, serious=True)
        if register.office_for(place) is None and place.bydel is None:
            problem = "connected, but without an office"
            yield Finding("offices.yml", _label(place), problem, serious=False)


def _unknown_places(register: Register) -> Iterator[Finding]:
    for office in register.offices.values():
        for code in office.kommuner:
            place = register.place(code, office.bydel)
            if place is None or place.bydel != office.bydel:
                problem = f"there is no place {code} {office.bydel or ''}".rstrip()
                yield Finding("offices.yml", office.id, problem, serious=False)
        if office.phone not in register.helplines:
            problem = f"there is no help line {office.phone}"
            yield Finding("offices.yml", office.id, problem, serious=False)
    for _, decided_by in register.clocks_by_kind:
        if decided_by is not None and decided_by not in register.kommuner:
            yield Finding("clocks.yml", decided_by, "there is no such kommune", serious=True)
    for line in register.local_lines:
        for code in line.kommuner:
            if code not in register.kommuner:
                problem = f"there is no kommune {code}"
                yield Finding("lines.yml", line.id, problem, serious=False)


def _verified(register: Register, today: date) -> Iterator[Finding]:
    facts = [
        *(("helplines.yml", line.id, line.verified_on) for line in register.helplines.values()),
        *(("offices.yml", office.id, office.verified_on) for office in register.offices.values()),
        *(("lines.yml", line.id, line.verified_on) for line in register.local_lines),
        *(("lines.yml", line.id, line.verified_on) for line in register.lines),
    ]
    for file, subject, verified_on in dict.fromkeys(facts):  # a public line may be a duty line too
        if verified_on > today:
            yield Finding(file, subject, f"verified on {verified_on}, a day to come", serious=False)
        elif today - verified_on > OVERDUE_AFTER:
            problem = f"last verified on {verified_on}: look again"
            yield Finding(file, subject, problem, serious=False)


def _label(place: Place) -> str:
    return f"{place.name}, {place.bydel}" if place.bydel else place.name
