"""The store: one SQLite file or one PostgreSQL database behind the same two context managers."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from bot.settings import Settings
from bot.store.keys import MasterKeys, load_master_keys
from bot.store.transaction import Transaction
from bot.store.write_lock import WriteLock

SQLITE_BUSY_MS = 30_000
IDLE_IN_TRANSACTION_MS = 15_000


class Store:
    """Opens transactions. Safe to share between threads; open one a process."""

    def __init__(self, engine: Engine, master_keys: MasterKeys) -> None:
        self.engine = engine
        self.master_keys = master_keys
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._write_lock = WriteLock(Path(engine.url.database or "")) if self.is_sqlite else None

    @classmethod
    def open(cls, settings: Settings) -> "Store":
        """Connect, without touching the schema (see ``bot.store.schema.upgrade``)."""
        url = make_url(settings.database_url)
        engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)
        return cls(engine, load_master_keys(settings))

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """One short transaction that commits at the end, or rolls back at an exception."""
        with self._one_writer(), Transaction(self.engine, expire_on_commit=False) as tx:
            self._begin(tx, lavterskel_begin="IMMEDIATE")
            yield tx
            tx.commit()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """One consistent look; nothing is written."""
        with Transaction(self.engine, expire_on_commit=False) as tx:
            self._begin(tx, postgresql_readonly=True)
            yield tx
            # A rollback would make psycopg forget every statement it has prepared.
            tx.expunge_all()
            tx.commit()

    @contextmanager
    def schema_connection(self) -> Iterator[Connection]:
        """A connection in a transaction of its own, for migrations only.

        SQLite changes a table by making it anew; with foreign keys on, dropping the old one would
        take the rows that point to it along. https://www.sqlite.org/lang_altertable.html#otheralter
        """
        with self._one_writer(), self.engine.connect() as connection:
            if not self.is_sqlite:
                with connection.begin():
                    yield connection
                return
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")
            try:
                connection = connection.execution_options(lavterskel_begin="IMMEDIATE")
                with connection.begin():
                    yield connection
            finally:
                driver.execute("PRAGMA foreign_keys=ON")

    def empty_log(self) -> bool:
        """Let nothing that was destroyed linger in SQLite's write-ahead log; False: try again.

        ``secure_delete`` overwrites it in the file, but the log still holds the pages as they were
        before, until it is emptied. Nobody is made to wait for it: a reader in the way is let be.
        PostgreSQL has logs of its own, which its operator keeps for as long as they like.
        """
        if not self.is_sqlite:
            return True
        with self._one_writer():
            connection = self.engine.raw_connection()
            try:
                driver: Any = connection.driver_connection
                driver.execute("PRAGMA busy_timeout=0")
                is_busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                driver.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_MS}")
            finally:
                connection.close()
        return not is_busy

    def close(self) -> None:
        self.engine.dispose()

    def _begin(self, tx: Transaction, **options: Any) -> None:
        """Begin by asking for the time, which also shows whether the pooled connection lives.

        One that does not, after a restart of the database, takes the whole pool with it; the
        second try is on a new one.
        """
        try:
            tx.connection(execution_options=options)
            tx.begin_with(self.master_keys)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            tx.rollback()
            tx.connection(execution_options=options)
            tx.begin_with(self.master_keys)

    def _one_writer(self) -> AbstractContextManager[None]:
        return self._write_lock.held() if self._write_lock else nullcontext()


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ValueError("the store needs a SQLite file: several processes share it")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": SQLITE_BUSY_MS / 1000}, pool_size=20)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver must not open transactions of its own: ours begin as IMMEDIATE or deferred.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # NORMAL may lose the last commits at a power cut
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("lavterskel_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


def _postgresql(url: URL) -> Engine:
    options = f"-c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_MS} -c timezone=UTC"
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=20,
        connect_args={
            "options": options,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "connect_timeout": 10,
        },
    )
