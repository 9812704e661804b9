"""Public services that may be phoned about an emergency, and numbers that never may."""

from datetime import datetime

import pytest

from bot.register import OSLO, Register, RegisterError, check
from tests.register.conftest import NATIONAL, WriteFolder
from tests.register.line_files import DAY, NIGHT, climb, line, lines_file
from tests.register.test_checks import TODAY, said

DUTIES = {
    "oslo_child_welfare": ("child_welfare", ["0301"]),
    "oslo_crisis_centre": ("crisis_centre", ["0301"]),
    "hamar_crisis_centre": (
        "crisis_centre",
        ["3403", "3411", "3412", "3413", "3419", "3420", "3421", "3422", "3425"],
    ),
    "ringsaker_child_welfare": ("child_welfare", ["3403", "3411", "3412", "3413", "3420"]),
    "stange_child_welfare": ("child_welfare", ["3413"]),
    "gjovik_crisis_centre": ("crisis_centre", ["3407"]),
}


def test_the_services_that_may_be_phoned_are_those_of_the_register(register: Register) -> None:
    found = {each.id: (each.type, [each.kommune, *each.also_serves]) for each in register.lines}
    assert found == DUTIES
    for each in register.lines:
        public = next(local for local in register.local_lines if local.id == each.id)
        assert (each.number, each.label, each.hours) == (public.dial, public.name, public.hours)
        assert (each.reach, each.staff_only, each.fallback) == ("call", False, False)


REAL = "name: Hamar\nmade_up: false\nextends: {path}\n"
PUBLIC = """
public_lines:
  - id: centre
    name: Krisesenteret
    number: "62 56 18 30"
    dial: "+4762561830"
    hours: always
    kommuner: ["3411", "3403"]
    kinds: [violence]
    duty: {type: crisis_centre}
    public: true
    source: https://www.hamar.kommune.no
    verified_on: 2026-08-13
"""
CONNECTED = 'agreements: [{kommune: "3403", agreed_on: 2026-11-21, approved_by: leader}]'


@pytest.fixture
def hamar(folder: WriteFolder) -> Register:
    """A folder of Hamar's own, whose crisis centre serves Ringsaker first."""
    lines = lines_file(
        line("duty", kommune='"3403"'),
        line("lead", kommune='"3403"', type="lead"),
        line("out", kommune='"3403"', type="out_of_hours"),
    )
    path = folder(
        register_yml=REAL.format(path=NATIONAL),
        lines_yml=lines + PUBLIC,
        agreements_yml=CONNECTED,
    )
    return Register.load(path)


def test_a_confirmed_crisis_centre_is_a_rung_of_every_kommune_it_serves(hamar: Register) -> None:
    assert climb(hamar, "Hamar", "violence") == ["duty", "centre", "lead", "out"]
    assert climb(hamar, "Hamar", "shelter") == ["duty", "lead", "out"]
    assert climb(hamar, "Hamar", "violence", confirmed={"duty", "lead"}) == ["duty", "lead"]
    assert climb(hamar, "Ringsaker", "violence") == []  # it is not connected


def test_a_public_line_that_is_a_duty_line_is_still_shown(hamar: Register) -> None:
    place = hamar.find_places("Hamar")[0]
    assert "centre" in {each.id for each in hamar.local_lines_for(place, "violence")}


def test_a_shared_child_welfare_line_is_the_own_line_of_each_kommune(folder: WriteFolder) -> None:
    national = (NATIONAL / "lines.yml").read_text(encoding="utf-8")
    duty = lines_file(line("duty", kommune='"3403"'))
    path = folder(
        register_yml=REAL.format(path=NATIONAL),
        lines_yml=national.replace("duty_lines: []\n", duty),
        agreements_yml=CONNECTED,
    )
    made = Register.load(path)
    assert climb(made, "Hamar", "child", NIGHT) == ["ringsaker_child_welfare", "duty"]
    assert climb(made, "Hamar", "child", DAY) == ["duty"]


def test_a_service_of_a_folder_that_is_only_extended_is_no_duty_line(demo: Register) -> None:
    assert demo.local_lines_for(demo.find_places("Hamar")[0], "violence") != []
    assert not {each.id for each in demo.lines} & DUTIES.keys()


