"""Gaps: times at which nobody of a connected place would answer an emergency."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.register.calendar import Calendar
from bot.register.hours import Span
from bot.register.kinds import KINDS, Kind
from bot.register.ladders import Ladders
from bot.register.lines import DutyLine
from bot.register.places import Place

GAPS_AHEAD = timedelta(days=14)
"""How far ahead the register looks for them: somebody must have time to fill them."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A time (UTC) in which no line of the place, nor of a neighbour who serves it, is open.

    What is paged then is NKS, where it has a line that is open, and the fallback.
    """

    place: Place
    kinds: tuple[Kind, ...]
    begins: datetime
    ends: datetime
    """The end of the time looked at where it goes on beyond."""


def find_gaps(
    lines: Collection[DutyLine],
    places: Iterable[Place],
    ladders: Ladders,
    calendar: Calendar,
    begins: datetime,
    ends: datetime,
) -> list[Gap]:
    """The gaps of the places between two moments, place by place, each from the earliest on.

    ``lines``: those that may be paged. Kinds that lack the same time share one gap.
    """
    begins, ends = begins.astimezone(UTC), ends.astimezone(UTC)

    @cache
    def closed(line_ids: frozenset[str]) -> list[Span]:
        openings = (
            span
            for line in lines
            if line.id in line_ids
            for span in line.hours.spans(begins, ends, calendar)
        )
        return list(_between(sorted(openings), begins, ends))

    return [gap for place in places for gap in _gaps_of(place, lines, ladders, closed)]


def _gaps_of(
    place: Place,
    lines: Collection[DutyLine],
    ladders: Ladders,
    closed: Callable[[frozenset[str]], list[Span]],
) -> list[Gap]:
    near = [line for line in lines if line.serves(place)]
    kinds_by_span: dict[Span, list[Kind]] = {}
    for kind in KINDS:
        covering = frozenset(line.id for line in near if ladders.covers(line, place, kind))
        for span in closed(covering):
            kinds_by_span.setdefault(span, []).append(kind)
    return [Gap(place, tuple(kinds), *span) for span, kinds in sorted(kinds_by_span.items())]


def _between(openings: list[Span], begins: datetime, ends: datetime) -> Iterator[Span]:
    """What the openings, in order, leave uncovered."""
    covered_until = begins
    for opens, closes in openings:
        if opens > covered_until:
            yield covered_until, opens
        covered_until = max(covered_until, closes)
    if covered_until < ends:
        yield covered_until, ends
