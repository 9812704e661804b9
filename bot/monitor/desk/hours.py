"""Opening hours as Norwegian staff read them: ``man-fre 9-15, stengt på helligdager``."""

from collections.abc import Iterable

from bot.register import Hours

WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
CLOSED = "stengt"


def hours_words(hours: Hours | None) -> str:
    """In one line; an unknown is said to be unknown."""
    if hours is None:
        return "ikke oppgitt"
    if hours.always:
        return "hele døgnet"
    parts = [f"{_days(days)} {text}" for days, text in hours.groups()]
    if hours.holidays is None:
        parts.append("også på helligdager")
    else:
        parts.append(f"helligdager {_times(hours.holidays)}")
    parts += [f"{_date(day)} {_times(intervals)}" for day, intervals in sorted(hours.days.items())]
    return ", ".join(parts)


def _days(days: tuple[int, ...]) -> str:
    in_a_row = days == tuple(range(days[0], days[-1] + 1))
    if in_a_row and len(days) > 2:
        return f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
    return ", ".join(WEEKDAYS[day] for day in days)


def _times(intervals: Iterable[object]) -> str:
    return ", ".join(map(str, intervals)) or CLOSED


def _date(day: str) -> str:
    """``12-24`` is ``24.12.``, ``2027-05-18`` is ``18.5.2027``."""
    *year, month, date = day.split("-")
    return f"{int(date)}.{int(month)}.{''.join(year)}"
