"""``POST /sms`` at 50 messages a second, the brain reading them meanwhile."""

from collections.abc import Iterator

from sqlalchemy import func, select

from bot.store.tables import Inbound
from tests.bench.load import at_pace, percentile, wait_for
from tests.product import Product

PER_SECOND = 50
SECONDS = 30
WORDS = (
    "hei, hva er åpningstidene",
    "jeg får ikke betalt husleia",
    "hvilke papirer trenger jeg",
    "when will i get my money",
    "kiedy dostanę pieniądze",
)


def measure(house: Product) -> Iterator[str]:
    house.start()
    house.twilio.receipts.wanted = False
    arrivals = [
        house.phone(f"+4790{n:06}").writes(WORDS[n % len(WORDS)])
        for n in range(PER_SECOND * SECONDS)
    ]
    waits = at_pace(arrivals, PER_SECOND)
    yield (
        f"POST /sms at {PER_SECOND}/s for {SECONDS} s: p50 {percentile(waits, 0.5) * 1000:.1f} ms,"
        f" p95 {percentile(waits, 0.95) * 1000:.1f} ms, p99 {percentile(waits, 0.99) * 1000:.1f} ms"
    )

    def all_read() -> bool:
        with house.store.read() as tx:
            unread = tx.scalar(select(func.count(Inbound.id)).where(Inbound.state != "read"))
            return unread == 0

    yield f"the last of {len(arrivals)} answered {wait_for(all_read, 300):.1f} s after it came"
