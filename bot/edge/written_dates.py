"""Dates written in digits, so that none is taken for a number somebody can be reached at."""

from collections.abc import Sequence

_GAPS = frozenset({".", "/", "-", " "})


def is_date(groups: Sequence[str], gaps: Sequence[str]) -> bool:
    """Whether the groups are one date: 1.12.26, 01/12/2026, 2026-12-01, 01122026, 20261201.

    Between spaces the year must have four digits: "22 10 12" is rather a part of something.
    """
    if len(groups) == 1:
        digits = groups[0]
        return len(digits) == 8 and (
            is_full_date(digits[:2], digits[2:4], digits[4:])
            or is_full_date(digits[6:], digits[4:6], digits[:4])
        )
    if len(groups) != 3 or gaps[0] != gaps[1] or gaps[0] not in _GAPS:
        return False
    first, second, third = groups
    if is_full_date(first, second, third) or is_full_date(third, second, first):
        return True
    return gaps[0] != " " and len(third) == 2 and _is_day_and_month(first, second)


def is_full_date(day: str, month: str, year: str) -> bool:
    """Whether they are a day, a month and a year of the last or this century."""
    return len(year) == 4 and year[:2] in ("19", "20") and _is_day_and_month(day, month)


def _is_day_and_month(day: str, month: str) -> bool:
    return max(len(day), len(month)) <= 2 and 1 <= int(day) <= 31 and 1 <= int(month) <= 12
