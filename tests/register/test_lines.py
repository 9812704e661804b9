from datetime import datetime

import pytest

from bot.register import KINDS, OSLO, Kind, Register
from tests.register.conftest import WriteFolder

NIGHT = datetime(2026, 11, 22, 3, tzinfo=OSLO)
DAY = datetime(2026, 11, 23, 10, tzinfo=OSLO)
EASTER = datetime(2026, 4, 6, 10, tzinfo=OSLO)


def climb(
    register: Register,
    name: str | None,
    kind: Kind = "shelter",
    when: datetime = DAY,
    confirmed: set[str] | None = None,
) -> list[str]:
    place = register.find_places(name)[0] if name else None
    every = {line.id for line in register.lines}
    rungs = register.ladder(place, kind, when, confirmed=every if confirmed is None else confirmed)
    return [line.id for line in rungs]


BOTH = ["lykkefjord-duty", "lykkefjord-leader", "fallback"]
LADDERS = {
    "connected, by day": ("Lykkefjord", DAY, BOTH),
    "connected, at night": ("Lykkefjord", NIGHT, BOTH),
    "a line with office hours, by day": ("Fagerdal", DAY, ["fagerdal-duty", "fallback"]),
    "a line with office hours, at night": ("Fagerdal", NIGHT, ["fallback"]),
    "a line with office hours, on a holiday": ("Fagerdal", EASTER, ["fallback"]),
    "known and not connected": ("Solvik", DAY, ["fallback"]),
    "a real kommune in the demo": ("Oslo", DAY, ["fallback"]),
    "unknown": (None, DAY, ["fallback"]),
}


@pytest.mark.parametrize(("name", "when", "rungs"), LADDERS.values(), ids=LADDERS.keys())
@pytest.mark.parametrize("kind", KINDS)
def test_the_ladder_has_the_open_lines_and_then_the_fallback(
    demo: Register, name: str | None, when: datetime, rungs: list[str], kind: Kind
) -> None:
    assert climb(demo, name, kind, when) == rungs


def test_a_line_nobody_confirmed_is_in_no_ladder(demo: Register) -> None:
    confirmed = {"lykkefjord-leader", "fallback"}
    assert climb(demo, "Lykkefjord", confirmed=confirmed) == ["lykkefjord-leader", "fallback"]
    assert climb(demo, "Lykkefjord", confirmed=set()) == []


def test_no_real_kommune_has_a_ladder_yet(register: Register) -> None:
    assert register.lines == ()
    assert climb(register, "Oslo") == []


def lines_file(*lines: str) -> str:
    every = "source: made up, verified_on: 2026-11-21"
    rows = "".join(f"  - {{{line}, {every}}}\n" for line in lines)
    return f"duty_lines:\n{rows}"


def line(line_id: str, number: str = "+4799900031", **fields: object) -> str:
    given = {
        "kommune": '"9901"',
        "type": "duty",
        "reach": "both",
        "hours": "always",
        "priority": 1,
        **fields,
    }
    said = ", ".join(f"{key}: {value}" for key, value in given.items() if value is not None)
    return f'id: {line_id}, label: {line_id}, number: "{number}", {said}'


FALLBACK = line("fallback", kommune=None, fallback="true")
ORDERS = {
    "priority before type": (
        [line("house", type="housing", priority=2), line("duty", priority=1)],
        "shelter",
        ["duty", "house"],
    ),
    "at equal priority the closest type first": (
        [line("duty"), line("house", type="housing")],
        "shelter",
        ["house", "duty"],
    ),
    "a line for some after those for everyone": (
        [line("young", audience="youth"), line("duty", priority=9)],
        "shelter",
        ["duty", "young"],
    ),
    "a type that is not right for the kind": (
        [line("house", type="housing"), line("duty", priority=9)],
        "violence",
        ["duty"],
    ),
    "another kommune's line": ([line("other", kommune='"9902"'), line("duty")], "life", ["duty"]),
    "the kommune's own fallback before everybody's": (
        [FALLBACK, line("own", fallback="true", priority=5), line("duty")],
        "life",
        ["duty", "own", "fallback"],
    ),
}


@pytest.mark.parametrize(("lines", "kind", "rungs"), ORDERS.values(), ids=ORDERS.keys())
def test_rungs_are_climbed_in_order(
    folder: WriteFolder, lines: list[str], kind: Kind, rungs: list[str]
) -> None:
    made = Register.load(folder(lines_yml=lines_file(*lines)))
    assert climb(made, "Lykkefjord", kind) == rungs


