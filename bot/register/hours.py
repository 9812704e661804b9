"""Opening hours: intervals of the wall clock in Norway, weekday by weekday.

In the register's files::

    hours: always
    hours:
      mon-fri: "11:00-14:30, 15:00-18:00"
      sat: "22:00-06:00"               # till Sunday morning
      holidays: closed                 # closed (when not said), open (as on other days), or hours
      days: {"12-24": "09:00-12:00"}   # a date of every year, or of one: "2027-05-18": closed
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import PlainValidator

from bot.register.calendar import OSLO, Calendar

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60
LONGEST_SEARCH_DAYS = 400

_INTERVAL = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


class Interval(NamedTuple):
    """Minutes after midnight of the day it begins; an end past 24:00 lies on the next day."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


Intervals = tuple[Interval, ...]
Span = tuple[datetime, datetime]
"""From an opening until the closing."""
AROUND_THE_CLOCK: Intervals = (Interval(0, MINUTES_A_DAY),)


@dataclass(frozen=True)
class Hours:
    """When something is open. ``holidays`` is None when a holiday is like any other day."""

    week: tuple[Intervals, ...]
    holidays: Intervals | None = ()
    days: Mapping[str, Intervals] = field(default_factory=dict)

    @property
    def always(self) -> bool:
        whole_week = all(day == AROUND_THE_CLOCK for day in self.week)
        return whole_week and self.holidays in (None, AROUND_THE_CLOCK) and not self.days

    def on(self, day: date, calendar: Calendar) -> Intervals:
        """The intervals that begin on ``day``."""
        if self.days:
            for key in (f"{day:%Y-%m-%d}", f"{day:%m-%d}"):
                if key in self.days:
                    return self.days[key]
        if self.holidays is not None and calendar.is_holiday(day):
            return self.holidays
        return self.week[day.weekday()]

    def said_closed(self, day: date) -> bool:
        """Whether ``days`` closes this very date."""
        return () in (self.days.get(f"{day:%Y-%m-%d}"), self.days.get(f"{day:%m-%d}"))

    def open_at(self, when: datetime, calendar: Calendar) -> bool:
        today = when.astimezone(OSLO).date()
        spans = self._spans(today - timedelta(days=1), 2, calendar)
        return any(opens <= when < closes for opens, closes in spans)

    def next_opening(self, after: datetime, calendar: Calendar) -> datetime | None:
        """The first moment from ``after`` on when it is open (UTC); None if never within a year."""
        yesterday = after.astimezone(OSLO).date() - timedelta(days=1)
        for opens, closes in self._spans(yesterday, LONGEST_SEARCH_DAYS, calendar):
            if closes > after:
                return max(opens, after.astimezone(UTC))
        return None

    def spans(self, begins: datetime, ends: datetime, calendar: Calendar) -> Iterator[Span]:
        """Every opening with its closing (UTC) of which a part lies in this time."""
        first = begins.astimezone(OSLO).date() - timedelta(days=1)
        count = (ends.astimezone(OSLO).date() - first).days + 1
        for opens, closes in self._spans(first, count, calendar):
            if opens < ends and closes > begins:
                yield opens, closes

    def closing(self, day: date, calendar: Calendar) -> datetime | None:
        """The last closing of what opens on ``day`` (UTC)."""
        return max((closes for _, closes in self._spans(day, 1, calendar)), default=None)

    def groups(self) -> list[tuple[tuple[int, ...], str]]:
        """Weekdays (0 is Monday) that share their hours, each group with them: ``9-15``."""
        texts: dict[str, list[int]] = {}
        for weekday, intervals in enumerate(self.week):
            if intervals:
                texts.setdefault(", ".join(map(str, intervals)), []).append(weekday)
        return [(tuple(weekdays), text) for text, weekdays in texts.items()]

    def compact(self) -> str | None:
        """``9-15``, ``0-24``: readable in any language; None when the open days differ."""
        groups = self.groups()
        return groups[0][1] if len(groups) == 1 else None

    def _spans(self, first: date, count: int, calendar: Calendar) -> Iterator[Span]:
        for day in (first + timedelta(days=n) for n in range(count)):
            for interval in self.on(day, calendar):
                opens, closes = _opens(day, interval.start), _closes(day, interval.end)
                if opens < closes:  # not so where it lies in the hour that is lost
                    yield opens, closes


