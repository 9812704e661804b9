"""One run: people write, officers answer, everything fails; then it settles and is counted."""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import httpx
from sqlalchemy import func, select

from bot.delivery.outcomes import LONGEST_DELAY
from bot.inbox.receiving import InboundState
from bot.store.tables import Inbound, Outbox
from tests.chaos.faults import Faults
from tests.chaos.officers import Officers
from tests.chaos.people import write
from tests.chaos.postman import Postman
from tests.chaos.tally import Figure, count
from tests.product import START_SECONDS, Product

RETRIES_WITHIN = LONGEST_DELAY
"""A message that failed goes again so soon; what is due later waits for something else."""
QUIET_LOOKS = 3


@dataclass(frozen=True)
class Size:
    """How much is written, how fast, and how long it may take to settle afterwards."""

    emergencies: int
    questions: int
    per_second: float
    rounds: int
    """How often every fault comes."""
    calm: tuple[float, float]
    """Seconds between two faults: the shortest, the longest."""
    settle_seconds: float


def storm(
    house: Product, size: Size, seed: int, restart_database: Callable[[], None] | None = None
) -> list[Figure]:
    """Run it on a product that has not been started.

    :raises AssertionError: it did not settle.
    """
    post = write(house.twilio, random.Random(seed), size.emergencies, size.questions)
    postman, faults = Postman(), Faults(house, seed, size.rounds, size.calm)
    officers = Officers(house, postman, seed)

    def at_half() -> None:
        if restart_database is not None:
            faults.fail(restart_database)

    house.start(wait=False)
    _wait_for_the_edge(house)  # the brain is loading still: people do not wait for it
    faults.begin()
    officers.begin()
    try:
        postman.bring(post.arrivals, size.per_second, at_half)
        faults.end()
        settle(house, size.settle_seconds)
    finally:
        officers.end()
    settle(house, size.settle_seconds)
    house.stop()  # the clock would go on to page while we count
    return count(house, post, postman, faults.trouble)


def _wait_for_the_edge(house: Product) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        with suppress(httpx.TransportError):
            httpx.get(f"{house.url}/healthz", timeout=2).raise_for_status()
            return
        assert time.monotonic() < deadline, house.log.read_text()[-3000:]
        time.sleep(0.05)


def settle(house: Product, within: float) -> None:
    """Wait until nothing is left to do but the ladders' waits; retries are brought forward."""
    deadline = time.monotonic() + within
    quiet = 0
    while quiet < QUIET_LOOKS:
        unread, due, later = _left(house)
        assert time.monotonic() < deadline, (
            f"unread {unread}, unsent {due} and {later}\n{house.log.read_text()[-3000:]}"
        )
        if later and not unread and not due:
            house.forward("15s")
        quiet = 0 if unread or due or later else quiet + 1
        time.sleep(0.2)
    house.twilio.settles(within)


def _left(house: Product) -> tuple[int, int, int]:
    """Messages unread, messages due to be sent, and messages that soon will be."""
    with house.store.read() as tx:
        unread = tx.scalar(
            select(func.count(Inbound.id)).where(
                Inbound.state.in_((InboundState.RECEIVED, InboundState.SCREENED))
            )
        )
        due = tx.scalar(select(func.count(Outbox.id)).where(Outbox.due_at <= tx.now))
        later = tx.scalar(
            select(func.count(Outbox.id)).where(
                Outbox.due_at > tx.now, Outbox.due_at <= tx.now + RETRIES_WITHIN
            )
        )
    return unread or 0, due or 0, later or 0
