"""Ladders: which duty lines an emergency is brought to, and in which order."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import PlainValidator, model_validator

from bot.register.calendar import Calendar
from bot.register.files import Entry
from bot.register.kinds import KINDS, Kind
from bot.register.lines import Audience, DutyLine, LineType
from bot.register.places import Place

RightType = Literal["duty", "child_welfare", "crisis_centre"]
FurtherType = Literal["lead", "out_of_hours", "nks"]
Step = Literal["right", "lead", "out_of_hours", "neighbour", "nks"]
"""Where a line stands: by its type, but that a right line of a neighbour has a step of its own."""


class Right(NamedTuple):
    """Lines that are right for a kind of emergency: ``duty``, ``duty:families``."""

    type: LineType
    audience: Audience


def _right(raw: Any) -> Right:
    line_type, colon, audience = str(raw).partition(":")
    if line_type not in get_args(RightType):
        known = ", ".join(get_args(RightType))
        raise ValueError(f"{line_type!r} is no type that is right for a kind; those are {known}")
    if colon and audience not in get_args(Audience):
        raise ValueError(f"{audience!r} is no audience; those are {', '.join(get_args(Audience))}")
    return Right(line_type, audience if colon else "everyone")  # type: ignore[arg-type]


class Ladders(Entry):
    """``ladders.yml``: the lines that are right for each kind, and those that follow for every."""

    ladders: dict[Kind, tuple[Annotated[Right, PlainValidator(_right)], ...]]
    then: tuple[FurtherType, ...]

    @model_validator(mode="after")
    def _every_kind_climbs(self) -> "Ladders":
        if missing := [kind for kind in KINDS if not self.ladders.get(kind)]:
            raise ValueError(f"no line types for {', '.join(missing)}")
        if sorted(self.then) != sorted(get_args(FurtherType)):
            raise ValueError(f"then: each of {', '.join(get_args(FurtherType))} stands in it once")
        return self

    def has(self, line: DutyLine) -> bool:
        """Whether any ladder has lines of this type."""
        rights = (right.type for rights in self.ladders.values() for right in rights)
        return line.type in (*self.then, *rights)

    def is_right(self, line: DutyLine, place: Place, kind: Kind) -> bool:
        """Whether it is a right line of the place itself."""
        return self._step(line, place, kind) == "right"

    def covers(self, line: DutyLine, place: Place, kind: Kind) -> bool:
        """Whether it is on the ladder and rings in the place, or at a neighbour who serves it."""
        return self._step(line, place, kind) not in (None, "nks")

    def climb(self, lines: Iterable[DutyLine], place: Place, kind: Kind) -> list[DutyLine]:
        """Those of the lines that are on the ladder of a place, in order; fallbacks are not."""
        rights = self.ladders[kind]
        steps = self._steps()

        def order(line: DutyLine, step: Step) -> tuple[int, bool, bool, bool, int, int, str]:
            named = Right(line.type, line.audience)
            return (
                steps.index(step),
                not line.is_of(place),
                line.audience != "everyone" and named not in rights,
                line.bydel is None,
                line.priority,
                rights.index(named) if named in rights else len(rights),
                line.id,
            )

        rungs = [
            (order(line, step), line) for line in lines if (step := self._step(line, place, kind))
        ]
        return [line for _, line in sorted(rungs, key=lambda rung: rung[0])]

    def _step(self, line: DutyLine, place: Place, kind: Kind) -> Step | None:
        if line.fallback:
            return None
        if line.type == "nks":
            return "nks"
        if not line.serves(place):
            return None
        if line.type in ("lead", "out_of_hours"):
            return line.type
        if all(line.type != right.type for right in self.ladders[kind]):
            return None
        return "right" if line.is_of(place) else "neighbour"

    def _steps(self) -> Sequence[Step]:
        after = self.then.index("out_of_hours") + 1
        return ("right", *self.then[:after], "neighbour", *self.then[after:])


def build_ladder(
    lines: Sequence[DutyLine],
    place: Place | None,
    kind: Kind,
    ladders: Ladders,
    when: datetime,
    calendar: Calendar,
) -> list[DutyLine]:
    """The rungs of the place that are open; then the fallback, whatever the hour.

    The right lines of the place come first: a bydel's before the kommune's, then by priority, and
    those for some people only, whom the table does not name, last, for nobody's age is known. A
    kommune that is not connected has no rung of its own. No phone stands twice in a ladder.
    """
    rungs = ladders.climb(lines, place, kind) if place and place.connected else []
    code = place.code if place else None
    last = [line for line in lines if line.fallback and line.kommune in (None, code)]
    last.sort(key=lambda line: (line.kommune is None, line.priority, line.id))
    phones: dict[str, DutyLine] = {}
    for line in (*(rung for rung in rungs if rung.hours.open_at(when, calendar)), *last):
        phones.setdefault(line.number, line)
    return list(phones.values())
