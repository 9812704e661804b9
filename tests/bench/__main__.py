"""``make bench``: the figures of docs/measurements.md, measured on this machine.

Each bench starts the real product against the stand-in. Machines are noisy: what is printed is of
one run, on SQLite and PostgreSQL side by side.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import (
    callbacks,
    emergencies,
    escalations,
    intake,
    lateness,
    monitors,
    pace,
    starting,
)
from tests.bench.roomy_register import roomy_register
from tests.postgresql import Server
from tests.product import REGISTER, Product, product

Bench = Callable[[Product], Iterator[str]]
BENCHES: dict[str, Bench] = {
    "start": starting.measure,
    "intake": intake.measure,
    "emergency": emergencies.measure,
    "backlog": emergencies.measure_behind_a_backlog,
    "escalations": escalations.measure,
    "monitors": monitors.measure,
    "pace": pace.measure,
    "lateness": lateness.measure,
    "callbacks": callbacks.measure,
}

ROOMY = {"emergency": 0, "backlog": 0, "pace": 0, "lateness": lateness.LINES}
"""They measure single pages, more of them than one duty phone would get: on so many more phones."""


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/lavterskel.db"
        return
    with Server.running(folder / "postgresql") as server:
        yield server.new_database()


def main(names: list[str]) -> None:
    for name in names or BENCHES:
        for kind in ("sqlite", "postgresql"):
            with (
                tempfile.TemporaryDirectory() as folder,
                database(kind, Path(folder)) as url,
                product(
                    url,
                    Path(folder),
                    carrier_rate=10 if name == "backlog" else 1000,
                    register_dir=roomy_register(Path(folder), ROOMY[name])
                    if name in ROOMY
                    else REGISTER,
                ) as house,
            ):
                for line in BENCHES[name](house):
                    print(f"{name:12} {kind:11} {line}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
