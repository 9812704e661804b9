"""A sign of life to a watch outside the house, which raises the alarm when it stays away.

A house that is dead altogether, or cut off, cannot say so itself; silence can.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import requests
import structlog

from bot.store import Store
from bot.store.stuck import find_stuck

EVERY_SECONDS = 60.0
TIMEOUT_SECONDS = 10.0

log = structlog.get_logger()


@dataclass(frozen=True)
class Heartbeat:
    """Asks for ``url``, whose path is commonly a secret and so is never logged."""

    store: Store
    url: str = field(repr=False)
    start: str
    roles: Sequence[str]
    """All roles of this start."""
    timeout: float = TIMEOUT_SECONDS

    def give(self) -> None:
        """Give one sign of life, unless something stands still."""
        with self.store.read() as tx:
            stuck = find_stuck(tx, self.start, self.roles)
        if stuck:
            log.warning("heartbeat_withheld", stuck=[str(each) for each in stuck])
            return
        try:
            with requests.get(self.url, timeout=self.timeout, stream=True) as answer:
                if not answer.ok:
                    log.warning("heartbeat_failed", status=answer.status_code)
        except requests.RequestException as error:
            log.warning("heartbeat_failed", error=type(error).__name__)
