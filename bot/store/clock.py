"""Product time: the database's time and an offset that is zero outside tests and the demo."""

import re
from datetime import timedelta

from sqlalchemy import select, update

from bot.store.beats import note_forward
from bot.store.tables import Clock
from bot.store.transaction import Transaction

_SPAN = re.compile(r"(\d+)\s*([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def forward(tx: Transaction, span: timedelta) -> timedelta:
    """Move every role's clock ahead together; gives the offset it now has."""
    step = span // timedelta(microseconds=1)
    tx.execute(update(Clock).values(offset_microseconds=Clock.offset_microseconds + step))
    note_forward(tx)
    return timedelta(microseconds=tx.scalars(select(Clock.offset_microseconds)).one())


def parse_span(words: str) -> timedelta:
    """Read ``90s``, ``5m``, ``2h``, ``1d`` or a row of them; raises ValueError otherwise."""
    compact = words.replace(" ", "").lower()
    parts = _SPAN.findall(compact)
    if not parts or "".join(number + unit for number, unit in parts) != compact:
        raise ValueError(f"{words!r} is no span of time: write for example 90s, 5m or 2h")
    return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
