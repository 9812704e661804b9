"""Real databases for every test that stores something: a SQLite file and a PostgreSQL server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest

from bot.settings import Settings
from bot.store import Store, schema
from tests.house import House, running_house
from tests.postgresql import Server

DATABASES = ("sqlite", "postgresql")

# The same examples in every run: what lands must not depend on luck. Look for new ones with
# HYPOTHESIS_PROFILE=default.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# Actions read the register of the environment, as they do in the brain and behind an action server.
os.environ["LAVTERSKEL_REGISTER_DIR"] = "data/register/demo"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    # Not in pytest's own folder, which another run closes to the server's user.
    with (
        TemporaryDirectory(prefix="lavterskel-", ignore_cleanup_errors=True) as folder,
        Server.running(Path(folder) / "postgresql") as server,
    ):
        yield server


def _new_file(folder: Path) -> str:
    return f"sqlite:///{folder}/lavterskel.db"


def _with_the_newest_schema(url: str, folder: Path) -> str:
    store = Store.open(Settings(database_url=url, state_dir=folder))
    schema.upgrade(store)
    store.close()
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file as the migrations make it, to be copied: they run once, and not for every test."""
    folder = tmp_path_factory.mktemp("template")
    _with_the_newest_schema(_new_file(folder), folder)
    return folder / "lavterskel.db"


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same in the server."""
    folder = tmp_path_factory.mktemp("template")
    return _with_the_newest_schema(postgresql.new_database(), folder)


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind, for this test alone."""
    if request.param == "sqlite":
        return _new_file(tmp_path)
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind with the newest schema and nothing in it, for this test alone."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copyfile(template, tmp_path / template.name)
        return _new_file(tmp_path)
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database(like=request.getfixturevalue("postgresql_template"))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database_url,
        state_dir=tmp_path / "state",
        register_dir=Path("data/register/demo"),
        carrier="simulator",
    )


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A store with the newest schema, wherever a test says its database is."""
    opened = Store.open(settings)
    if not schema.is_current(opened):
        schema.upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def house(settings: Settings, store: Store) -> Iterator[House]:
    """The product without a brain: edge, courier, database, carrier."""
    with running_house(settings, store) as running:
        yield running
