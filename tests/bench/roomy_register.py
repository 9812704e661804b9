"""The demo register with room for every page, for benches of single pages."""

import shutil
from pathlib import Path

from tests.product import REGISTER

DEFAULTS = REGISTER.parent / "defaults.yml"
BUDGET = 10_000


BENCH_LINE = """
  - id: {line_id}
    label: Vakttelefon {number}
    kommune: "9901"
    type: duty
    number: "{number}"
    reach: sms
    hours: always
    priority: 3
    source: made up
    verified_on: 2026-11-21
"""


def bench_line(place: int) -> str:
    """The id of one of the lines that were added."""
    return f"bench-{place:03}"


def roomy_register(folder: Path, lines: int = 0) -> Path:
    """A copy in ``folder`` whose duty phones take any number of pages, and so many more of them."""
    copy = folder / "register"
    shutil.copytree(REGISTER, copy)
    about = copy / "register.yml"
    about.write_text(
        about.read_text().replace("extends: ..", f"extends: {REGISTER.parent.resolve()}")
    )
    (copy / "defaults.yml").write_text(
        DEFAULTS.read_text().replace("  budget: 20", f"  budget: {BUDGET}")
    )
    _add_lines(copy / "lines.yml", lines)
    return copy


def _add_lines(file: Path, count: int) -> None:
    added = "".join(
        BENCH_LINE.format(line_id=bench_line(place), number=f"+4799901{place:03}")
        for place in range(count)
    )
    file.write_text(file.read_text().replace("duty_lines:\n", f"duty_lines:\n{added}"))
