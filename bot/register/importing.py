"""A kommune fills in its own offices and duty lines: a table in, nothing half-imported.

The tables are CSV as a spreadsheet saves it (comma or semicolon, UTF-8), the columns of the fields
of :class:`Office` and :class:`DutyLine`. In one cell several kommuner or services are separated by
spaces, several addresses by ``|``. Hours are written ``mon-fri 09:00-15:00; holidays closed`` or
``always``; a date instead of a weekday (``12-24``) is an exception.
"""

import csv
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.register.areas import Agreement
from bot.register.errors import RegisterError
from bot.register.files import Entry
from bot.register.hours import WEEKDAYS
from bot.register.lines import DutyLine
from bot.register.offices import Office
from bot.register.register import Register

Cells = Mapping[str, str]
FIRST_ROW = 2
"""The heading is row 1, as spreadsheets count."""


@dataclass(frozen=True)
class Fault:
    """``column`` is empty where the row as a whole is at fault, ``row`` 0 where none alone is."""

    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row else ""
        where = ", ".join(part for part in (row, self.column) if part)
        return f"{where}: {self.problem}" if where else self.problem


class ImportRefused(ValueError):
    """A table is not taken, and nothing of it; every fault is named by row and column."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True)
class Table:
    """What may be imported: into which file, under which key, as which entries."""

    file: str
    key: str
    entry: type[Entry]
    columns: tuple[str, ...]
    lists: Mapping[str, str]
    """Columns that hold several values, and what separates them."""
    hours: frozenset[str]
    identity: tuple[str, ...] = ("id",)
    """The columns that say which entry a row is."""

    def identity_of(self, entry: Mapping[str, Any]) -> tuple[str | None, ...]:
        return tuple(entry.get(column) for column in self.identity)


OFFICES = Table(
    file="offices.yml",
    key="offices",
    entry=Office,
    columns=(
        *("id", "name", "kommuner", "bydel", "addresses", "drop_in", "phone_hours", "paper_form"),
        *("services", "same_day_before", "approved_by", "approved_on", "source", "verified_on"),
    ),
    lists={"kommuner": " ", "services": " ", "addresses": "|"},
    hours=frozenset(["drop_in", "phone_hours"]),
)
LINES = Table(
    file="lines.yml",
    key="duty_lines",
    entry=DutyLine,
    columns=(
        *("id", "label", "kommune", "bydel", "also_serves", "type", "audience", "number"),
        *("reach", "hours", "priority", "source", "verified_on"),
    ),
    lists={"also_serves": " "},
    hours=frozenset(["hours"]),
)
AGREEMENTS = Table(
    file="agreements.yml",
    key="agreements",
    entry=Agreement,
    columns=("kommune", "bydel", "agreed_on", "approved_by"),
    lists={},
    hours=frozenset(),
    identity=("kommune", "bydel"),
)
TABLES = {"offices": OFFICES, "lines": LINES, "agreements": AGREEMENTS}


def import_table(table: Table, file: Path, folder: Path) -> int:
    """Bring every row of ``file`` into the register ``folder``; gives how many there were.

    An entry that a row is about is replaced, the others stay. The whole register is read as it
    would be before anything of it is changed. A duty line is not paged before it is confirmed.

    Raises ImportRefused with every fault found.
    """
    entries = _read(table, file)
    path = folder / table.file
    kept = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    new = set(map(table.identity_of, entries))
    others = [each for each in kept.get(table.key) or [] if table.identity_of(each) not in new]
    content = yaml.safe_dump(
        {**kept, table.key: [*others, *entries]}, allow_unicode=True, sort_keys=False
    )
    _try(folder, table.file, content)
    _replace(path, content)
    return len(entries)


def _read(table: Table, file: Path) -> list[dict[str, Any]]:
    faults: list[Fault] = []
    entries: list[dict[str, Any]] = []
    first_rows: dict[tuple[str | None, ...], int] = {}
    for number, cells in _rows(table, file):
        values, found = _values(table, number, cells)
        found = found or list(_entry_faults(table, number, values))
        first = first_rows.setdefault(table.identity_of(values), number)
        if first != number:
            found.append(Fault(number, table.identity[0], f"stands in row {first} already"))
        faults += found
        entries.append(values)
    if faults:
        raise ImportRefused(faults)
    return entries


def _rows(table: Table, file: Path) -> Iterator[tuple[int, Cells]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefused([Fault(1, "", "save the table as CSV in UTF-8")]) from None
    heading = text.partition("\n")[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    rows = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter)
    named = [name.strip() for name in rows.fieldnames or ()]
    unknown = [name for name in named if name not in table.columns]
    missing = [name for name in table.columns if name not in named]
    if unknown or missing:
        faults = [Fault(1, name, "is no column here") for name in unknown]
        raise ImportRefused(faults + [Fault(1, name, "the column is missing") for name in missing])
    rows.fieldnames = named
    for number, row in enumerate(rows, start=FIRST_ROW):
        if None in row or None in row.values():
            raise ImportRefused([Fault(number, "", f"has not {len(named)} cells")])
        if any(cell.strip() for cell in row.values()):
            yield number, {name: cell.strip() for name, cell in row.items()}


def _values(table: Table, number: int, cells: Cells) -> tuple[dict[str, Any], list[Fault]]:
    """What the cells say; an empty cell says nothing."""
    values: dict[str, Any] = {}
    faults = []
    for name, cell in cells.items():
        if not cell:
            continue
        if name in table.hours:
            try:
                values[name] = _hours(cell)
            except ValueError as error:
                faults.append(Fault(number, name, str(error)))
        elif name in table.lists:
            parts = (part.strip() for part in cell.split(table.lists[name]))
            values[name] = [part for part in parts if part]
        else:
            values[name] = cell
    return values, faults


def _hours(cell: str) -> Any:
    """As the register's files write hours."""
    if cell == "always":
        return cell
    hours: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        day, _, times = part.partition(" ")
        if not times:
            raise ValueError(f"{part!r}: write a day and its hours, mon-fri 09:00-15:00")
        is_weekday = day == "holidays" or set(day.split("-")) <= set(WEEKDAYS)
        (hours if is_weekday else hours.setdefault("days", {}))[day] = times
    return hours


def _entry_faults(table: Table, number: int, values: Mapping[str, Any]) -> Iterator[Fault]:
    try:
        table.entry.model_validate(values)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            yield Fault(number, str(fault["loc"][0]) if fault["loc"] else "", fault["msg"])


def _try(folder: Path, name: str, content: str) -> None:
    """Read the register as it would be, in a copy beside it, where what it extends is found."""
    beside = folder.resolve().parent
    with tempfile.TemporaryDirectory(dir=beside, prefix=".import-") as copy:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        (Path(copy) / name).write_text(content, encoding="utf-8")
        try:
            Register.load(Path(copy))
        except RegisterError as error:
            raise ImportRefused([Fault(0, "", fault) for fault in error.faults]) from error


def _replace(path: Path, content: str) -> None:
    """At once: whoever reads meanwhile reads the old file or the new one."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
