from datetime import date

import pytest

from bot.register import Finding, Register, check
from tests.register.conftest import NATIONAL, WriteFolder

TODAY = date(2026, 11, 21)


def said(findings: list[Finding], *, serious: bool | None = None) -> list[str]:
    return [
        f"{finding.file} {finding.subject}: {finding.problem}"
        for finding in findings
        if serious is None or finding.serious is serious
    ]


def test_the_real_register_lacks_only_its_fallback(register: Register) -> None:
    assert said(check(register, TODAY)) == [
        "lines.yml duty_lines: no fallback line: an emergency of an unknown kommune reaches nobody"
    ]


def test_the_demo_lacks_nothing(demo: Register) -> None:
    assert check(demo, TODAY) == []


def test_facts_are_looked_at_again_after_half_a_year(demo: Register) -> None:
    overdue = said(check(demo, date(2027, 2, 10)))
    assert "helplines.yml nks: last verified on 2026-08-13: look again" in overdue
    assert not any("police:" in finding for finding in overdue)
    assert len(said(check(demo, date(2027, 2, 9)))) == 0


def test_a_fact_cannot_be_verified_tomorrow(demo: Register) -> None:
    findings = said(check(demo, date(2026, 11, 20)))
    assert "lines.yml fallback: verified on 2026-11-21, a day to come" in findings


def test_the_service_s_own_number_is_never_paged(demo: Register) -> None:
    findings = check(demo, TODAY, own_numbers=["+4799900011"])
    assert said(findings, serious=True) == ["lines.yml lykkefjord-duty: the number is our own"]


LINE = """
duty_lines:
  - id: duty
    label: Vakttelefon
    kommune: "9901"
    type: duty
    number: "+4799900031"
    reach: both
    hours: always
    priority: 1
    source: made up
    verified_on: 2026-11-21
"""
NKS = """
  - id: nks
    label: NKS
    type: nks
    number: "+4799900032"
    reach: both
    hours: always
    priority: 1
    source: made up
    verified_on: 2026-11-21
"""
PROBLEMS = {
    "no such number": (("+4799900031", "+4719900031"), "+4719900031 is not a valid number"),
    "a fixed line is texted": (
        ("+4799900031", "+4722400099"),
        "+4722400099 is a fixed line and takes no text message",
    ),
    "no such kommune": (("9901", "9876"), "there is no place 9876"),
    "no such neighbour": (
        ("    type: duty", '    also_serves: ["9876"]\n    type: duty'),
        "there is no place 9876",
    ),
    "a bydel for a neighbour": (
        ("    type: duty", '    also_serves: ["0326"]\n    type: duty'),
        "there is no place 0326",
    ),
    "no such bydel": (('"9901"', '"0301"\n    bydel: Alnabru'), "there is no place 0301 Alnabru"),
    "a kommune that is not connected": (
        ("9901", "9903"),
        "Solvik is not connected: the line is never paged",
    ),
}


@pytest.mark.parametrize(("change", "problem"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_a_line_that_will_not_work_is_found(
    folder: WriteFolder, change: tuple[str, str], problem: str
) -> None:
    made = Register.load(folder(lines_yml=LINE.replace(*change)))
    assert f"lines.yml duty: {problem}" in said(check(made, TODAY))


def test_a_line_that_is_only_phoned_may_be_a_fixed_one(folder: WriteFolder) -> None:
    content = LINE.replace("+4799900031", "+4722400099").replace("both", "call")
    made = Register.load(folder(lines_yml=content))
    assert not any("duty:" in finding for finding in said(check(made, TODAY)))


def test_a_connected_kommune_without_a_line_for_a_kind_is_found(folder: WriteFolder) -> None:
    made = Register.load(folder(lines_yml=LINE.replace("type: duty", "type: child_welfare")))
    findings = said(check(made, TODAY), serious=True)
    assert "lines.yml Lykkefjord: no duty line for shelter" in findings
    assert "lines.yml Lykkefjord: no duty line for child" not in findings


def test_a_neighbour_s_line_that_is_paged_for_a_connected_kommune_is_nothing_to_mend(
    folder: WriteFolder,
) -> None:
    serves = 'kommune: "9903"\n    also_serves: ["9901"]'
    made = Register.load(folder(lines_yml=LINE.replace('kommune: "9901"', serves)))
    findings = said(check(made, TODAY))
    assert not any("duty:" in finding or "Lykkefjord" in finding for finding in findings)


def test_a_connected_kommune_with_nothing_but_a_leader_is_helped(folder: WriteFolder) -> None:
    made = Register.load(folder(lines_yml=LINE.replace("type: duty", "type: lead")))
    assert not any("Lykkefjord" in finding for finding in said(check(made, TODAY)))


@pytest.mark.parametrize("kommune", ['kommune: "9901"', ""])
def test_a_fallback_or_a_phone_of_nks_is_no_line_of_the_kommune(
    folder: WriteFolder, kommune: str
) -> None:
    content = LINE.replace('kommune: "9901"', kommune)
    content += "    fallback: true\n"
    made = Register.load(folder(lines_yml=content if kommune else content + NKS))
    findings = said(check(made, TODAY), serious=True)
    assert "lines.yml Lykkefjord: no duty line for life" in findings


def test_a_type_no_ladder_names_is_found(folder: WriteFolder) -> None:
    table = (NATIONAL / "ladders.yml").read_text(encoding="utf-8").replace("crisis_centre, ", "")
    content = LINE.replace("type: duty", "type: crisis_centre")
    made = Register.load(folder(lines_yml=content, ladders_yml=table))
    findings = said(check(made, TODAY), serious=False)
    assert "lines.yml duty: no ladder names crisis_centre: the line is never paged" in findings


def test_a_public_line_that_is_a_duty_line_too_is_overdue_once(register: Register) -> None:
    overdue = said(check(register, date(2027, 2, 10)))
    assert len([each for each in overdue if "oslo_child_welfare" in each]) == 1


def test_an_agreement_with_nobody_is_found(folder: WriteFolder) -> None:
    agreements = 'agreements: [{kommune: "9876", agreed_on: 2026-11-21, approved_by: leader}]'
    made = Register.load(folder(agreements_yml=agreements))
    assert "agreements.yml 9876: there is no such place" in said(check(made, TODAY))


def test_an_office_of_no_kommune_or_without_a_phone_is_found(folder: WriteFolder) -> None:
    offices = """
offices:
  - id: nav-nowhere
    name: NAV Nowhere
    kommuner: ["9876"]
    phone: nobody
    source: made up
    verified_on: 2026-11-21
"""
    findings = said(check(Register.load(folder(offices_yml=offices)), TODAY))
    assert "offices.yml nav-nowhere: there is no place 9876" in findings
    assert "offices.yml nav-nowhere: there is no help line nobody" in findings
    assert "offices.yml Lykkefjord: connected, but without an office" in findings
