import re
from pathlib import Path

import pytest

from bot.register import Register, RegisterError
from tests.register.conftest import NATIONAL, WriteFolder

KOMMUNER = "code\tname\tofficial_name\tfylke_code\n9901\tLykkefjord\tLykkefjord\t99\n"
SERVICES = (NATIONAL / "services.tsv").read_text(encoding="utf-8").splitlines()[0] + "\n"
OFFICE = """
offices:
  - id: nav-lykkefjord
    name: NAV Lykkefjord
    kommuner: ["9901"]
    source: made up
    verified_on: 2026-11-21
"""

FAULTS = {
    "a table with other columns": (
        {"kommuner_tsv": KOMMUNER.replace("fylke_code", "county")},
        r"kommuner\.tsv: line 1: the columns are",
    ),
    "a row with a field too few": (
        {"kommuner_tsv": KOMMUNER + "9902\tFagerdal\n"},
        r"kommuner\.tsv: line 3: 2 fields where 4",
    ),
    "a code that is no code": (
        {"kommuner_tsv": KOMMUNER + "99O2\tFagerdal\tFagerdal\t99\n"},
        r"kommuner\.tsv: line 3, code: '99O2'",
    ),
    "a code that is a real kommune's": (
        {"kommuner_tsv": KOMMUNER + "0301\tFagerdal\tFagerdal\t99\n"},
        r"kommuner\.tsv: line 3, code: 0301 stands twice",
    ),
    "a postnummer of no kommune": (
        {"postal_codes_no_tsv": "9993\tLYKKEFJORD\t9876\tLYKKEFJORD\tG\n"},
        r"postal_codes_no\.tsv: line 1: no kommune has the code '9876'",
    ),
    "a postnummer that is taken": (
        {"postal_codes_no_tsv": "0001\tLYKKEFJORD\t9901\tLYKKEFJORD\tG\n"},
        r"postal_codes_no\.tsv: line 1: postcode '0001'",
    ),
    "a crisis centre's address": (
        {
            "services_tsv": SERVICES
            + "Solvik krisesenter\tSolvik\t\t\t\t\t\tVeien 1\t\t\t2026-11-21"
        },
        r"services\.tsv: line 2, address: this address must never be kept",
    ),
    "a secret address": (
        {"services_tsv": SERVICES + "Solvik bo\tSolvik\t\t\t\t\t\tVeien 1\tyes\t\t2026-11-21"},
        r"services\.tsv: line 2, address: this address must never be kept",
    ),
    "a date that is none": (
        {"services_tsv": SERVICES + "Solvik bo\tSolvik\t\t\t\t\t\t\t\t\tlast week"},
        r"services\.tsv: line 2, verified_on",
    ),
    "no YAML": ({"offices_yml": "offices: ["}, r"offices\.yml: not readable as YAML"),
    "a key twice": (
        {"offices_yml": OFFICE + "    name: NAV Solvik\n"},
        r"(?s)offices\.yml: .*the key 'name' stands twice.*line 8",
    ),
    "an office without a name": (
        {"offices_yml": OFFICE.replace("    name: NAV Lykkefjord\n", "")},
        r"offices\.yml: offices\[0\] \(nav-lykkefjord\)\.name: Field required",
    ),
    "an empty name": (
        {"offices_yml": OFFICE.replace("NAV Lykkefjord", '""')},
        r"offices\[0\] \(nav-lykkefjord\)\.name",
    ),
    "hours that are none": (
        {"offices_yml": OFFICE + '    drop_in: {mon: "9-15"}\n'},
        r"offices\[0\] \(nav-lykkefjord\)\.drop_in: Value error, '9-15' is no interval",
    ),
    "an office id that is taken": (
        {"offices_yml": OFFICE.replace("nav-lykkefjord", "nav-alna")},
        r"offices\.yml: nav-alna: the id stands twice",
    ),
    "two offices of one kommune": (
        {"offices_yml": OFFICE + OFFICE.replace("offices:\n", "").replace("nav-", "nav2-")},
        r"offices\.yml: nav2-lykkefjord: nav-lykkefjord already serves 9901",
    ),
    "a number shown that is not the one dialled": (
        {
            "helplines_yml": 'helplines: [{id: x, name: X, number: "55 55 33 33", dial: "112",'
            " public: true, source: made up, verified_on: 2026-11-21}]"
        },
        r"helplines\.yml: helplines\[0\] \(x\): .*is dialled \+4755553333",
    ),
    "a time without quotes": (
        {
            "defaults_yml": (NATIONAL / "defaults.yml")
            .read_text(encoding="utf-8")
            .replace('"15:00"', "15:00")
        },
        r"defaults\.yml: callback\.end_of_day: .*in quotes",
    ),
    "a register that extends itself": (
        {"register_yml": "name: Test\nmade_up: true\nextends: .\n"},
        r"register\.yml: extends: the folders extend each other",
    ),
    "a register that extends nothing and lacks its files": (
        {"register_yml": "name: Test\nmade_up: true\n"},
        r"the file is missing",
    ),
}


@pytest.mark.parametrize(("files", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_a_file_is_told_with_its_place(
    folder: WriteFolder,
    files: dict[str, str],
    fault: str,
) -> None:
    with pytest.raises(RegisterError, match=fault):
        Register.load(folder(**files))


def test_every_fault_of_a_document_is_told_at_once(folder: WriteFolder) -> None:
    path = folder(offices_yml=OFFICE.replace("name:", "nme:").replace("verified_on:", "seen_on:"))
    with pytest.raises(RegisterError) as error:
        Register.load(path)
    assert len(error.value.faults) == 4


def test_a_table_in_another_encoding_is_told(folder: WriteFolder) -> None:
    path = folder()
    (path / "kommuner.tsv").write_bytes(KOMMUNER.replace("kke", "økke").encode("latin-1"))
    with pytest.raises(RegisterError, match="not written in UTF-8"):
        Register.load(path)


def test_duty_lines_are_never_taken_from_the_folder_that_is_extended(folder: WriteFolder) -> None:
    path = folder()
    (path / "lines.yml").unlink()
    with pytest.raises(RegisterError, match=r"lines\.yml: the file is missing"):
        Register.load(path)


def test_a_folder_that_is_no_register_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"register\.yml: the file is missing"):
        Register.load(tmp_path)


def test_a_kommune_s_own_folder_takes_the_national_facts_and_no_other_s_duty_lines(
    folder: WriteFolder,
) -> None:
    path = folder(
        register_yml=f"name: Test\nmade_up: true\nextends: {NATIONAL / 'demo'}\n",
        kommuner_tsv=KOMMUNER.replace("9901\tLykkefjord\tLykkefjord", "9905\tStilleby\tStilleby"),
        postal_codes_no_tsv="",
        offices_yml="offices: []",
        agreements_yml="agreements: []",
        lines_yml="duty_lines: []",
    )
    made = Register.load(path)
    assert made.place("9905") is not None
    assert made.place("9901") is not None
    assert made.numbers()["nks"] == "55 55 33 33"
    assert made.lines == ()


@pytest.mark.parametrize(
    "path", sorted(NATIONAL.rglob("*.yml")), ids=lambda path: str(path.relative_to(NATIONAL))
)
def test_no_file_holds_a_key_that_rasa_would_take_for_its_own(path: Path) -> None:
    assert not re.search(r"(?m)^(nlu|responses|rules|stories)\b", path.read_text(encoding="utf-8"))
