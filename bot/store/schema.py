"""Bringing a database to the newest schema with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.store.database import Store

MIGRATIONS = Path(__file__).parent / "migrations"
ONE_UPGRADE_AT_A_TIME = 0x1A7E_25CE


def upgrade(store: Store) -> None:
    """Run the migrations that are missing. Several roles may call it at the same time."""
    with store.schema_connection() as connection:
        if not store.is_sqlite:
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_UPGRADE_AT_A_TIME}
            )
        command.upgrade(configured(connection), "head")


def is_current(store: Store) -> bool:
    """Whether the database has exactly the schema this code was written for."""
    with store.engine.connect() as connection:
        have = MigrationContext.configure(connection).get_current_revision()
    return have == ScriptDirectory.from_config(configured()).get_current_head()


def configured(connection: Connection | None = None) -> Config:
    """Alembic's configuration, for this connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
