"""How many messages a second the carrier takes from us."""

import threading
import time


class RateLimit:
    """Hands out permits evenly: at most ``per_second``, never more than one at once saved up.

    One a process. Several couriers against one carrier account share its limit by setting
    ``CARRIER_RATE`` to their part of it.
    """

    def __init__(self, per_second: float) -> None:
        self._interval = 1 / per_second
        self._next = 0.0
        self._lock = threading.Lock()

    def delay(self) -> float:
        """Seconds until the next permit; zero or less when there is one now."""
        return self._next - time.monotonic()

    def within(self, seconds: float) -> int:
        """How many permits there are in so many seconds; at least one."""
        return max(1, int(seconds / self._interval))

    def take(self, count: int = 1) -> None:
        """Use permits; wait with :meth:`delay` first."""
        with self._lock:
            self._next = max(self._next, time.monotonic()) + count * self._interval
