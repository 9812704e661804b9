"""A database of yesterday becomes one of today with everything in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.settings import Settings
from bot.store import Store, schema
from bot.store.tables import Table

FIRST = "0001"


@pytest.fixture
def yesterday(empty_database_url: str, tmp_path: Path) -> Iterator[Store]:
    """A store with the first tables and a conversation that has an escalation with a history."""
    store = Store.open(Settings(database_url=empty_database_url, state_dir=tmp_path / "state"))
    with store.schema_connection() as connection:
        command.upgrade(schema.configured(connection), FIRST)
    moment = "0" if store.is_sqlite else "now()"
    blob, empty = ("X'01'", "'[]'") if store.is_sqlite else (r"'\x01'", "'[]'")
    with store.schema_connection() as connection:
        for statement in (
            "INSERT INTO conversation (id, channel, address_index, address, created_at,"
            f" language_chosen) VALUES ('c', 'sms', {blob}, {blob}, {moment}, false)",
            "INSERT INTO escalation (id, reference, key, conversation_id, kind, urgency, state,"
            " opened_at, ladder, rung) VALUES"
            f" (7, 'ACDEFH', 'k', 'c', 'shelter', 'today', 'open', {moment}, {empty}, 0)",
            "INSERT INTO escalation_event (escalation_id, at, what)"
            f" VALUES (7, {moment}, 'opened')",
        ):
            connection.execute(text(statement))
    yield store
    store.close()


def test_an_upgrade_keeps_what_is_there(yesterday: Store) -> None:
    schema.upgrade(yesterday)
    assert schema.is_current(yesterday)
    with yesterday.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT e.reference, v.what FROM escalation e"
                " JOIN escalation_event v ON v.escalation_id = e.id"
            )
        ).all()
    assert rows == [("ACDEFH", "opened")]


def test_foreign_keys_hold_again_after_an_upgrade(yesterday: Store) -> None:
    schema.upgrade(yesterday)
    with pytest.raises(IntegrityError), yesterday.write() as tx:
        tx.execute(text("DELETE FROM escalation"))


def test_the_ids_of_what_is_destroyed_never_come_again_after_an_upgrade(yesterday: Store) -> None:
    schema.upgrade(yesterday)
    if not yesterday.is_sqlite:
        return  # a sequence never goes back
    with yesterday.engine.connect() as connection:
        tables = text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        made = {row.name: row.sql for row in connection.execute(tables)}
    for table in Table.metadata.tables.values():
        wanted = bool(table.dialect_options["sqlite"]["autoincrement"])
        assert ("AUTOINCREMENT" in made[table.name]) == wanted, table.name
