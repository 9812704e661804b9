"""Brings messages as Twilio does when it is set to retry: until the product has taken them."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.twilio_standin.phone import Inbound

HANDS = 16
AGAIN_SECONDS = 0.5
PATIENCE_SECONDS = 120.0


class Postman:
    """Remembers what the product has said that it has."""

    def __init__(self) -> None:
        self.accepted: set[str] = set()
        """The carrier's ids of messages answered with 204."""
        self.given_up: set[str] = set()
        self.brought = 0
        self.attempts = 0
        self._lock = threading.Lock()

    def bring(
        self, arrivals: Sequence[Inbound], per_second: float, at_half: Callable[[], None]
    ) -> None:
        """Bring them all at an even pace, late or not; ``at_half`` is called in the middle."""
        begin = time.monotonic()

        def carry(place: int, arrival: Inbound) -> None:
            time.sleep(max(0.0, begin + place / per_second - time.monotonic()))
            if place == len(arrivals) // 2:
                at_half()
            self.deliver(arrival)

        with ThreadPoolExecutor(HANDS, thread_name_prefix="postman") as pool:
            list(pool.map(carry, range(len(arrivals)), arrivals))

    def deliver(self, arrival: Inbound) -> None:
        sid = arrival.parameters["MessageSid"]
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            taken = _is_taken(arrival)
            with self._lock:
                self.attempts += 1
                if taken:
                    self.brought += 1
                    self.accepted.add(sid)
                    return
            time.sleep(AGAIN_SECONDS)
        with self._lock:
            self.given_up.add(sid)


def _is_taken(arrival: Inbound) -> bool:
    try:
        return arrival.arrives().status_code == 204
    except httpx.TransportError:
        return False
