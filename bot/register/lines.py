"""Duty lines: the phones an emergency is brought to, and the ladder they make."""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from bot.register.calendar import Calendar
from bot.register.errors import RegisterError
from bot.register.files import Entry, read_document
from bot.register.helplines import LocalLine
from bot.register.hours import HoursField, Intervals
from bot.register.kinds import KINDS, Kind
from bot.register.numbers import E164
from bot.register.places import Place

LineType = Literal[
    "duty", "readiness", "child_welfare", "housing", "families", "youth", "addiction_and_psychiatry"
]


class DutyLine(Entry):
    """A phone that is answered by somebody who can act. Never shown to the public."""

    id: str
    label: str
    kommune: str | None = None
    bydel: str | None = None
    type: LineType
    audience: Literal["everyone", "youth", "families"] = "everyone"
    number: E164
    reach: Literal["sms", "call", "both"]
    hours: HoursField
    priority: int
    """1 is paged first."""
    staff_only: bool = True
    fallback: bool = False
    """Paged last, for every kommune (or the one it names), and wherever none is known."""
    source: str
    verified_on: date

    @property
    def holidays(self) -> Intervals | None:
        """Hours on holidays; None when a holiday is like any other day."""
        return self.hours.holidays

    @property
    def fingerprint(self) -> str:
        """Changes with anything a confirmation is about, so that a changed line is unconfirmed."""
        hours = (self.hours.week, self.hours.holidays, sorted(self.hours.days.items()))
        confirmed = (self.number, self.reach, hours, self.kommune, self.bydel, self.fallback)
        return hashlib.sha256(json.dumps(confirmed).encode()).hexdigest()

    @model_validator(mode="after")
    def _reaches_somebody(self) -> "DutyLine":
        if self.fallback and not self.hours.always:
            raise ValueError("a fallback line is always open: hours: always")
        if not self.fallback and self.kommune is None:
            raise ValueError("only a fallback line may name no kommune")
        if self.bydel and not self.kommune:
            raise ValueError("a bydel needs its kommune")
        return self


class LinesFile(Entry):
    duty_lines: tuple[DutyLine, ...]
    public_lines: tuple[LocalLine, ...] = ()


class LadderFile(Entry):
    """For each kind the types of line that are right for it, the closest first."""

    ladders: dict[Kind, tuple[LineType, ...]]

    @model_validator(mode="after")
    def _every_kind_climbs(self) -> "LadderFile":
        if missing := [kind for kind in KINDS if not self.ladders.get(kind)]:
            raise ValueError(f"no line types for {', '.join(missing)}")
        return self


def read_duty_lines(path: Path, public: Collection[str]) -> tuple[DutyLine, ...]:
    """The duty lines of a file; ``public``: numbers no page may ever go to."""
    lines = read_document(path, LinesFile).duty_lines
    ids = [line.id for line in lines]
    faults = [f"{line}: the id stands twice" for line in sorted(set(ids)) if ids.count(line) > 1]
    faults += [
        f"{line.id}, number: {line.number} is a public number, no duty line"
        for line in lines
        if line.number in public
    ]
    if faults:
        raise RegisterError(path, *faults)
    return lines


def read_public_lines(paths: Iterable[Path]) -> tuple[LocalLine, ...]:
    return tuple(line for path in paths for line in read_document(path, LinesFile).public_lines)


def suits(line: DutyLine, place: Place, types: tuple[LineType, ...]) -> bool:
    """Whether the line belongs to the place and to a kind with these types."""
    return (
        not line.fallback
        and line.kommune == place.code
        and line.bydel in (None, place.bydel)
        and line.type in types
    )


def build_ladder(
    lines: Iterable[DutyLine],
    place: Place | None,
    types: tuple[LineType, ...],
    when: datetime,
    calendar: Calendar,
) -> list[DutyLine]:
    """Open lines that suit, by priority; then the fallback, whatever the hour.

    A line for some people only comes after those for everyone: nobody's age is known. A kommune
    that is not connected has no rung of its own.
    """

    def order(line: DutyLine) -> tuple[bool, int, bool, int, str]:
        narrow = line.audience != "everyone"
        return narrow, line.priority, line.bydel is None, types.index(line.type), line.id

    rungs = [
        line
        for line in lines
        if place is not None
        and place.connected
        and suits(line, place, types)
        and line.hours.open_at(when, calendar)
    ]
    code = place.code if place else None
    last = [line for line in lines if line.fallback and line.kommune in (None, code)]
    last.sort(key=lambda line: (line.kommune is None, line.priority, line.id))
    return sorted(rungs, key=order) + last
