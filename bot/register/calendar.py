"""Working days: not Saturday, not Sunday, not a Norwegian public holiday, not a closed day."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

OSLO = ZoneInfo("Europe/Oslo")
FRIDAY = 4


@cache
def _norwegian_holidays() -> HolidayBase:
    """Public holidays by the law (1947 and 1995), Easter with them; years are filled when asked."""
    return country_holidays("NO")


@dataclass(frozen=True)
class Calendar:
    """``closed_days``: (month, day) on which offices are closed though the law names no holiday."""

    closed_days: frozenset[tuple[int, int]]

    def is_holiday(self, day: date) -> bool:
        return (day.month, day.day) in self.closed_days or day in _norwegian_holidays()

    def is_working_day(self, day: date) -> bool:
        return day.weekday() <= FRIDAY and not self.is_holiday(day)

    def working_days_after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; ``day`` itself is not counted."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day
