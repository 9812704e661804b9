"""A hundred thousand open callback requests, or CALLBACKS_COUNT: lists, attempts and follow-ups.

Half of them wait at one office, which is more than any office has. The lists are fetched over HTTP
from the running edge, whole, as a browser does. Then the promised times of some pass, seventeen a
second, and each is to be noticed by the courier and admitted to the person.
"""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import httpx
from sqlalchemy import func, insert, select, update

from bot.callbacks.history import What
from bot.callbacks.submitting import OWN_PHONE, Draft, submit
from bot.delivery.speaker import Speaker
from bot.monitor.accounts import add_staff
from bot.store.conversations import conversation_of
from bot.store.tables import CallbackEvent, CallbackRequest, Staff
from tests.bench.load import percentiles, wait_for
from tests.monitor.listening import sign_in
from tests.product import REGISTER, Product

COUNT = int(os.environ.get("CALLBACKS_COUNT", "100000"))
PLACES = ("9901", "9901", "9902", "9904")
FOLLOW_UPS = min(2_000, COUNT // 10)
A_SECOND = 17
IN_ONE_TRANSACTION = 500
PAGES = 60
HEAD_START = timedelta(seconds=15)
PASSWORD = "basu-tilo-remy-kafo"
NEEDS: Sequence[tuple[str, ...]] = (("money",), ("home",), ("food", "children"), ())
LISTS = {
    "an office's list": "/worklist",
    "its late ones": "/worklist?late=1",
    "those about food": "/worklist?need=food",
    "its tenth page": "/worklist?page=10",
}


def measure(house: Product) -> Iterator[str]:
    began = time.monotonic()
    _fill(house, Speaker.load(REGISTER))
    yield f"{COUNT} requests submitted in {time.monotonic() - began:.0f} s"
    _make_various(house)
    _analyse(house)
    house.start("edge")
    with sign_in(house.url, "Olga", PASSWORD) as office:
        for name, path in LISTS.items():
            yield f"{name}: {_fetched(office, path)}"
    with sign_in(house.url, "Kari", PASSWORD) as adviser:
        yield f"what NKS sees of all: {_fetched(adviser, '/worklist')}"
    house.stop()
    yield from _follow_ups(house)


def _fill(house: Product, speaker: Speaker) -> None:
    with house.store.write() as tx:
        add_staff(tx, name="Olga", role="office", office_id="nav-lykkefjord", password=PASSWORD)
        add_staff(tx, name="Kari", role="adviser", password=PASSWORD)
    for begin in range(0, COUNT, IN_ONE_TRANSACTION):
        with house.store.write() as tx:
            for number in range(begin, min(begin + IN_ONE_TRANSACTION, COUNT)):
                conversation = conversation_of(tx, "sms", f"+479{number:07}")
                conversation.language = ("nb", "ar", "uk", "so")[number % 4]
                place, needs = PLACES[number % len(PLACES)], NEEDS[number % len(NEEDS)]
                draft = Draft(
                    "jeg får ikke betalt", place, OWN_PHONE, "any", "yes", "no", "no", needs
                )
                submit(tx, speaker, conversation, draft, f"bench:{number}")


def _make_various(house: Product) -> None:
    """Of different ages; one in ten missed once or more, one in fifty urgent, a third owned."""
    dice = random.Random(7)
    with house.store.write() as tx:
        owner = tx.scalars(select(Staff.id).where(Staff.name == "Olga")).one()
        now = tx.now
        rows = tx.execute(select(CallbackRequest.id)).scalars().all()
        changes, attempts = [], []
        for id_ in rows:
            missed = dice.choice((0,) * 9 + (dice.randint(1, 6),))
            changes.append(
                {
                    "id": id_,
                    "first_contact_at": now - timedelta(minutes=dice.randint(1, 20_000)),
                    "urgent_at": now if dice.random() < 0.02 else None,
                    "missed": missed,
                    "attempts": missed,
                    "risen": missed,
                    "owner_staff_id": owner if dice.random() < 0.3 else None,
                    "late_since": now if dice.random() < 0.05 else None,
                }
            )
            attempts += [
                {"key": f"a:{id_}:{n}", "request_id": id_, "at": now, "what": "no_answer"}
                for n in range(missed)
            ]
        tx.execute(update(CallbackRequest), changes)
        tx.execute(insert(CallbackEvent), attempts)


def _analyse(house: Product) -> None:
    """What PostgreSQL's autovacuum does by itself after a while."""
    with house.store.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _fetched(browser: httpx.Client, path: str) -> str:
    def fetch() -> None:
        answer = browser.get(path)
        assert answer.status_code == 200, answer.status_code

    fetch()
    return percentiles([_seconds(fetch) for _ in range(PAGES)])


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _follow_ups(house: Product) -> Iterator[str]:
    """Nothing else falls due meanwhile: what was promised to the others lies days ahead."""
    with house.store.write() as tx:
        chosen = tx.scalars(select(CallbackRequest.id).limit(FOLLOW_UPS)).all()
        first = tx.now + HEAD_START
        due = {id_: first + timedelta(seconds=n / A_SECOND) for n, id_ in enumerate(chosen)}
        values = [{"id": id_, "latest_at": at, "due_at": at} for id_, at in due.items()]
        tx.execute(update(CallbackRequest), values)
    house.start("edge", "courier")
    wait_for(lambda: _noticed(house) >= FOLLOW_UPS, 600)
    with house.store.read() as tx:
        events = tx.execute(
            select(CallbackEvent.request_id, CallbackEvent.at).where(
                CallbackEvent.what == What.LATE
            )
        ).all()
    late = [(at - due[id_]).total_seconds() for id_, at in events]
    yield f"{FOLLOW_UPS} promised times passed, each noticed after: {percentiles(late)}"


def _noticed(house: Product) -> int:
    with house.store.read() as tx:
        query = select(func.count(CallbackEvent.id)).where(CallbackEvent.what == What.LATE)
        return tx.scalar(query) or 0
