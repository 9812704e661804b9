from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.register import KINDS, OSLO, Kind, Register, RegisterError
from bot.register.hours import parse_hours
from bot.register.ladders import build_ladder
from bot.register.lines import DutyLine
from tests.register.conftest import NATIONAL, WriteFolder
from tests.register.line_files import DAY, NIGHT, climb, line, lines_file

EVENING = datetime(2026, 11, 23, 18, tzinfo=OSLO)
EASTER = datetime(2026, 4, 6, 10, tzinfo=OSLO)

BOTH = ["lykkefjord-duty", "lykkefjord-leader", "fallback"]
LADDERS = {
    "connected, by day": ("Lykkefjord", DAY, BOTH),
    "connected, at night": ("Lykkefjord", NIGHT, BOTH),
    "a line with office hours, by day": ("Fagerdal", DAY, ["fagerdal-duty", "fallback"]),
    "a line with office hours, at night": ("Fagerdal", NIGHT, ["fallback"]),
    "a line with office hours, on a holiday": ("Fagerdal", EASTER, ["fallback"]),
    "known and not connected": ("Solvik", DAY, ["fallback"]),
    "a neighbour's line does not connect it": ("Solvik", EVENING, ["fallback"]),
    "a real kommune in the demo": ("Oslo", DAY, ["fallback"]),
    "unknown": (None, DAY, ["fallback"]),
}


@pytest.mark.parametrize(("name", "when", "rungs"), LADDERS.values(), ids=LADDERS.keys())
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "child"])
def test_the_ladder_has_the_open_lines_and_then_the_fallback(
    demo: Register, name: str | None, when: datetime, rungs: list[str], kind: Kind
) -> None:
    assert climb(demo, name, kind, when) == rungs


CHILD = {
    "at night the child-welfare duty phone first": (NIGHT, ["lykkefjord-child-welfare", *BOTH]),
    "in the evening too": (EVENING, ["lykkefjord-child-welfare", *BOTH]),
    "on a holiday too": (EASTER, ["lykkefjord-child-welfare", *BOTH]),
    "by day it is closed": (DAY, BOTH),
}


@pytest.mark.parametrize(("when", "rungs"), CHILD.values(), ids=CHILD.keys())
def test_a_child_in_danger_is_brought_to_child_welfare(
    demo: Register, when: datetime, rungs: list[str]
) -> None:
    assert climb(demo, "Lykkefjord", "child", when) == rungs


NORDVIK: dict[str, tuple[Kind, datetime, list[str]]] = {
    "shelter by day: the team for housing first": (
        "shelter",
        DAY,
        ["nordvik-housing", "nordvik-duty", "nordvik-leader", "fallback"],
    ),
    "violence by day: the crisis centre, and housing last of its own": (
        "violence",
        DAY,
        ["nordvik-duty", "nordvik_crisis_centre", "nordvik-housing", "nordvik-leader", "fallback"],
    ),
    "violence in the evening": (
        "violence",
        EVENING,
        ["nordvik_crisis_centre", "nordvik-leader", "solvik-out-of-hours", "fallback"],
    ),
    "shelter in the evening: the leader, then the line shared with a neighbour": (
        "shelter",
        EVENING,
        ["nordvik-leader", "solvik-out-of-hours", "fallback"],
    ),
    "shelter in the night to Sunday": ("shelter", NIGHT, ["solvik-out-of-hours", "fallback"]),
    "shelter in the night to Tuesday": (
        "shelter",
        DAY + timedelta(hours=16),
        ["fallback"],
    ),
}


@pytest.mark.parametrize(("kind", "when", "rungs"), NORDVIK.values(), ids=NORDVIK.keys())
def test_nordvik_has_a_line_for_every_rung(
    demo: Register, kind: Kind, when: datetime, rungs: list[str]
) -> None:
    assert climb(demo, "Nordvik", kind, when) == rungs


