"""Times to phone: those that can be offered next, and when an agreed one is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.language.wording import span
from bot.register import OSLO, Hours, Interval, Place, Register

OFFERED = 3
LOOKED_AHEAD = timedelta(days=30)
"""No row of holidays is longer."""
ANY = "any"


@dataclass(frozen=True)
class Window:
    """A part of a working day (UTC)."""

    opens: datetime
    closes: datetime

    def words(self, language: str) -> str:
        return span(self.opens, self.closes, language)


def next_windows(register: Register, place: Place | None, now: datetime) -> list[Window]:
    """The next parts of a day, not begun yet, in which the office can phone."""
    parts = (register.windows.morning, register.windows.afternoon)
    ahead = _windows(register, place, parts, now, now + LOOKED_AHEAD)
    return [window for window in ahead if window.opens > now][:OFFERED]


def window_ends(
    register: Register, place: Place | None, window: str, now: datetime, latest: datetime
) -> datetime | None:
    """The end of the last such part of a day before the latest time.

    None where any time is right, or the time is in the person's own words.
    """
    part = {"morning": register.windows.morning, "afternoon": register.windows.afternoon}
    if window not in part:
        return None
    fitting = _windows(register, place, (part[window],), now, latest)
    return max((min(each.closes, latest) for each in fitting), default=None)


def _windows(
    register: Register,
    place: Place | None,
    parts: tuple[Interval, ...],
    begins: datetime,
    ends: datetime,
) -> list[Window]:
    """On the office's working days, those of which a part lies in this time."""
    office = register.office_for(place) if place else None
    closed = office.phone_hours.said_closed if office and office.phone_hours else None
    hours = Hours(week=(parts,) * 5 + ((),) * 2)
    return [
        Window(opens, closes)
        for opens, closes in hours.spans(begins, ends, register.calendar)
        if closed is None or not closed(opens.astimezone(OSLO).date())
    ]
