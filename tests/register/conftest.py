from collections.abc import Callable
from pathlib import Path

import pytest

from bot.register import Register

NATIONAL = Path(__file__).parents[2] / "data" / "register"
DEMO = NATIONAL / "demo"

WriteFolder = Callable[..., Path]


@pytest.fixture(scope="session")
def register() -> Register:
    return Register.load(NATIONAL)


@pytest.fixture(scope="session")
def demo() -> Register:
    return Register.load(DEMO)


@pytest.fixture
def folder(tmp_path: Path) -> WriteFolder:
    """Writes a register folder like the demo's, with some of its files replaced."""

    def write(**files: str) -> Path:
        for path in DEMO.iterdir():
            (tmp_path / path.name).write_bytes(path.read_bytes())
        about = f"name: Test\nmade_up: true\nextends: {NATIONAL}\n"
        (tmp_path / "register.yml").write_text(about, encoding="utf-8")
        for name, content in files.items():
            file = tmp_path / name.replace("_yml", ".yml").replace("_tsv", ".tsv")
            file.write_text(content, encoding="utf-8")
        return tmp_path

    return write
