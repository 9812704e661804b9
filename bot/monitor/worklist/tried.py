"""What has been tried, in few words: ``2 × ikke svar, sist 13:10``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select

from bot.monitor.worklist.words import RESULTS, recently
from bot.store.tables import CallbackEvent
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Tried:
    """The attempts of one request."""

    count: int
    last_times: int
    """How often the last result came in a row."""
    last: str
    last_at: datetime

    def words(self, now: datetime) -> str:
        said = RESULTS[self.last][2]
        at = recently(self.last_at, now)
        if self.count == 1:
            return f"{said} {at}"
        if self.last_times == self.count:
            return f"{self.count} × {said}, sist {at}"
        return f"{self.count} forsøk, sist {said} {at}"


def read_tried(tx: Transaction, request_ids: Sequence[int]) -> Mapping[int, Tried]:
    """By request; those nobody has tried are left out."""
    rows = tx.execute(
        select(CallbackEvent.request_id, CallbackEvent.what, CallbackEvent.at)
        .where(CallbackEvent.request_id.in_(request_ids), CallbackEvent.what.in_(tuple(RESULTS)))
        .order_by(CallbackEvent.request_id, CallbackEvent.id)
    )
    return {
        request_id: _tried([(what, at) for _, what, at in attempts])
        for request_id, attempts in groupby(rows, key=lambda row: row.request_id)
    }


def _tried(attempts: Sequence[tuple[str, datetime]]) -> Tried:
    last, last_at = attempts[-1]
    in_a_row = 0
    for what, _ in reversed(attempts):
        if what != last:
            break
        in_a_row += 1
    return Tried(len(attempts), in_a_row, last, last_at)
