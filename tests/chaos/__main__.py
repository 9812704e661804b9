"""``make chaos``: the whole storm on both databases. ``SEED`` makes the same order of faults again.

``python -m tests.chaos postgresql`` is for one of them. Prints one line a figure, and ends with 1
when a rule is broken.
"""

import os
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.houses import house_on
from tests.chaos.storm import Size, storm
from tests.conftest import DATABASES

SIZE = Size(
    emergencies=1_000, questions=5_000, per_second=30, rounds=6, calm=(2, 10), settle_seconds=900
)


def main() -> int:
    seed = int(os.environ.get("SEED") or random.randrange(1_000_000))
    broken = 0
    for kind in sys.argv[1:] or DATABASES:
        print(f"{kind}: seed {seed}", flush=True)
        begin = time.monotonic()
        with (
            tempfile.TemporaryDirectory() as folder,
            house_on(kind, Path(folder)) as (house, restart_database),
        ):
            figures = storm(house, SIZE, seed, restart_database)
        for figure in figures:
            print(f"{kind}: {figure}", flush=True)
        print(f"{kind}: seconds it took: {time.monotonic() - begin:.0f}", flush=True)
        broken += sum(figure.breaks_a_rule for figure in figures)
    return 1 if broken else 0


sys.exit(main())
