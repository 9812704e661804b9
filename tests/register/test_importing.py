"""A kommune brings its own tables: faults are named by row and column, nothing is half-taken."""

import shutil
from pathlib import Path

import pytest

from bot.register import Register
from bot.register.importing import AGREEMENTS, LINES, OFFICES, ImportRefused, import_table

DEMO = Path("data/register/demo")
OFFICE = {
    "id": "nav-solvik",
    "name": "NAV Solvik",
    "kommuner": "9903",
    "addresses": "Havnegata 3, 9997 Solvik | Torget 1, 9997 Solvik",
    "drop_in": "mon-tue 10:00-14:00; thu-fri 10:00-14:00; 12-23 10:00-12:00",
    "paper_form": "Havnegata 3",
    "services": "housing debt_advice",
    "same_day_before": "10:30",
    "approved_by": "leader of NAV Solvik",
    "approved_on": "2026-11-27",
    "source": "the kommune",
    "verified_on": "2026-11-27",
}
LINE = {
    "id": "solvik-duty",
    "label": "Vakttelefon Solvik",
    "kommune": "9903",
    "type": "duty",
    "number": "+4799900123",
    "reach": "both",
    "hours": "always",
    "priority": "1",
    "source": "the kommune",
    "verified_on": "2026-11-27",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register of one's own, that extends the one of the whole country."""
    own = tmp_path / "own"
    shutil.copytree(DEMO, own)
    about = own / "register.yml"
    about.write_text(about.read_text().replace("extends: ..", f"extends: {DEMO.parent.resolve()}"))
    return own


def table(tmp_path: Path, columns: tuple[str, ...], *rows: dict[str, str], by: str = ";") -> Path:
    lines = [by.join(columns)]
    for row in rows:
        cells = (row.get(name, "") for name in columns)
        lines.append(by.join(f'"{cell}"' for cell in cells))
    file = tmp_path / "table.csv"
    file.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", encoding="utf-8")
    return file


def faults(refused: pytest.ExceptionInfo[ImportRefused]) -> set[tuple[int, str]]:
    return {(fault.row, fault.column) for fault in refused.value.faults}


@pytest.mark.parametrize("by", [";", ","])
def test_an_office_is_taken_with_all_that_is_said_of_it(
    folder: Path, tmp_path: Path, by: str
) -> None:
    assert import_table(OFFICES, table(tmp_path, OFFICES.columns, OFFICE, by=by), folder) == 1
    office = Register.load(folder).office("nav-solvik")
    assert office is not None
    assert office.addresses == ("Havnegata 3, 9997 Solvik", "Torget 1, 9997 Solvik")
    assert office.services == ("housing", "debt_advice")
    assert (office.same_day_before, office.paper_form) == ("10:30", "Havnegata 3")
    assert office.drop_in is not None
    assert office.drop_in.groups() == [((0, 1, 3, 4), "10-14")]
    assert "12-23" in office.drop_in.days


def test_what_was_there_stays_and_the_same_id_is_replaced(folder: Path, tmp_path: Path) -> None:
    before = set(Register.load(folder).offices)
    import_table(OFFICES, table(tmp_path, OFFICES.columns, OFFICE), folder)
    renamed = {**OFFICE, "name": "NAV Solvik og omegn"}
    import_table(OFFICES, table(tmp_path, OFFICES.columns, renamed), folder)
    register = Register.load(folder)
    assert set(register.offices) == before | {"nav-solvik"}
    assert register.offices["nav-solvik"].name == "NAV Solvik og omegn"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("drop_in", "whenever"),
        ("drop_in", "mon-fri 10-14"),
        ("services", "housing magic"),
        ("same_day_before", "half past ten"),
        ("approved_on", "yesterday"),
        ("name", ""),
        ("source", ""),
    ],
)
def test_a_fault_is_named_by_row_and_column_and_nothing_is_taken(
    folder: Path, tmp_path: Path, column: str, cell: str
) -> None:
    before = (folder / "offices.yml").read_bytes()
    good, bad = {**OFFICE, "id": "nav-other"}, {**OFFICE, column: cell}
    with pytest.raises(ImportRefused) as refused:
        import_table(OFFICES, table(tmp_path, OFFICES.columns, good, bad), folder)
    assert (3, column) in faults(refused)
    assert (folder / "offices.yml").read_bytes() == before


def test_every_fault_is_named_at_once(folder: Path, tmp_path: Path) -> None:
    rows = [{**OFFICE, "name": ""}, {**OFFICE, "verified_on": "soon"}]
    with pytest.raises(ImportRefused) as refused:
        import_table(OFFICES, table(tmp_path, OFFICES.columns, *rows), folder)
    assert faults(refused) == {(2, "name"), (3, "verified_on"), (3, "id")}


def test_columns_that_are_missing_or_unknown_are_named(folder: Path, tmp_path: Path) -> None:
    columns = ("id", "name", "colour")
    with pytest.raises(ImportRefused) as refused:
        import_table(OFFICES, table(tmp_path, columns, OFFICE), folder)
    assert {(1, "colour"), (1, "kommuner")} <= faults(refused)


def test_what_the_whole_register_refuses_is_refused(folder: Path, tmp_path: Path) -> None:
    """Another office serves the kommune already."""
    before = (folder / "offices.yml").read_bytes()
    taken = {**OFFICE, "kommuner": "9901"}
    with pytest.raises(ImportRefused, match="already serves 9901"):
        import_table(OFFICES, table(tmp_path, OFFICES.columns, taken), folder)
    assert (folder / "offices.yml").read_bytes() == before
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".import")] == []


def test_a_duty_line_is_taken_and_has_to_be_confirmed(folder: Path, tmp_path: Path) -> None:
    import_table(LINES, table(tmp_path, LINES.columns, LINE), folder)
    line = Register.load(folder).line("solvik-duty")
    assert (line.number, line.reach, line.hours.always) == ("+4799900123", "both", True)


def test_an_agreement_connects_a_kommune(folder: Path, tmp_path: Path) -> None:
    row = {"kommune": "9903", "agreed_on": "2026-11-27", "approved_by": "leader of NAV Solvik"}
    assert "9903" not in connected(folder)
    assert import_table(AGREEMENTS, table(tmp_path, AGREEMENTS.columns, row), folder) == 1
    assert connected(folder) == {"9901", "9902", "9903", "9904"}


def connected(folder: Path) -> set[str]:
    return {place.code for place in Register.load(folder).atlas.connected}


def test_one_kommune_stands_in_a_table_of_agreements_once(folder: Path, tmp_path: Path) -> None:
    row = {"kommune": "9903", "agreed_on": "2026-11-27", "approved_by": "leader of NAV Solvik"}
    with pytest.raises(ImportRefused) as refused:
        import_table(AGREEMENTS, table(tmp_path, AGREEMENTS.columns, row, row), folder)
    assert faults(refused) == {(3, "kommune")}
