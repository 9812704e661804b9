"""A thousand emergencies at once, three processes on one database."""

import time
from collections.abc import Iterator

from sqlalchemy import func, select

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
    pages = Outbox.name == "utter_page_first", Outbox.accepted_at.is_not(None)
    wait_for(lambda: _count(house, Outbox.id, *pages) == COUNT, 120)
    paged = time.perf_counter() - begin
    yield f"{COUNT} emergencies screened and opened in {opened:.1f} s, all paged in {paged:.1f} s"
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


def _count(house: Product, column: object, *where: object) -> int:
    with house.store.read() as tx:
        return int(tx.scalar(select(func.count(column)).where(*where)) or 0)  # type: ignore[arg-type]
