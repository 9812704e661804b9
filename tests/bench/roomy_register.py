"""The demo register with room for every page, for benches of single pages."""

import shutil
from pathlib import Path

from tests.product import REGISTER

DEFAULTS = REGISTER.parent / "defaults.yml"
BUDGET = 10_000


def roomy_register(folder: Path) -> Path:
    """A copy in ``folder`` whose duty phones take any number of pages."""
    copy = folder / "register"
    shutil.copytree(REGISTER, copy)
    about = copy / "register.yml"
    about.write_text(
        about.read_text().replace("extends: ..", f"extends: {REGISTER.parent.resolve()}")
    )
    (copy / "defaults.yml").write_text(
        DEFAULTS.read_text().replace("  budget: 20", f"  budget: {BUDGET}")
    )
    return copy
