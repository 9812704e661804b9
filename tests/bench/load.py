"""Bringing messages at an even pace, and percentiles of what came of it."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.twilio_standin.phone import Inbound

LEAD_SECONDS = 0.2
"""Until the first message is due."""


def at_pace(arrivals: Sequence[Inbound], per_second: float) -> list[float]:
    """Deliver each message at its moment, late or not; gives each answer's seconds.

    The clock of each starts when it should have been sent, so that a stall is not left out.
    """
    begin = time.perf_counter() + LEAD_SECONDS

    def deliver(number: int, arrival: Inbound) -> float:
        due = begin + number / per_second
        time.sleep(max(0.0, due - time.perf_counter()))
        response = arrival.arrives()
        assert response.status_code == 204, response.status_code
        return time.perf_counter() - due

    with ThreadPoolExecutor(32) as pool:
        return list(pool.map(deliver, range(len(arrivals)), arrivals))


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def percentiles(seconds: Sequence[float]) -> str:
    return (
        f"p50 {percentile(seconds, 0.5) * 1000:.0f} ms,"
        f" p95 {percentile(seconds, 0.95) * 1000:.0f} ms,"
        f" max {max(seconds) * 1000:.0f} ms of {len(seconds)}"
    )


def wait_for(true: Callable[[], bool], within: float) -> float:
    """Seconds until it came true."""
    begin = time.perf_counter()
    while not true():
        if time.perf_counter() - begin > within:
            raise TimeoutError(f"not within {within} s")
        time.sleep(0.01)
    return time.perf_counter() - begin
