"""Fifty open monitors: how soon each shows that a case was taken, and how soon the edge stops."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from sqlalchemy import select

from bot.delivery.speaker import Speaker
from bot.escalation.opening import open_escalation
from bot.monitor.accounts import add_staff
from bot.monitor.acts import Desk
from bot.monitor.sessions import Visitor
from bot.store.conversations import conversation_of
from bot.store.tables import Staff
from tests.bench.load import percentile
from tests.monitor.listening import listening, sign_in
from tests.product import REGISTER, Product

SESSIONS, STREAMS_EACH = 10, 5
CASES = 40
PAUSE_SECONDS = 0.75
NAME, PASSWORD = "Kari Nordmann", "basu-tilo-remy-kafo"


def measure(house: Product) -> Iterator[str]:
    """Each stream is a connection of its own; its thread notes when it hears of each case.

    The clock starts when the act is asked for, so the act's own transaction is part of the wait.
    """
    speaker = Speaker.load(REGISTER)
    references = _open_cases(house, speaker)
    house.start("edge")
    desk = _desk(house, speaker)
    taken_at: dict[str, float] = {}
    waits: list[float] = []
    with ExitStack() as stack:
        ready = threading.Barrier(SESSIONS * STREAMS_EACH + 1)
        pool = stack.enter_context(ThreadPoolExecutor(SESSIONS * STREAMS_EACH))
        clients = [stack.enter_context(sign_in(house.url, NAME, PASSWORD)) for _ in range(SESSIONS)]

        def watch(number: int) -> None:
            with listening(clients[number % SESSIONS]) as stream:
                stream.next("board")
                ready.wait()
                for reference in references:
                    seen = stream.next("case", holding=reference)
                    waits.append(seen.at - taken_at[reference])
                ready.wait()
                while not stream.is_over():
                    pass

        watchers = [pool.submit(watch, number) for number in range(SESSIONS * STREAMS_EACH)]
        ready.wait()
        for reference in references:
            taken_at[reference] = time.monotonic()
            desk.take(reference)
            time.sleep(PAUSE_SECONDS)
        ready.wait()
        (edge,) = house.processes("edge")
        began = time.monotonic()
        edge.terminate()
        edge.wait(timeout=20)
        stopped = time.monotonic() - began
        for watcher in watchers:
            watcher.exception()  # a stream that is cut is what was asked for
    yield (
        f"{len(watchers)} open monitors, {CASES} cases taken, seen by all: p50"
        f" {percentile(waits, 0.5) * 1000:.0f} ms, p95 {percentile(waits, 0.95) * 1000:.0f} ms,"
        f" slowest {max(waits) * 1000:.0f} ms"
    )
    yield f"the edge with {len(watchers)} streams open stops in {stopped:.1f} s"


def _open_cases(house: Product, speaker: Speaker) -> list[str]:
    references = []
    with house.store.write() as tx:
        add_staff(tx, name=NAME, role="adviser", password=PASSWORD)
        for number in range(CASES):
            conversation = conversation_of(tx, "sms", f"+4794{number:06}")
            case = open_escalation(
                tx,
                speaker,
                conversation,
                kind="shelter",
                key=f"bench:{number}",
                place=speaker.register.place("9901"),
            )
            references.append(case.reference)
    return references


def _desk(house: Product, speaker: Speaker) -> Desk:
    with house.store.read() as tx:
        staff = tx.scalars(select(Staff)).one()
    visitor = Visitor(staff.id, staff.name, staff.role, staff.office_id, csrf="")
    return Desk(house.store, speaker, visitor, via="api")
