"""Ten thousand open escalations, or LATENESS_COUNT: how late the next act of each is done.

Their acts fall due evenly, about seventeen a second, and each brings a page to the carrier: in the
first half a page comes again, in the second half the ladder is climbed. They are spread over many
duty phones, so that it is the ladders that are measured and not one phone's flood.
"""

import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.escalation.codes import page_of_case
from bot.escalation.events import What
from bot.store import Transaction
from bot.store.conversations import conversation_of
from bot.store.reference import new_reference
from bot.store.tables import Escalation, EscalationEvent, Outbox, Page
from tests.bench.load import percentiles, wait_for
from tests.bench.roomy_register import bench_line
from tests.product import Product

COUNT = int(os.environ.get("LATENESS_COUNT", "10000"))
SECONDS = COUNT * 0.06
"""About seventeen acts a second, however many there are."""
LINES = 200
IN_ONE_TRANSACTION = 500
FIRST_AFTER = timedelta(hours=1)
"""When the first act is due: the clock is forwarded to it when everything is there."""
HEAD_START = timedelta(seconds=5)
LATER = timedelta(days=30)


def measure(house: Product) -> Iterator[str]:
    due = _open_cases(house)
    house.start("edge", "courier")
    with house.store.read() as tx:
        wait = min(due.values()) - tx.now - HEAD_START
    house.forward(f"{wait // timedelta(seconds=1)}s")
    time.sleep(SECONDS + HEAD_START.total_seconds())
    wait_for(lambda: _paged(house) == COUNT and _unsent(house) == 0, 600)
    acts, keys, ahead = _acts(house)
    taken = {message.key: message.taken_at + ahead for message in house.twilio.messages}
    late = [(acts[case] - moment).total_seconds() for case, moment in due.items()]
    paged = [(taken[keys[case]] - moment).total_seconds() for case, moment in due.items()]
    yield f"{COUNT} acts due over {SECONDS:.0f} s, begun late by: {percentiles(late)}"
    yield f"the page of each in the carrier's hands, late by: {percentiles(paged)}"


def _open_cases(house: Product) -> dict[int, datetime]:
    """Open the cases; gives when the next act of each is due."""
    due: dict[int, datetime] = {}
    with house.store.read() as tx:
        first = tx.now + FIRST_AFTER
    for begin in range(0, COUNT, IN_ONE_TRANSACTION):
        with house.store.write() as tx:
            for number in range(begin, min(begin + IN_ONE_TRANSACTION, COUNT)):
                moment = first + timedelta(seconds=number * SECONDS / COUNT)
                due[_open_case(tx, house, number, moment)] = moment
    return due


def _open_case(tx: Transaction, house: Product, number: int, moment: datetime) -> int:
    """As the product leaves a case whose first page has gone, red and the truth told."""
    climbs = number >= COUNT // 2
    line, next_line = bench_line(number % LINES), bench_line((number + 1) % LINES)
    escalation = Escalation(
        reference=new_reference(tx),
        key=f"bench:{number}",
        conversation_id=conversation_of(tx, "sms", f"+479{number:07}").id,
        kind="shelter",
        urgency="today",
        place="9901",
        state="open",
        opened_at=tx.now,
        ladder=[line, next_line, "fallback"],
        rung=0,
        page_again_at=None if climbs else moment,
        next_rung_at=moment if climbs else moment + LATER,
        due_at=moment,
        red_at=tx.now,
        told_at=tx.now,
    )
    tx.add(escalation)
    tx.flush()
    page_of_case(tx, escalation, house.register.line(line)).times = 1
    return escalation.id


def _paged(house: Product) -> int:
    with house.store.read() as tx:
        paged = select(func.count(EscalationEvent.id)).where(EscalationEvent.what == What.PAGED)
        return tx.scalar(paged) or 0


def _unsent(house: Product) -> int:
    with house.store.read() as tx:
        return tx.scalar(select(func.count(Outbox.id)).where(Outbox.due_at <= tx.now)) or 0


def _acts(house: Product) -> tuple[dict[int, datetime], dict[int, str], timedelta]:
    """When each case was paged, under which key, and how far the product's clock runs ahead."""
    events = select(EscalationEvent.escalation_id, EscalationEvent.at).where(
        EscalationEvent.what == What.PAGED
    )
    messages = (
        select(Escalation.id, Outbox.key)
        .join(Page, Page.escalation_id == Escalation.id)
        .join(Outbox, Outbox.page_id == Page.id)
    )
    with house.store.read() as tx:
        acts = {row[0]: row[1] for row in tx.execute(events)}
        keys = {row[0]: row[1] for row in tx.execute(messages)}
        return acts, keys, tx.now - tx.raw_now
