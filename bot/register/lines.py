"""Duty lines: the phones an emergency is brought to."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from bot.register.errors import RegisterError
from bot.register.files import Entry, read_document
from bot.register.helplines import Duty, LocalLine
from bot.register.hours import Hours, HoursField, Intervals
from bot.register.numbers import E164, takes_texts
from bot.register.places import Place
from bot.register.public_numbers import PublicNumbers

LineType = Literal["duty", "child_welfare", "crisis_centre", "out_of_hours", "lead", "nks"]
Audience = Literal["everyone", "youth", "families", "addiction", "housing"]


class DutyLine(Entry):
    """A phone that is answered by somebody who can act."""

    id: str
    label: str
    kommune: str | None = None
    bydel: str | None = None
    also_serves: tuple[str, ...] = ()
    """Codes of neighbours it serves too: an inter-municipal out-of-hours line."""
    type: LineType
    audience: Audience = "everyone"
    number: E164
    reach: Literal["sms", "call", "both"]
    hours: HoursField
    priority: int
    """1 is paged first."""
    staff_only: bool = True
    """Whether its number is never shown to the public."""
    fallback: bool = False
    """Paged last, for every kommune (or the one it names), and wherever none is known."""
    source: str
    verified_on: date

    @property
    def holidays(self) -> Intervals | None:
        """Hours on holidays; None when a holiday is like any other day."""
        return self.hours.holidays

    @cached_property
    def takes_texts(self) -> bool:
        """Whether a text message can arrive at its number: worked out once, for every act asks."""
        return takes_texts(self.number)

    @cached_property
    def fingerprint(self) -> str:
        """Changes with anything a confirmation is about, so that a changed line is unconfirmed."""
        hours = (self.hours.week, self.hours.holidays, sorted(self.hours.days.items()))
        reached = (self.number, self.reach, hours, self.fallback)
        served = (self.kommune, self.bydel, sorted(self.also_serves), self.type, self.audience)
        return hashlib.sha256(json.dumps((reached, served)).encode()).hexdigest()

    def is_of(self, place: Place) -> bool:
        """Whether it is a line of the place itself."""
        return self.kommune == place.code and self.bydel in (None, place.bydel)

    def serves(self, place: Place) -> bool:
        """Whether it is a line of the place, or of a neighbour and serves the place too."""
        return self.is_of(place) or place.code in self.also_serves

    @model_validator(mode="after")
    def _reaches_somebody(self) -> "DutyLine":
        if self.fallback and not self.hours.always:
            raise ValueError("a fallback line is always open: hours: always")
        if self.type == "nks" and self.kommune is not None:
            raise ValueError("an nks line is for every kommune: it names none")
        if self.kommune is None and not self.fallback and self.type != "nks":
            raise ValueError("only a fallback line or an nks line may name no kommune")
        if self.bydel and not self.kommune:
            raise ValueError("a bydel needs its kommune")
        if self.also_serves and (self.fallback or self.kommune is None):
            raise ValueError("also_serves: only a kommune's own line, no fallback, has neighbours")
        if self.kommune in self.also_serves:
            raise ValueError(f"also_serves: {self.kommune} is its own kommune")
        return self


class PublicDutyLine(DutyLine):
    """A public service that may be phoned: all the kommuner it serves are its own place."""

    @classmethod
    def of(cls, service: LocalLine, duty: Duty, hours: Hours) -> "PublicDutyLine":
        first, *others = dict.fromkeys(service.kommuner)
        return cls(
            id=service.id,
            label=service.name,
            kommune=first,
            also_serves=tuple(others),
            type=duty.type,
            number=service.dial,
            reach="call",
            hours=hours,
            priority=1,
            staff_only=not service.public,
            source=service.source,
            verified_on=service.verified_on,
        )

    def is_of(self, place: Place) -> bool:
        return place.code in (self.kommune, *self.also_serves)


class LinesFile(Entry):
    duty_lines: tuple[DutyLine, ...]
    public_lines: tuple[LocalLine, ...] = ()

    def every_duty_line(self) -> tuple[DutyLine, ...]:
        """The duty lines, and the public services among the public lines that are ones too."""
        services = (
            PublicDutyLine.of(line, line.duty, line.hours)
            for line in self.public_lines
            if line.duty and line.hours
        )
        return (*self.duty_lines, *services)


def check_duty_lines(path: Path, lines: Iterable[DutyLine], public: PublicNumbers) -> None:
    """Raises :class:`RegisterError` for an id given twice, or a number no page may go to."""
    ids = [line.id for line in lines]
    faults = [f"{line}: the id stands twice" for line in sorted(set(ids)) if ids.count(line) > 1]
    faults += [
        f"{line.id}, number: {fault}"
        for line in lines
        if (fault := public.fault(line.number, line.reach))
    ]
    if faults:
        raise RegisterError(path, *faults)


def read_public_lines(paths: Iterable[Path]) -> tuple[LocalLine, ...]:
    return tuple(line for path in paths for line in read_document(path, LinesFile).public_lines)
