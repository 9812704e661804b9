"""Claiming due work, on both databases: once, in order, and back again when a worker dies."""

import threading
from collections import Counter
from datetime import timedelta

import pytest

from bot.inbox.receiving import Arrival, receive
from bot.store import Store
from bot.store.clock import forward
from bot.store.due_work import claim, free_leases, release, still_held
from bot.store.tables import Inbound

LEASE = timedelta(seconds=30)


def arrive(store: Store, number: int) -> None:
    with store.write() as tx:
        receive(tx, Arrival("sms", f"SM{number:032x}", f"+4790{number:06}", "hei", {}))
        forward(tx, timedelta(seconds=3))


def claim_all(store: Store, holder: str, limit: int = 100) -> list[int]:
    with store.write() as tx:
        return [row.id for row in claim(tx, Inbound, holder=holder, lease=LEASE, limit=limit)]


def test_nothing_is_claimed_before_it_is_due(store: Store) -> None:
    with store.write() as tx:
        receive(tx, Arrival("sms", "SM1", "+4790000001", "hei", {}))
    assert claim_all(store, "a") == []
    with store.write() as tx:
        forward(tx, timedelta(seconds=3))
    assert len(claim_all(store, "a")) == 1


def test_what_one_holds_no_other_gets(store: Store) -> None:
    arrive(store, 1)
    assert len(claim_all(store, "a")) == 1
    assert claim_all(store, "b") == []


def test_forwarding_the_clock_frees_no_lease(store: Store) -> None:
    arrive(store, 1)
    claim_all(store, "a")
    with store.write() as tx:
        forward(tx, timedelta(hours=1))
    assert claim_all(store, "b") == []


def test_a_lease_that_has_run_out_comes_back_and_its_old_holder_may_not_finish(
    store: Store,
) -> None:
    arrive(store, 1)
    with store.write() as tx:
        (row,) = claim(tx, Inbound, holder="dead", lease=timedelta(0))
    (again,) = claim_all(store, "alive")
    assert again == row.id
    with store.write() as tx:
        assert still_held(tx, row.id, Inbound, "dead") is None
        held = still_held(tx, row.id, Inbound, "alive")
        assert held is not None
        assert held.attempts == 2


def test_a_worker_started_anew_frees_its_own_leases_alone(store: Store) -> None:
    arrive(store, 1)
    arrive(store, 2)
    claim_all(store, "a", limit=1)
    claim_all(store, "b", limit=1)
    with store.write() as tx:
        free_leases(tx, "a")
    assert len(claim_all(store, "c")) == 1


def test_a_released_row_may_be_taken_again(store: Store) -> None:
    arrive(store, 1)
    with store.write() as tx:
        (row,) = claim(tx, Inbound, holder="a", lease=LEASE)
        release(row)
    assert len(claim_all(store, "b")) == 1


@pytest.mark.parametrize("workers", [4])
def test_many_workers_share_the_work_without_doing_any_twice(store: Store, workers: int) -> None:
    total = 60
    for number in range(total):
        arrive(store, number)
    taken: Counter[int] = Counter()
    lock = threading.Lock()

    def work(name: str) -> None:
        while ids := claim_all(store, name, limit=3):
            with lock:
                taken.update(ids)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # A worker that finds only rows others are just taking may end early; none is taken twice.
    taken.update(claim_all(store, "last"))
    assert len(taken) == total
    assert set(taken.values()) == {1}


def test_the_same_message_twice_at_once_is_stored_once(store: Store) -> None:
    stored: list[int | None] = []

    def bring() -> None:
        with store.write() as tx:
            stored.append(receive(tx, Arrival("sms", "SM7", "+4790000007", "hei", {})))

    threads = [threading.Thread(target=bring) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([each for each in stored if each is not None]) == 1
