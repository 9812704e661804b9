"""A thousand emergencies at once, three processes on one database."""

import time
from collections.abc import Iterator

from sqlalchemy import func, select

from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.escalation.acknowledging import acknowledge
from bot.escalation.holder import line_holder
from bot.inbox.receiving import Arrival, receive
from bot.store.tables import Escalation, Outbox, Page
from tests.bench.load import percentile, wait_for
from tests.product import REGISTER, Product

COUNT = 1_000
WORDS = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"


def measure(house: Product) -> Iterator[str]:
    house.start()
    house.twilio.receipts.wanted = False
    for role in ("edge", "courier"):
        house.pause(role)
    with house.store.write() as tx:
        for number in range(COUNT):
            receive(tx, Arrival("sms", f"SM{number:032x}", f"+4794{number:06}", WORDS, {}))
    house.forward("5s")
    begin = time.perf_counter()
    for role in ("edge", "courier"):
        house.resume(role)
    opened = wait_for(lambda: _count(house, Escalation.id) == COUNT, 120)
    assert _count(house, Page.id) == COUNT, "every case has its code on the duty phone"
    wait_for(lambda: _unsent_pages(house) == 0, 120)
    paged = time.perf_counter() - begin
    yield (
        f"{COUNT} emergencies screened and opened in {opened:.1f} s, the duty phone told of all in"
        f" {paged:.1f} s, in {_count(house, Outbox.id, Outbox.lane == Lane.PAGE)} messages"
    )
    waits = _acknowledgements(house)
    yield (
        f"an acknowledgement, the roles working: p50 {percentile(waits, 0.5) * 1000:.1f} ms,"
        f" p95 {percentile(waits, 0.95) * 1000:.1f} ms"
    )


def _acknowledgements(house: Product) -> list[float]:
    speaker = Speaker.load(REGISTER)
    line = speaker.register.line("lykkefjord-duty")
    with house.store.read() as tx:
        pages = tx.scalars(select(Page.id).limit(200)).all()
    waits = []
    for page_id in pages:
        begin = time.perf_counter()
        with house.store.write() as tx:
            page = tx.get_one(Page, page_id)
            escalation = tx.get_one(Escalation, page.escalation_id, with_for_update=True)
            assert acknowledge(tx, speaker, escalation, line_holder(line, page), via="sms")
        waits.append(time.perf_counter() - begin)
    return waits


def _unsent_pages(house: Product) -> int:
    """Those that are due; the number of those who wait is told again only after a pause."""
    with house.store.read() as tx:
        unsent = select(func.count(Outbox.id)).where(
            Outbox.lane == Lane.PAGE, Outbox.due_at <= tx.now
        )
        return int(tx.scalar(unsent) or 0)


def _count(house: Product, column: object, *where: object) -> int:
    with house.store.read() as tx:
        return int(tx.scalar(select(func.count(column)).where(*where)) or 0)  # type: ignore[arg-type]
