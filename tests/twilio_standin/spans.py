"""Spans of time as tests write them."""

import re
from datetime import timedelta

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def span(text: str) -> timedelta:
    """``"90s"``, ``"5m"``, ``"2h"``, ``"1d"`` or several: ``"1h30m"``."""
    if not re.fullmatch(r"(\d+[smhd])+", text):
        raise ValueError(f"{text!r} is no span of time such as 90s, 5m or 1h30m")
    parts = re.findall(r"(\d+)([smhd])", text)
    return sum((timedelta(**{UNITS[unit]: int(count)}) for count, unit in parts), timedelta())