@pytest.mark.parametrize("number", ["+4762561830", "+4747472787"])
def test_a_local_service_is_phoned_and_never_texted(folder: WriteFolder, number: str) -> None:
    for reach in ("sms", "both", "call"):
        path = folder(
            register_yml=REAL.format(path=NATIONAL),
            lines_yml=lines_file(line("own", number, reach=reach)),
        )
        if reach == "call":
            assert Register.load(path).line("own").number == number
        else:
            with pytest.raises(RegisterError, match=r"own, number: .* of a service: reach: call"):
                Register.load(path)


@pytest.mark.parametrize("number", ["+4762561830", "+4747472787"])
def test_a_made_up_register_phones_no_real_service(folder: WriteFolder, number: str) -> None:
    path = folder(lines_yml=lines_file(line("own", number, reach="call")))
    with pytest.raises(RegisterError, match="public number"):
        Register.load(path)


NEVER = {
    "the police": "+47112",
    "the fire brigade": "+47110",
    "the ambulance": "+47113",
    "legevakt": "+47116117",
    "the contact centre": "+4755553333",
    "Kirkens SOS": "+4722400040",
    "a national service": "+4722961600",
}


@pytest.mark.parametrize("number", NEVER.values(), ids=NEVER.keys())
@pytest.mark.parametrize("line_type", ["duty", "nks"])
def test_a_help_line_is_no_duty_line_not_even_by_call(
    folder: WriteFolder, number: str, line_type: str
) -> None:
    kommune = None if line_type == "nks" else '"3403"'
    own = line("own", number, reach="call", type=line_type, kommune=kommune)
    path = folder(register_yml=REAL.format(path=NATIONAL), lines_yml=lines_file(own))
    with pytest.raises(RegisterError, match=r"lines\.yml: (own, |.*\(own\)\.)number: "):
        Register.load(path)


SHOWN = ["55 55 33 33", "555 53 333", "55553333", "+47 55 55 33 33", "0047 55553333"]


@pytest.mark.parametrize("shown", SHOWN)
def test_a_help_line_is_known_however_its_number_is_written(
    folder: WriteFolder, shown: str
) -> None:
    public = PUBLIC.replace("62 56 18 30", shown).replace("+4762561830", "+4755553333")
    path = folder(register_yml=REAL.format(path=NATIONAL), lines_yml="duty_lines: []\n" + public)
    with pytest.raises(RegisterError, match=r"centre, number: .*public number, no duty line"):
        Register.load(path)


FAULTS = {
    "hours nobody knows": (("    hours: always\n", ""), "hours are not known"),
    "no kommune": (('["3411", "3403"]', "[]"), "serves no kommune"),
    "a short number": (
        ('"62 56 18 30"\n    dial: "+4762561830"', '"02800"\n    dial: "02800"'),
        "short number",
    ),
    "a duty nobody knows": (("crisis_centre}", "lead}"), "duty.type"),
    "an id twice": (("id: centre", "id: duty"), "duty: the id stands twice"),
}


@pytest.mark.parametrize(("change", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_service_that_nobody_could_phone_is_refused(
    folder: WriteFolder, change: tuple[str, str], fault: str
) -> None:
    lines = lines_file(line("duty", kommune='"3403"')) + PUBLIC.replace(*change)
    path = folder(register_yml=REAL.format(path=NATIONAL), lines_yml=lines)
    with pytest.raises(RegisterError, match=fault):
        Register.load(path)


def test_a_changed_service_must_be_confirmed_anew(folder: WriteFolder) -> None:
    prints = set()
    changes = [
        ("", ""),
        ("hours: always", 'hours: {mon-sun: "08:00-20:00"}'),
        ('["3411", "3403"]', '["3411", "3403", "3412"]'),
        ("type: crisis_centre", "type: out_of_hours"),
    ]
    for said_before, instead in changes:
        lines = "duty_lines: []\n" + PUBLIC.replace(said_before, instead)
        path = folder(register_yml=REAL.format(path=NATIONAL), lines_yml=lines)
        prints.add(Register.load(path).line("centre").fingerprint)
    assert len(prints) == len(changes)


def test_a_service_counts_where_gaps_are_looked_for(hamar: Register) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=OSLO)
    kinds = {kind for gap in hamar.gaps({"centre"}, now) for kind in gap.kinds}
    assert kinds == {"life", "suicide", "child", "shelter", "necessities"}


def test_a_service_of_kommuner_that_are_not_connected_is_nothing_to_mend(hamar: Register) -> None:
    assert not any("centre" in finding for finding in said(check(hamar, TODAY)))
