"""Twenty emergencies a second for half a minute: from each text to its page, the brain stopped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.store.tables import Escalation, Inbound, Outbox, Page
from tests.bench.emergencies import WORDS
from tests.bench.load import LEAD_SECONDS, at_pace, percentiles, wait_for
from tests.product import Product

PER_SECOND = 20
SECONDS = 30
FIRST_PAGE = "utter_page_first"


@dataclass(frozen=True)
class Case:
    """When it was opened, and when the carrier took its page."""

    opened: datetime
    paged: datetime


def measure(house: Product) -> Iterator[str]:
    """Counted from the moment the text should have been sent, so that no stall is left out."""
    house.start("edge", "courier")
    arrivals = [house.phone(f"+4792{n:06}").writes(WORDS) for n in range(PER_SECOND * SECONDS)]
    begin = datetime.now(UTC) + timedelta(seconds=LEAD_SECONDS)
    answers = at_pace(arrivals, PER_SECOND)
    duty = house.line("lykkefjord-duty")
    wait_for(lambda: len(duty.texts) >= len(arrivals), 120)
    moments = _pages(house)
    opened, paged = [], []
    for place, arrival in enumerate(arrivals):
        due = begin + timedelta(seconds=place / PER_SECOND)
        case = moments[arrival.parameters["MessageSid"]]
        opened.append((case.opened - due).total_seconds())
        paged.append((case.paged - due).total_seconds())
    yield f"text to page at {PER_SECOND}/s for {SECONDS} s: {percentiles(paged)}"
    yield f"of that, until the case was opened: {percentiles(opened)}"
    yield f"the answer to each text: {percentiles(answers)}"


def _pages(house: Product) -> dict[str, Case]:
    """Every case whose first page the carrier has, by the id of the text it began with."""
    taken = {message.key: message.taken_at for message in house.twilio.messages}
    query = (
        select(Outbox.key, Escalation.key, Escalation.opened_at)
        .join(Page, Page.id == Outbox.page_id)
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(Outbox.name == FIRST_PAGE)
    )
    with house.store.read() as tx:
        texts = {
            f"inbound:{row.id}:emergency": row.carrier_id
            for row in tx.execute(select(Inbound.id, Inbound.carrier_id))
        }
        return {
            texts[cause]: Case(opened, taken[key])
            for key, cause, opened in tx.execute(query)
            if key in taken
        }
