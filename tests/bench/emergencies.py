"""From an emergency text to its page in the carrier's hands, the brain stopped."""

import time
from collections.abc import Iterator

from sqlalchemy import select

from bot.delivery.outbox import Lane, queue
from bot.store.tables import Conversation, Outbox
from tests.bench.load import percentiles
from tests.product import Product

EMERGENCIES = 100
PER_SECOND = 5
BACKLOG = 5_000
WORDS = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"


def measure(house: Product) -> Iterator[str]:
    house.start("edge", "courier")
    yield f"text to page: {percentiles(_pages(house))}"


def measure_behind_a_backlog(house: Product) -> Iterator[str]:
    """The carrier takes ten a second, and five thousand replies are waiting for it."""
    house.start("edge", "courier")
    _fill(house)
    waits = _pages(house, EMERGENCIES // 2, per_second=1)
    with house.store.read() as tx:
        waiting = tx.scalars(select(Outbox.id).where(Outbox.due_at.is_not(None))).all()
    yield f"text to page, {len(waiting)} replies still waiting: {percentiles(waits)}"


def _pages(house: Product, count: int = EMERGENCIES, per_second: float = PER_SECOND) -> list[float]:
    """Seconds from the request with the words to the request with the page."""
    sent_at: list[float] = []
    for number in range(count):
        arrival = house.phone(f"+4792{number:06}").writes(WORDS)
        sent_at.append(time.time())
        arrival.arrives()
        time.sleep(1 / per_second)
    duty = house.line("lykkefjord-duty")
    for _ in range(count):
        duty.hears("Lavterskel", within=60)
    taken = [
        message.taken_at.timestamp()
        for message in house.twilio.messages
        if message.to == duty.number and "for å ta saken" in message.words
    ]
    return [page - text for text, page in zip(sent_at, sorted(taken), strict=True)]


def _fill(house: Product) -> None:
    house.phone("+4793000000").says("STOPP")
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with house.store.write() as tx:
            conversation = tx.scalar(select(Conversation))
            if conversation is None or conversation.opted_out_at is None:
                continue
            conversation.opted_out_at = None
            for number in range(BACKLOG):
                queue(
                    tx,
                    key=f"backlog:{number}",
                    lane=Lane.REPLY,
                    channel="sms",
                    conversation_id=conversation.id,
                    name="backlog",
                    body="et svar som venter",
                )
            return
    raise TimeoutError("the conversation did not come")