def test_a_line_nobody_confirmed_is_in_no_ladder(demo: Register) -> None:
    confirmed = {"lykkefjord-leader", "fallback"}
    assert climb(demo, "Lykkefjord", confirmed=confirmed) == ["lykkefjord-leader", "fallback"]
    assert climb(demo, "Lykkefjord", confirmed=set()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_real_kommune_has_a_ladder_yet(register: Register, kind: Kind) -> None:
    assert climb(register, "Oslo", kind) == []
    assert climb(register, "Hamar", kind, NIGHT) == []


FALLBACK = line("fallback", kommune=None, fallback="true")
NKS = line("nks", kommune=None, type="nks", hours='{mon-fri: "09:00-15:00"}')
LEAD = line("lead", type="lead")
OUT = line("out", type="out_of_hours")
NEIGHBOUR = line("neighbour", kommune='"9902"', also_serves='["9901"]')
ORDERS: dict[str, tuple[list[str], Kind, list[str]]] = {
    "priority before type": (
        [line("house", audience="housing", priority=2), line("duty", priority=1)],
        "shelter",
        ["duty", "house"],
    ),
    "at equal priority as the table has them": (
        [line("duty"), line("house", audience="housing")],
        "shelter",
        ["house", "duty"],
    ),
    "a line for some after those for everyone": (
        [line("young", audience="youth"), line("duty", priority=9)],
        "shelter",
        ["duty", "young"],
    ),
    "a line for others after those that are right": (
        [line("house", audience="housing"), line("duty", priority=9)],
        "violence",
        ["duty", "house"],
    ),
    "a type that is not right for the kind": (
        [line("child", type="child_welfare"), line("duty", priority=9)],
        "violence",
        ["duty"],
    ),
    "another kommune's line": ([line("other", kommune='"9902"'), line("duty")], "life", ["duty"]),
    "leads after all right lines": ([LEAD, line("duty", priority=9)], "life", ["duty", "lead"]),
    "lead, out-of-hours, NKS, fallback": (
        [FALLBACK, NKS, OUT, LEAD, line("duty")],
        "life",
        ["duty", "lead", "out", "nks", "fallback"],
    ),
    "a neighbour's right line after the out-of-hours lines": (
        [NKS, NEIGHBOUR, line("out", type="out_of_hours", priority=9), LEAD],
        "life",
        ["lead", "out", "neighbour", "nks"],
    ),
    "the own out-of-hours line before one shared": (
        [
            line("shared", kommune='"9902"', type="out_of_hours", also_serves='["9901"]'),
            line("out", type="out_of_hours", priority=9),
        ],
        "life",
        ["out", "shared"],
    ),
    "a neighbour's line that is not right": (
        [line("centre", kommune='"9902"', type="crisis_centre", also_serves='["9901"]')],
        "child",
        [],
    ),
    "a leader of two kommuner": (
        [line("both", kommune='"9902"', type="lead", also_serves='["9901"]'), OUT],
        "life",
        ["both", "out"],
    ),
    "the kommune's own fallback before everybody's": (
        [FALLBACK, line("own", fallback="true", priority=5), line("duty")],
        "life",
        ["duty", "own", "fallback"],
    ),
    "one phone rings once, where it comes first": (
        [
            line("duty", "+4799900031"),
            line("lead", "+4799900031", type="lead"),
            line("fallback", "+4799900031", kommune=None, fallback="true"),
            OUT,
        ],
        "life",
        ["duty", "out"],
    ),
}


@pytest.mark.parametrize(("lines", "kind", "rungs"), ORDERS.values(), ids=ORDERS.keys())
def test_rungs_are_climbed_in_order(
    folder: WriteFolder, lines: list[str], kind: Kind, rungs: list[str]
) -> None:
    made = Register.load(folder(lines_yml=lines_file(*lines)))
    assert climb(made, "Lykkefjord", kind) == rungs


def test_nks_has_a_phone_for_staff_in_its_hours(folder: WriteFolder) -> None:
    made = Register.load(folder(lines_yml=lines_file(NKS, FALLBACK)))
    assert climb(made, "Lykkefjord", when=DAY) == ["nks", "fallback"]
    assert climb(made, "Lykkefjord", when=NIGHT) == ["fallback"]
    assert climb(made, "Solvik", when=DAY) == ["fallback"]
    assert climb(made, None, when=DAY) == ["fallback"]


def test_a_bydel_climbs_its_own_line_before_the_kommune_s(folder: WriteFolder) -> None:
    lines = lines_file(
        line("oslo", kommune='"0301"'),
        line("alna", kommune='"0301"', bydel="Alna", priority=2),
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


HOURS = [
    parse_hours(hours)
    for hours in (
        "always",
        {"mon-fri": "08:00-15:30"},
        {"mon-sun": "22:00-02:30", "holidays": "open"},
        {},
    )
]


@st.composite
def duty_lines(draw: st.DrawFn, line_id: str) -> DutyLine:
    """Any line that could stand in a register of Lykkefjord, Fagerdal and Solvik."""
    kind = draw(st.sampled_from(["duty", "child_welfare", "out_of_hours", "lead", "nks"]))
    fallback = draw(st.booleans())
    kommune = None if kind == "nks" else draw(st.sampled_from(["9901", "9902", "9903"]))
    neighbours = ["9901", "9902", "9903"] if kommune and not fallback else []
    return DutyLine.model_validate(
        {
            "id": line_id,
            "label": line_id,
            "kommune": None if fallback and draw(st.booleans()) else kommune,
            "also_serves": [code for code in neighbours if code != kommune and draw(st.booleans())],
            "type": kind,
            "audience": draw(st.sampled_from(["everyone", "youth", "housing"])),
            "number": f"+479990000{draw(st.integers(0, 5))}",
            "reach": "both",
            "hours": HOURS[0] if fallback else draw(st.sampled_from(HOURS)),
            "priority": draw(st.integers(1, 2)),
            "fallback": fallback,
            "source": "made up",
            "verified_on": "2026-11-21",
        }
    )


@st.composite
def some_lines(draw: st.DrawFn) -> list[DutyLine]:
    return [draw(duty_lines(f"line-{number}")) for number in range(draw(st.integers(0, 7)))]


@settings(deadline=None, max_examples=300)
@given(
    lines=some_lines(),
    code=st.sampled_from(["9901", "9902", "9903", None]),
    kind=st.sampled_from(KINDS),
    when=st.integers(0, 400 * 24).map(lambda hours: DAY + timedelta(hours=hours)),
    unconfirmed=st.sets(st.integers(0, 6)),
)
def test_whatever_lines_there_are_a_ladder_ends_in_the_fallback_and_rings_no_phone_twice(
    demo: Register,
    lines: list[DutyLine],
    code: str | None,
    kind: Kind,
    when: datetime,
    unconfirmed: set[int],
) -> None:
    place = demo.place(code) if code else None
    confirmed = [each for each in lines if each.id not in {f"line-{n}" for n in unconfirmed}]
    ladder = build_ladder(confirmed, place, kind, demo.ladders, when, demo.calendar)
    assert all(rung in confirmed for rung in ladder)
    assert all(rung.hours.open_at(when, demo.calendar) for rung in ladder)
    numbers = [rung.number for rung in ladder]
    assert len(numbers) == len(set(numbers))
    ends = [rung.fallback for rung in ladder]
    assert ends == sorted(ends)
    for each in confirmed:
        if each.fallback and each.kommune in (None, code):
            assert each.number in numbers
    if place is None or not place.connected:
        assert all(ends)


TABLE = (NATIONAL / "ladders.yml").read_text(encoding="utf-8")
FAULTS = {
    "a type nobody knows": ("life: [duty]", "life: [vakt]", r"life\[0\].*'vakt' is no type"),
    "a type of before": ("life: [duty]", "life: [duty, readiness]", r"life\[1\].*'readiness'"),
    "a lead among the right ones": ("life: [duty]", "life: [lead]", r"'lead' is no type.*duty"),
    "an audience nobody knows": ("duty:housing", "duty:hosing", r"'hosing' is no audience"),
    "an audience left out": ("duty:housing", "duty:", r"'' is no audience"),
    "a kind without a line": ("life: [duty]", "life: []", "no line types for life"),
    "a kind that is missing": ("  life: [duty]\n", "", "no line types for life"),
    "a kind nobody knows": ("life: [duty]", "lives: [duty]", "lives"),
    "what follows, unknown": ("then: [lead", "then: [boss", r"then\[0\].*'lead'"),
    "what follows, a part missing": (", nks]", "]", "then: each of lead, out_of_hours, nks"),
}


@pytest.mark.parametrize(("said", "instead", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_table_that_makes_no_sense_is_refused(
    folder: WriteFolder, said: str, instead: str, fault: str
) -> None:
    assert said in TABLE
    with pytest.raises(RegisterError, match=rf"ladders\.yml: (?s:.*){fault}"):
        Register.load(folder(ladders_yml=TABLE.replace(said, instead)))


def test_a_kommune_s_register_may_decide_what_follows_first(folder: WriteFolder) -> None:
    table = TABLE.replace("then: [lead, out_of_hours, nks]", "then: [nks, out_of_hours, lead]")
    lines = lines_file(FALLBACK, NKS, NEIGHBOUR, OUT, LEAD, line("duty"))
    made = Register.load(folder(ladders_yml=table, lines_yml=lines))
    rungs = ["duty", "nks", "out", "neighbour", "lead", "fallback"]
    assert climb(made, "Lykkefjord", "life") == rungs
