"""Reading the register's files: tables (TSV) and documents (YAML), with faults that name the row.

A register folder may extend another (``extends`` in its ``register.yml``). What is true for the
whole country is then read from both; duty lines and agreements only ever from the folder itself,
and so are the public lines that are phoned about an emergency.
"""

from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.register.errors import RegisterError

ABOUT = "register.yml"


class Entry(BaseModel):
    """One entry of a register document: nothing empty, nothing unknown, nothing changed later."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=1)


class About(Entry):
    """``register.yml``: what a register folder is."""

    name: str
    made_up: bool
    extends: str | None = None


Model = TypeVar("Model", bound=BaseModel)


class Folder:
    """A register folder together with the folders it extends."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def about(self) -> About:
        return read_document(self.path / ABOUT, About)

    @cached_property
    def chain(self) -> tuple[Path, ...]:
        """This folder's path and those it extends, the furthest first."""
        chain = [self.path.resolve()]
        about = self.about
        while about.extends is not None:
            base = (chain[0] / about.extends).resolve()
            if base in chain:
                raise RegisterError(chain[0] / ABOUT, "extends: the folders extend each other")
            chain.insert(0, base)
            about = read_document(base / ABOUT, About)
        return tuple(chain)

    def all(self, name: str) -> list[Path]:
        """Every file of this name, the furthest first; at least one."""
        found = [path / name for path in self.chain if (path / name).exists()]
        if not found:
            raise RegisterError(self.path / name, "the file is missing")
        return found

    def extended(self, name: str) -> list[Path]:
        """The files of this name in the folders this one extends, the furthest first."""
        return [path / name for path in self.chain[:-1] if (path / name).exists()]

    def nearest(self, name: str) -> Path:
        return self.all(name)[-1]

    def own(self, name: str) -> Path:
        return self.path / name


def read_rows(
    path: Path, columns: Sequence[str], *, heading: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their line numbers; ``heading``: the first names the columns."""
    try:
        lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    except UnicodeDecodeError as error:
        raise RegisterError(path, f"not written in UTF-8: {error}") from error
    if heading and (found := next(lines, (1, ""))[1].split("\t")) != list(columns):
        raise RegisterError(path, f"line 1: the columns are {found}, not {list(columns)}")
    for number, line in lines:
        row = line.split("\t")
        if len(row) != len(columns):
            count = f"{len(row)} fields where {len(columns)} are needed"
            raise RegisterError(path, f"line {number}: {count}")
        yield number, row


def read_document(path: Path, model: type[Model]) -> Model:
    """A YAML document as ``model``; raises :class:`RegisterError` with every fault found."""
    try:
        content: Any = yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 (a safe loader)
    except FileNotFoundError as error:
        raise RegisterError(path, "the file is missing") from error
    except yaml.YAMLError as error:
        raise RegisterError(path, f"not readable as YAML: {error}") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = (f"{_where(content, e['loc'])}: {e['msg']}" for e in error.errors())
        raise RegisterError(path, *faults) from error


class _Loader(yaml.CSafeLoader):
    """Refuses a key written twice: YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key_node.value!r} stands twice", key_node.start_mark
                )
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


def _where(content: Any, location: Sequence[int | str]) -> str:
    """``duty_lines[2] (solvik-day).number``: an index says little, so the row's id goes with it."""
    path = ""
    for step in location:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            content = None
        if isinstance(step, int):
            label = content.get("id") if isinstance(content, dict) else None
            path += f"[{step}]" + (f" ({label})" if label else "")
        else:
            path += f".{step}" if path else step
    return path or "the document"
