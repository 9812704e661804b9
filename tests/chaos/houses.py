"""A product on each kind of database, with room for every page, and a way to fail its database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.roomy_register import roomy_register
from tests.postgresql import Server
from tests.product import Product, product

Restart = Callable[[], None]


@contextmanager
def house_on(kind: str, folder: Path) -> Iterator[tuple[Product, Restart | None]]:
    """Not started yet; None when there is no database server, or it is not ours to restart."""
    register = roomy_register(folder)
    if kind == "sqlite":
        with product(f"sqlite:///{folder}/lavterskel.db", folder, register_dir=register) as house:
            yield house, None
        return
    with Server.running(folder / "postgresql") as server:
        restart = server.restart if server.can_restart() else None
        with product(server.new_database(), folder, register_dir=register) as house:
            yield house, restart
