"""The watch over the database: nothing is missed, and nobody is woken for others' news."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, text
from starlette.concurrency import run_in_threadpool

from bot.inbox.receiving import Arrival, receive
from bot.store import Store
from bot.store.conversations import conversation_of
from bot.store.tables import Escalation, EscalationEvent, Inbound
from bot.store.transaction import Transaction
from bot.store.watch import ESCALATIONS, LOOK_EVERY_SECONDS, Watch

PATIENCE = 15.0
QUIET = LOOK_EVERY_SECONDS * 4
SOME_DAY = datetime(2026, 11, 26, tzinfo=UTC)


@asynccontextmanager
async def watching(store: Store) -> AsyncIterator[Watch]:
    watch = Watch(store)
    task = asyncio.create_task(watch.run())
    yield watch
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def begin(store: Store, address: str) -> str:
    with store.write() as tx:
        return conversation_of(tx, "chat", address).id


def write(store: Store, address: str, key: str) -> None:
    with store.write() as tx:
        receive(tx, Arrival("chat", key, address, "hei", {}))


async def is_quiet(news: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(news.wait(), QUIET)
    except TimeoutError:
        return True
    return False


async def settled(news: asyncio.Event) -> None:
    """The first look wakes everybody, for it cannot know what they have seen."""
    await asyncio.wait_for(news.wait(), PATIENCE)
    news.clear()


async def test_only_those_concerned_are_woken(store: Store) -> None:
    mine, theirs = begin(store, "mine"), begin(store, "theirs")
    async with watching(store) as watch:
        with watch.listening(mine) as my_news, watch.listening(theirs) as their_news:
            await settled(my_news)
            await settled(their_news)
            await run_in_threadpool(write, store, "mine", "1")
            await asyncio.wait_for(my_news.wait(), PATIENCE)
            assert await is_quiet(their_news)
            assert watch.tips.inbound == 1


async def test_news_come_once(store: Store) -> None:
    mine = begin(store, "mine")
    async with watching(store) as watch:
        with watch.listening(mine) as news:
            await settled(news)
            await run_in_threadpool(write, store, "mine", "1")
            await asyncio.wait_for(news.wait(), PATIENCE)
            news.clear()
            assert await is_quiet(news)


async def test_somebody_who_comes_after_a_quiet_time_misses_nothing(store: Store) -> None:
    mine = begin(store, "mine")
    async with watching(store) as watch:
        with watch.listening(mine) as news:
            await settled(news)
        await asyncio.sleep(LOOK_EVERY_SECONDS * 2)
        await run_in_threadpool(write, store, "mine", "1")
        with watch.listening(mine) as news:
            await settled(news)
            await run_in_threadpool(write, store, "mine", "2")
            await asyncio.wait_for(news.wait(), PATIENCE)
        assert watch.listeners(mine) == 0


async def test_an_escalations_event_wakes_the_monitor(store: Store) -> None:
    conversation_id = begin(store, "mine")
    with store.write() as tx:
        escalation = Escalation(
            reference="ABC234",
            key="tests",
            conversation_id=conversation_id,
            kind="life",
            urgency="now",
            state="open",
            opened_at=tx.now,
            ladder=[],
        )
        tx.add(escalation)
        tx.flush()
        escalation_id = escalation.id

    def happen() -> None:
        with store.write() as tx:
            tx.add(EscalationEvent(escalation_id=escalation_id, at=tx.now, what="opened"))

    async with watching(store) as watch:
        with watch.listening(ESCALATIONS) as news:
            await settled(news)
            await run_in_threadpool(happen)
            await asyncio.wait_for(news.wait(), PATIENCE)
            assert watch.tips.escalation_event == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_row_that_becomes_visible_after_a_later_one_is_seen(store: Store) -> None:
    """On PostgreSQL ids are given before the commit, and commits may come in another order."""
    mine, theirs = begin(store, "mine"), begin(store, "theirs")
    slow = store.write()
    tx = slow.__enter__()
    _insert(tx, mine, "slow")
    async with watching(store) as watch:
        with watch.listening(mine) as news, watch.listening(theirs) as their_news:
            await settled(news)
            await settled(their_news)
            await run_in_threadpool(write, store, "theirs", "quick")
            await asyncio.wait_for(their_news.wait(), PATIENCE)
            assert await is_quiet(news)
            await run_in_threadpool(slow.__exit__, None, None, None)
            await asyncio.wait_for(news.wait(), PATIENCE)


async def test_at_the_end_everybody_is_woken(store: Store) -> None:
    mine = begin(store, "mine")
    async with watching(store) as watch:
        with watch.listening(mine) as news:
            await settled(news)
            await run_in_threadpool(watch.end)
            await asyncio.wait_for(news.wait(), PATIENCE)
            assert watch.ended
        with watch.listening(mine) as too_late:
            assert too_late.is_set()


async def test_a_database_that_is_away_for_a_while_ends_nothing(store: Store) -> None:
    mine = begin(store, "mine")
    async with watching(store) as watch:
        with watch.listening(mine) as news:
            await settled(news)
            await run_in_threadpool(_rename, store, "inbound", "away")
            await asyncio.sleep(LOOK_EVERY_SECONDS * 3)
            await run_in_threadpool(_rename, store, "away", "inbound")
            await run_in_threadpool(write, store, "mine", "1")
            await asyncio.wait_for(news.wait(), PATIENCE)


def _rename(store: Store, old: str, new: str) -> None:
    with store.write() as tx:
        tx.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


def _insert(tx: Transaction, conversation_id: str, key: str) -> None:
    tx.execute(
        insert(Inbound).values(
            conversation_id=conversation_id,
            channel="chat",
            carrier_id=key,
            text=tx.seal(conversation_id, "hei"),
            notices=[],
            received_at=SOME_DAY,
            state="read",
            attempts=0,
        )
    )
