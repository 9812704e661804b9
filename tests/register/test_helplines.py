import re
from datetime import date

import pytest

from bot.register import HelpLine, Register
from bot.register.numbers import dialled
from tests.register.conftest import WriteFolder

IDS = {
    "police",
    "ambulance",
    "fire",
    "police_nonurgent",
    "legevakt",
    "child_helpline",
    "violence_line",
    "mental_helpline",
    "kirkens_sos",
    "kors_paa_halsen",
    "nks",
    "nav_debt_line",
    "poison",
    "rustelefonen",
}

SAME_SERVICE = {
    "legevakt": "Legevakt",
    "child_helpline": "Alarmtelefonen for barn og unge",
    "violence_line": "VO-linjen",
    "mental_helpline": "Hjelpetelefonen (Mental Helse)",
    "kirkens_sos": "Kirkens SOS",
    "kors_paa_halsen": "Kors på halsen (Røde Kors)",
    "nks": "Nav Alna",
    "nav_debt_line": "Navs økonomi- og gjeldsveiledningstelefon",
    "rustelefonen": "Rustelefonen",
    "oslo_psychosocial": "Psykososial akuttjeneste, Legevakten i Oslo",
    "oslo_child_welfare": "Barnevernvakten i Oslo",
    "oslo_crisis_centre": "Oslo Krisesenter",
    "hamar_crisis_centre": "Hamar interkommunale krisesenter",
    "ringsaker_child_welfare": "Ringsaker interkommunale barnevernvakt",
    "stange_child_welfare": "Barneverntjenesten i Stange",
    "lillehammer_crisis_centre": "Gudbrandsdal Krisesenter IKS",
    "gjovik_crisis_centre": "Gjøvik Krisesenter IKS",
}


def public_lines(register: Register) -> dict[str, HelpLine]:
    return {**register.helplines, **{line.id: line for line in register.local_lines}}


def test_every_national_number_is_there(register: Register) -> None:
    assert set(register.helplines) == IDS


@pytest.mark.parametrize(("line_id", "service"), SAME_SERVICE.items(), ids=SAME_SERVICE.keys())
def test_a_number_is_the_one_its_service_publishes(
    register: Register, line_id: str, service: str
) -> None:
    published = {row.name: row.phone for row in register.services}
    assert public_lines(register)[line_id].dial == dialled(published[service])


def test_every_number_says_where_and_when_it_was_read(register: Register) -> None:
    for line in public_lines(register).values():
        assert line.source.startswith("https://")
        assert date(2026, 8, 13) <= line.verified_on <= date(2026, 11, 21)


EMERGENCY = {"fire": "110", "police": "112", "ambulance": "113"}


@pytest.mark.parametrize(("line_id", "number"), EMERGENCY.items(), ids=EMERGENCY.keys())
def test_the_three_emergency_numbers_are_not_mixed_up(
    register: Register, line_id: str, number: str
) -> None:
    assert register.numbers()[line_id] == number


def test_texts_are_given_numbers_hours_and_counts(register: Register) -> None:
    numbers = register.numbers()
    assert numbers["nks"] == "55 55 33 33"
    assert numbers["nks_hours"] == "9-15"
    assert numbers["rustelefonen_hours"] == "11-14:30, 15-18"
    assert numbers["violence_line_hours"] == "0-24"
    assert "police_nonurgent_hours" not in numbers
    assert numbers["morning_hours"] == "8-12"
    assert numbers["callback_working_days"] == "2"


def test_every_placeholder_can_stand_in_an_sms_of_the_small_alphabet(register: Register) -> None:
    for name, value in register.numbers().items():
        assert re.fullmatch(r"[a-z_]+", name)
        assert re.fullmatch(r"[0-9 :,\-]+", value)


def test_a_number_that_is_not_public_is_not_shown(folder: WriteFolder) -> None:
    helplines = """
helplines:
  - id: staff_only
    name: For staff
    number: "999 00 055"
    dial: "+4799900055"
    public: false
    source: made up
    verified_on: 2026-11-21
"""
    assert "staff_only" not in Register.load(folder(helplines_yml=helplines)).numbers()


def test_a_local_line_that_is_not_public_is_not_shown(folder: WriteFolder) -> None:
    lines = """
duty_lines: []
public_lines:
  - id: staff_only
    name: For staff
    number: "999 00 055"
    dial: "+4799900055"
    kommuner: ["9901"]
    kinds: [life]
    public: PUBLIC
    source: made up
    verified_on: 2026-11-21
"""
    for public, shown in (("true", ["staff_only"]), ("false", [])):
        made = Register.load(folder(lines_yml=lines.replace("PUBLIC", public)))
        place = made.find_places("Lykkefjord")[0]
        assert [line.id for line in made.local_lines_for(place, "life")] == shown


LOCAL = {
    "somewhere to sleep in Oslo": ("Oslo", "shelter", ["oslo_psychosocial"]),
    "violence in a bydel": ("Alna", "violence", ["oslo_psychosocial", "oslo_crisis_centre"]),
    "a child in Stange": (
        "Stange",
        "child",
        ["ringsaker_child_welfare", "stange_child_welfare"],
    ),
    "violence in Våler in Innlandet": ("Våler i Innlandet", "violence", ["hamar_crisis_centre"]),
    "violence in Våler in Østfold": ("Våler i Østfold", "violence", []),
}


@pytest.mark.parametrize(("name", "kind", "ids"), LOCAL.values(), ids=LOCAL.keys())
def test_a_kommune_may_have_public_lines_of_its_own(
    register: Register, name: str, kind: str, ids: list[str]
) -> None:
    place = register.find_places(name)[0]
    assert [line.id for line in register.local_lines_for(place, kind)] == ids  # type: ignore[arg-type]


def test_no_crisis_centre_has_an_address(register: Register) -> None:
    centres = [row for row in register.services if "krisesenter" in row.name.casefold()]
    assert len(centres) == 4
    assert [row.address for row in centres] == [""] * 4
