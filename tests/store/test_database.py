"""A pooled connection that has died is noticed, and a look never writes."""

import pytest
from sqlalchemy import create_engine, select, text

from bot.inbox.receiving import Arrival, receive
from bot.store import Store
from bot.store.tables import Conversation


def arrive(store: Store, number: int) -> None:
    with store.write() as tx:
        receive(tx, Arrival("sms", f"SM{number}", f"+479000000{number}", "hei", {}))


def addresses(store: Store) -> int:
    with store.read() as tx:
        return len(tx.scalars(select(Conversation)).all())


def end_all_connections(store: Store) -> None:
    """What a restart of the database does to a pool."""
    other = create_engine(store.engine.url)
    with other.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    other.dispose()


def test_connections_that_died_in_the_pool_cost_nobody_a_message(store: Store) -> None:
    arrive(store, 1)
    if store.is_sqlite:
        store.engine.dispose()
    else:
        end_all_connections(store)
    arrive(store, 2)
    if not store.is_sqlite:
        end_all_connections(store)
    assert addresses(store) == 2


@pytest.mark.parametrize("how", ["an object", "a new row"])
def test_a_look_writes_nothing(store: Store, how: str) -> None:
    arrive(store, 1)
    with store.read() as tx:
        conversation = tx.scalars(select(Conversation)).one()
        if how == "an object":
            conversation.language = "so"
        else:
            tx.add(Conversation(id="x", channel="sms", address_index=b"", address=b""))
    with store.read() as tx:
        assert [row.language for row in tx.scalars(select(Conversation))] == [None]
