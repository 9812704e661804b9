"""The watch over a table that only grows."""

import asyncio

import pytest

from bot.store import Store
from bot.store.tables import UnmetContact
from bot.store.watch import Watch

WITHIN = 5.0


@pytest.fixture
def watch(store: Store) -> Watch:
    return Watch(store, UnmetContact.id)


def add(store: Store, row_id: int) -> None:
    with store.write() as tx:
        tx.add(UnmetContact(id=row_id, at=tx.now, reason="not connected"))


async def next_ids(watch: Watch, generation: int) -> list[int]:
    await watch.news_after(generation, WITHIN)
    return watch.ids_after(generation)


async def test_whoever_waits_is_woken_by_a_new_row(store: Store, watch: Watch) -> None:
    add(store, 10)
    looking = asyncio.create_task(watch.run())
    with watch.listening():
        begun = await watch.news_after(0, WITHIN)
        assert (watch.cursor, watch.ids_after(begun)) == (10, [])
        await asyncio.to_thread(add, store, 11)
        assert await next_ids(watch, begun) == [11]
        assert watch.cursor == 11
    looking.cancel()


async def test_a_row_that_commits_after_a_later_one_is_seen_too(store: Store, watch: Watch) -> None:
    looking = asyncio.create_task(watch.run())
    with watch.listening():
        begun = await watch.news_after(0, WITHIN)
        await asyncio.to_thread(add, store, 20)
        assert await next_ids(watch, begun) == [20]
        later = watch.generation
        await asyncio.to_thread(add, store, 17)
        assert await next_ids(watch, later) == [17]
        assert watch.cursor == 20
    looking.cancel()


async def test_what_happened_while_nobody_waited_is_news_to_the_next(
    store: Store, watch: Watch
) -> None:
    looking = asyncio.create_task(watch.run())
    with watch.listening():
        begun = await watch.news_after(0, WITHIN)
    await asyncio.to_thread(add, store, 5)
    with watch.listening():
        assert await next_ids(watch, begun) == [5]
    looking.cancel()


async def test_without_news_the_wait_ends_in_time(watch: Watch) -> None:
    assert await watch.news_after(watch.generation, 0.05) == watch.generation
