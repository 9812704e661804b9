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

    def take(self) -> None:
        """Use a permit; wait with :meth:`delay` first."""
        with self._lock:
            self._next = max(self._next, time.monotonic()) + self._interval