def parse_hours(raw: Any) -> Hours:
    """Hours as the files write them; raises ValueError saying what cannot be read."""
    if isinstance(raw, Hours):
        return raw
    if raw == "always":
        return Hours(week=(AROUND_THE_CLOCK,) * 7, holidays=None)
    if not isinstance(raw, dict):
        raise ValueError('hours are "always" or a table of weekdays')
    week: list[Intervals] = [()] * 7
    for key in raw.keys() - {"holidays", "days"}:
        for weekday in _weekdays(key):
            if week[weekday]:
                raise ValueError(f"{WEEKDAYS[weekday]} stands twice")
            week[weekday] = _intervals(raw[key])
    said = raw.get("holidays", "closed")
    holidays = None if said == "open" else _intervals(said)
    dates = raw.get("days", {})
    if not isinstance(dates, dict):
        raise ValueError("days is a table of dates")
    days = {_day(day): _intervals(text) for day, text in dates.items()}
    return Hours(tuple(week), holidays, days)


def parse_interval(text: Any) -> Interval:
    """``"09:00-15:00"``; an end at or before the start is on the next day."""
    match = _INTERVAL.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f'{text!r} is no interval: write it in quotes like "09:00-15:00"')
    start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if start_minute > 59 or end_minute > 59 or start >= MINUTES_A_DAY or end > MINUTES_A_DAY:
        raise ValueError(f"{text!r} is no time of day")
    return Interval(start, end if end > start else end + MINUTES_A_DAY)


HoursField = Annotated[Hours, PlainValidator(parse_hours)]
IntervalField = Annotated[Interval, PlainValidator(parse_interval)]


def _weekdays(key: Any) -> range:
    first, _, last = str(key).partition("-")
    last = last or first
    if {first, last} - set(WEEKDAYS) or WEEKDAYS.index(first) > WEEKDAYS.index(last):
        raise ValueError(f"{key!r} is no weekday: write mon, or mon-fri")
    return range(WEEKDAYS.index(first), WEEKDAYS.index(last) + 1)


def _intervals(raw: Any) -> Intervals:
    if raw == "closed":
        return ()
    if not isinstance(raw, str):
        raise ValueError(f"{raw!r} are no hours: write them in quotes, or closed")
    intervals = tuple(parse_interval(part.strip()) for part in raw.split(","))
    if any(early.end > late.start for early, late in pairwise(intervals)):
        raise ValueError(f"{raw!r}: an interval begins before the one before it has ended")
    return intervals


def _day(raw: Any) -> str:
    text = str(raw)
    # 2000 is a leap year, so that 29 February may be named.
    date.fromisoformat(text if len(text) == len("2027-05-18") else f"2000-{text}")
    return text


def _clock(minutes: int) -> str:
    if minutes == MINUTES_A_DAY:
        return "24"
    hour, minute = divmod(minutes % MINUTES_A_DAY, 60)
    return f"{hour}:{minute:02}" if minute else str(hour)


def _opens(day: date, minutes: int) -> datetime:
    """The first moment the wall clock shows this; in the lost hour, as if it had not been moved."""
    return _instant(day, minutes, fold=0)


def _closes(day: date, minutes: int) -> datetime:
    """The last moment the wall clock shows this, so that a night line never closes too early."""
    return max(_instant(day, minutes, fold=0), _instant(day, minutes, fold=1))


@lru_cache(maxsize=8192)
def _instant(day: date, minutes: int, fold: int) -> datetime:
    days, minutes = divmod(minutes, MINUTES_A_DAY)
    wall = time(minutes // 60, minutes % 60, fold=fold)
    return datetime.combine(day + timedelta(days=days), wall, OSLO).astimezone(UTC)
