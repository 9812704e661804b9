"""A short storm in every run of the tests; ``make chaos`` is the whole one."""

from pathlib import Path

import pytest

from tests.chaos.houses import house_on
from tests.chaos.storm import Size, storm
from tests.conftest import DATABASES

pytestmark = [pytest.mark.processes, pytest.mark.brain]

SIZE = Size(
    emergencies=60, questions=200, per_second=25, rounds=1, calm=(0.5, 1.5), settle_seconds=90
)
SEED = 2026


@pytest.mark.parametrize("kind", DATABASES)
def test_nothing_is_lost_and_nothing_done_twice(kind: str, tmp_path: Path) -> None:
    with house_on(kind, tmp_path) as (house, restart_database):
        figures = storm(house, SIZE, SEED, restart_database)
    print(*figures, sep="\n")
    assert [str(figure) for figure in figures if figure.breaks_a_rule] == []
