"""Public help lines: numbers that people are shown, each with the page it was read from."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.register.errors import RegisterError
from bot.register.files import Entry, read_document
from bot.register.hours import HoursField
from bot.register.kinds import Kind
from bot.register.numbers import dialled, is_e164


class HelpLine(Entry):
    """A number anybody may phone."""

    id: Annotated[str, Field(pattern="^[a-z_]+$")]
    """Also the name of its placeholder in texts."""
    name: str
    number: str
    """As it is shown: ``55 55 33 33``."""
    dial: str
    """As a phone dials it."""
    hours: HoursField | None = None
    """None when the source does not say."""
    note: str | None = None
    audience: Literal["everyone", "under_18"] = "everyone"
    public: bool
    source: str
    verified_on: date

    @model_validator(mode="after")
    def _shown_is_dialled(self) -> "HelpLine":
        if dialled(self.number) != self.dial:
            raise ValueError(f"{self.number} is dialled {dialled(self.number)}, not {self.dial}")
        return self


class Duty(Entry):
    """That a public service can act in an emergency, and may be phoned about one."""

    type: Literal["child_welfare", "crisis_centre", "out_of_hours"]


class LocalLine(HelpLine):
    """A public line of some kommuner. It has no address: a crisis centre's is secret."""

    kommuner: tuple[str, ...]
    kinds: tuple[Kind, ...]
    duty: Duty | None = None

    @model_validator(mode="after")
    def _can_have_duty(self) -> "LocalLine":
        if self.duty is None:
            return self
        if self.hours is None:
            raise ValueError("duty: nobody is paged whose hours are not known")
        if not self.kommuner:
            raise ValueError("duty: it serves no kommune")
        if not is_e164(self.dial):
            raise ValueError(f"duty: {self.dial} is a short number, no duty line")
        return self


class HelpLinesFile(Entry):
    helplines: tuple[HelpLine, ...]


def read_helplines(paths: Iterable[Path]) -> dict[str, HelpLine]:
    lines: dict[str, HelpLine] = {}
    for path in paths:
        for line in read_document(path, HelpLinesFile).helplines:
            if line.id in lines:
                raise RegisterError(path, f"{line.id}: the id stands twice")
            lines[line.id] = line
    return lines


def placeholders(lines: Mapping[str, HelpLine]) -> dict[str, str]:
    """``nks`` → ``55 55 33 33``; where open days are alike, ``nks_hours`` → ``9-15``."""
    shown: dict[str, str] = {}
    for line in lines.values():
        if not line.public:
            continue
        shown[line.id] = line.number
        if line.hours and (compact := line.hours.compact()):
            shown[f"{line.id}_hours"] = compact
    return shown
