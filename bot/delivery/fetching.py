"""Pictures and voice messages that came by MMS: fetched from the carrier and sealed."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import select

from bot.delivery.attachments import AttachmentState, came_within_a_day, give_up, keep
from bot.delivery.carrier import (
    Carrier,
    CarrierBusy,
    CarrierError,
    CarrierRefused,
    MediaTooLarge,
)
from bot.delivery.media import content_type_of
from bot.delivery.outcomes import retry_delay
from bot.register.defaults import AttachmentDefaults
from bot.store import Store
from bot.store.due_work import claim, release, still_held
from bot.store.tables import Attachment

EVERY_SECONDS = 1.0
LEASE = timedelta(seconds=90)
"""Longer than the carrier's time-outs together."""
MOST_ATTEMPTS = 20
"""Some three hours, at the pace of :func:`bot.delivery.outcomes.retry_delay`."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Fetching:
    """Fetches what waits at the carrier, one after another."""

    store: Store
    carrier: Carrier
    limits: AttachmentDefaults
    holder: str

    def go(self) -> int:
        """Fetch one, outside any transaction; gives how many were due, at most one."""
        row = self._claim()
        if row is None or row.carrier_media is None:
            return 0
        if self._is_one_too_many(row):
            self._end(row.id, AttachmentState.REFUSED)
            return 1
        try:
            content = self.carrier.fetch(row.carrier_media, self.limits.most_bytes)
        except MediaTooLarge:
            self._end(row.id, AttachmentState.REFUSED)
        except CarrierError as error:
            self._keep_trying(row.id, error)
        else:
            self._take(row.id, content)
        return 1

    def _claim(self) -> Attachment | None:
        with self.store.read() as tx:  # a look that takes no write lock
            due = select(Attachment.id).where(Attachment.due_at <= tx.now).limit(1)
            if tx.scalar(due) is None:
                return None
        with self.store.write() as tx:
            rows = claim(tx, Attachment, holder=self.holder, lease=LEASE)
        return rows[0] if rows else None

    def _is_one_too_many(self, row: Attachment) -> bool:
        with self.store.read() as tx:
            came = came_within_a_day(tx, row.conversation_id, row.received_at)
        return came > self.limits.most_a_day

    def _take(self, row_id: int, content: bytes) -> None:
        content_type = content_type_of(content)
        if content_type is None:
            self._end(row_id, AttachmentState.REFUSED)
            return
        with self.store.write() as tx:
            row = still_held(tx, row_id, Attachment, self.holder)
            if row is not None:
                keep(tx, row, content, content_type)

    def _keep_trying(self, row_id: int, error: CarrierError) -> None:
        is_final = isinstance(error, CarrierRefused) and error.permanent
        with self.store.write() as tx:
            row = still_held(tx, row_id, Attachment, self.holder)
            if row is None:
                return
            if is_final or row.attempts >= MOST_ATTEMPTS:
                log.warning("attachment_not_fetched", attachment=row_id, attempts=row.attempts)
                give_up(tx, row, AttachmentState.FAILED)
                return
            wait = error.retry_after if isinstance(error, CarrierBusy) else None
            row.due_at = tx.now + (wait or retry_delay(row.attempts))
            release(row)

    def _end(self, row_id: int, state: AttachmentState) -> None:
        with self.store.write() as tx:
            row = still_held(tx, row_id, Attachment, self.holder)
            if row is not None:
                give_up(tx, row, state)