def test_a_bydel_climbs_its_own_line_before_the_kommune_s(folder: WriteFolder) -> None:
    lines = lines_file(
        line("oslo", kommune='"0301"'),
        line("alna", kommune='"0301"', bydel="Alna"),
        line("bjerke", kommune='"0301"', bydel="Bjerke"),
    )
    agreements = 'agreements: [{kommune: "0301", agreed_on: 2026-11-21, approved_by: leader}]'
    made = Register.load(folder(lines_yml=lines, agreements_yml=agreements))
    assert climb(made, "Alna") == ["alna", "oslo"]
    assert climb(made, "Oslo") == ["oslo"]


def test_a_kommune_that_is_not_connected_has_no_rung_though_it_has_a_line(
    folder: WriteFolder,
) -> None:
    made = Register.load(folder(lines_yml=lines_file(line("solvik", kommune='"9903"'), FALLBACK)))
    assert climb(made, "Solvik") == ["fallback"]


CHANGES = {
    "number": {"number": "+4799900032"},
    "hours": {"hours": '{mon-fri: "08:00-15:30"}'},
    "holidays": {"hours": '{mon-sun: "00:00-24:00"}'},
    "reach": {"reach": "sms"},
    "kommune": {"kommune": '"9902"'},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_line_is_no_longer_confirmed(folder: WriteFolder, change: dict[str, str]) -> None:
    before = Register.load(folder(lines_yml=lines_file(line("duty")))).line("duty").fingerprint
    after = Register.load(folder(lines_yml=lines_file(line("duty", **change))))
    assert after.line("duty").fingerprint != before


SAME = {
    "label": {"label": "another"},
    "priority": {"priority": 2},
    "hours in other words": {"hours": '{mon-sun: "00:00-24:00", holidays: open}'},
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME.keys())
def test_what_no_confirmation_is_about_leaves_it_standing(
    folder: WriteFolder, change: dict[str, str]
) -> None:
    before = Register.load(folder(lines_yml=lines_file(line("duty")))).line("duty").fingerprint
    changed = line("duty", **{key: value for key, value in change.items() if key != "label"})
    changed = changed.replace("label: duty", f"label: {change.get('label', 'duty')}")
    after = Register.load(folder(lines_yml=lines_file(changed)))
    assert after.line("duty").fingerprint == before


REFUSED = {
    "the police": ("+47112", "number"),
    "legevakt, in its long form": ("+47116117", "public number"),
    "the contact centre": ("+4755553333", "public number"),
    "a crisis centre": ("+4722480380", "public number"),
    "a service of another kommune": ("+4791303913", "public number"),
    "no country": ("99900031", "number"),
    "spaces": ("+47 999 00 031", "number"),
}


@pytest.mark.parametrize(("number", "fault"), REFUSED.values(), ids=REFUSED.keys())
def test_a_page_never_goes_to_a_public_or_unclear_number(
    folder: WriteFolder, number: str, fault: str
) -> None:
    path = folder(lines_yml=lines_file(line("duty", number)))
    with pytest.raises(ValueError, match=rf"lines\.yml: .*duty.*{fault}"):
        Register.load(path)


FAULTS = {
    "a fallback with office hours": (
        [line("duty", fallback="true", hours='{mon: "09:00-15:00"}')],
        "always open",
    ),
    "a line of no kommune": ([line("duty", kommune=None)], "only a fallback"),
    "an id twice": ([line("duty"), line("duty", "+4799900032")], "stands twice"),
    "a type nobody knows": ([line("duty", type="vakt")], "type"),
    "a field nobody knows": ([line("duty", colour="red")], "colour"),
    "no priority": ([line("duty", priority=None)], "priority"),
    "a kommune without quotes": ([line("duty", kommune="9901")], "kommune"),
}


@pytest.mark.parametrize(("lines", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_line_that_makes_no_sense_is_refused(
    folder: WriteFolder, lines: list[str], fault: str
) -> None:
    with pytest.raises(ValueError, match=rf"lines\.yml: .*duty.*{fault}"):
        Register.load(folder(lines_yml=lines_file(*lines)))


def test_a_line_the_register_has_no_longer_is_told(demo: Register) -> None:
    assert demo.line("lykkefjord-duty").label == "Vakttelefon, NAV Lykkefjord"
    with pytest.raises(KeyError, match="lykkefjord-day"):
        demo.line("lykkefjord-day")


def test_the_demo_s_numbers_are_of_a_series_given_to_nobody(demo: Register) -> None:
    assert demo.made_up
    assert all(line.number.startswith("+47999") for line in demo.lines)
