"""The clocks of danger: how long each step of an escalation may take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import Field, PositiveInt, model_validator

from bot.register.files import Entry, read_document
from bot.register.kinds import KINDS, Kind

MAY_WAIT_FOR_MORNING: Kind = "necessities"
LONGEST_WAIT = timedelta(days=3)
"""Where the morning is further off, as at Easter, it does not wait."""


@dataclass(frozen=True)
class Clocks:
    soft_question: timedelta
    """From the moment "are you safe?" left, unanswered, until it is an escalation."""
    page_again: timedelta
    """From the first page of a rung until the rung is paged again."""
    next_rung: timedelta
    """From the first page of a rung until the next rung."""
    red: timedelta
    """From the opening of the escalation until NKS sees it red."""
    truth: timedelta
    """From the opening until the person is told that nobody has answered yet."""
    waits_for_morning: bool = False
    """Whether this kommune has decided that it may wait for opening hours."""


class Minutes(Entry):
    soft_question: PositiveInt
    page_again: PositiveInt
    next_rung: PositiveInt
    red: PositiveInt
    truth: PositiveInt

    @model_validator(mode="after")
    def _in_order(self) -> "Minutes":
        if not self.page_again < self.next_rung <= self.red < self.truth:
            raise ValueError("the order is page_again < next_rung <= red < truth")
        return self


class Override(Entry):
    """What a kommune has decided for itself; the minutes not named stay the national ones."""

    kommune: str
    kinds: tuple[Kind, ...]
    decided_by: str
    decided_on: date
    minutes: dict[str, PositiveInt] = Field(default_factory=dict)
    waits_for_morning: bool = False

    @model_validator(mode="after")
    def _allowed(self) -> "Override":
        if unknown := self.minutes.keys() - Minutes.model_fields.keys():
            raise ValueError(f"minutes: {', '.join(sorted(unknown))} is no clock")
        if self.waits_for_morning and self.kinds != (MAY_WAIT_FOR_MORNING,):
            raise ValueError(f"only {MAY_WAIT_FOR_MORNING} may wait for the morning")
        return self


class ClocksFile(Entry):
    decided_on: date
    clocks: dict[Kind, Minutes]
    overrides: tuple[Override, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> "ClocksFile":
        if missing := [kind for kind in KINDS if kind not in self.clocks]:
            raise ValueError(f"no clocks for {', '.join(missing)}")
        for override in self.overrides:
            for kind in override.kinds:
                self.minutes_for(kind, override)
        return self

    def minutes_for(self, kind: Kind, override: Override) -> Minutes:
        return Minutes.model_validate(self.clocks[kind].model_dump() | override.minutes)


def read_clocks(path: Path) -> Mapping[tuple[Kind, str | None], Clocks]:
    """Clocks by kind and kommune; kommune None holds for all the others."""
    file = read_document(path, ClocksFile)
    clocks: dict[tuple[Kind, str | None], Clocks] = {
        (kind, None): _clocks(minutes) for kind, minutes in file.clocks.items()
    }
    for override in file.overrides:
        for kind in override.kinds:
            minutes = file.minutes_for(kind, override)
            clocks[kind, override.kommune] = _clocks(minutes, override.waits_for_morning)
    return clocks


def _clocks(minutes: Minutes, waits_for_morning: bool = False) -> Clocks:
    spans = {name: timedelta(minutes=count) for name, count in minutes.model_dump().items()}
    return Clocks(**spans, waits_for_morning=waits_for_morning)
