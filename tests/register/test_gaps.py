import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.register import KINDS, OSLO, Gap, Kind, Place, Register
from bot.register.gaps import find_gaps
from bot.register.hours import parse_hours
from bot.register.lines import DutyLine
from tests.register.conftest import WriteFolder
from tests.register.line_files import line, lines_file

ONLY = 'agreements: [{kommune: "9901", agreed_on: 2026-11-21, approved_by: leader}]'
FORTNIGHT = timedelta(days=14)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def told(gaps: list[Gap], kind: Kind = "life") -> list[str]:
    """Gaps of a kind as a wall clock in Norway shows them."""
    ours = [gap for gap in gaps if kind in gap.kinds]
    return [" - ".join(_shown(moment) for moment in (gap.begins, gap.ends)) for gap in ours]


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(OSLO):%a %d.%m. %H:%M}"


def gaps_of(register: Register, now: str) -> list[Gap]:
    return register.gaps({each.id for each in register.lines}, at(now))


def test_nobody_is_there_after_office_hours_nor_on_holidays(folder: WriteFolder) -> None:
    lines = lines_file(line("duty", hours='{mon-fri: "08:00-15:30"}'))
    made = Register.load(folder(lines_yml=lines, agreements_yml=ONLY))
    # Ascension Day is a Thursday, Constitution Day a Sunday.
    assert told(gaps_of(made, "2026-05-12T12:00"))[:4] == [
        "Tue 12.05. 15:30 - Wed 13.05. 08:00",
        "Wed 13.05. 15:30 - Fri 15.05. 08:00",
        "Fri 15.05. 15:30 - Mon 18.05. 08:00",
        "Mon 18.05. 15:30 - Tue 19.05. 08:00",
    ]


def test_a_gap_begins_now_when_nobody_is_there_and_is_followed_for_a_fortnight(
    folder: WriteFolder,
) -> None:
    lines = lines_file(line("duty", hours='{sat: "10:00-12:00"}'))
    made = Register.load(folder(lines_yml=lines, agreements_yml=ONLY))
    assert told(gaps_of(made, "2026-11-23T07:17")) == [
        "Mon 23.11. 07:17 - Sat 28.11. 10:00",
        "Sat 28.11. 12:00 - Sat 05.12. 10:00",
        "Sat 05.12. 12:00 - Mon 07.12. 07:17",
    ]


def test_a_line_that_has_failed_leaves_a_gap(demo: Register) -> None:
    now = at("2026-11-23T07:00")
    lykkefjord = demo.find_places("Lykkefjord")[0]
    assert lykkefjord not in {gap.place for gap in gaps_of(demo, "2026-11-23T07:00")}
    gaps = demo.gaps({"fagerdal-duty", "nordvik-duty"}, now)
    whole = Gap(lykkefjord, KINDS, now, now + FORTNIGHT)
    assert [gap for gap in gaps if gap.place == lykkefjord] == [whole]


CHANGES = {
    "spring": (
        "2027-03-27T12:00",
        ("2027-03-28T00:45:00+00:00", "2027-03-28T01:00:00+00:00"),
    ),
    "autumn": (
        "2026-10-24T12:00",
        ("2026-10-24T23:45:00+00:00", "2026-10-25T02:00:00+00:00"),
    ),
}


@pytest.mark.parametrize(("now", "gap"), CHANGES.values(), ids=CHANGES.keys())
def test_a_gap_in_the_night_the_clock_changes_is_as_long_as_it_really_lasts(
    folder: WriteFolder, now: str, gap: tuple[str, str]
) -> None:
    lines = lines_file(
        line("night", hours='{mon-sun: "20:00-01:45", holidays: open}'),
        line("day", hours='{mon-sun: "03:00-20:00", holidays: open}'),
    )
    made = Register.load(folder(lines_yml=lines, agreements_yml=ONLY))
    first = gaps_of(made, now)[0]
    assert (first.begins, first.ends) == tuple(map(datetime.fromisoformat, gap))


def test_kinds_that_lack_the_same_hours_share_a_gap(demo: Register) -> None:
    usable = {"nordvik-duty", "nordvik-housing", "nordvik_crisis_centre"}
    gaps = demo.gaps(usable, at("2026-11-23T12:00"))  # a Monday
    first = [gap for gap in gaps if gap.place.name == "Nordvik"][:2]
    assert [gap.kinds for gap in first] == [
        ("life", "suicide", "child", "shelter", "necessities"),
        ("violence",),
    ]
    assert told(first, "life") == ["Mon 23.11. 15:30 - Tue 24.11. 08:00"]
    assert told(first, "violence") == ["Mon 23.11. 22:00 - Tue 24.11. 08:00"]


def test_the_fallback_and_nks_fill_no_gap(folder: WriteFolder) -> None:
    lines = lines_file(
        line("nks", kommune=None, type="nks"), line("fallback", kommune=None, fallback="true")
    )
    made = Register.load(folder(lines_yml=lines, agreements_yml=ONLY))
    now = at("2026-11-23T12:00")
    place = made.find_places("Lykkefjord")[0]
    assert gaps_of(made, "2026-11-23T12:00") == [Gap(place, KINDS, now, now + FORTNIGHT)]


def test_a_kommune_that_is_not_connected_has_no_gaps(demo: Register) -> None:
    places = {gap.place.name for gap in demo.gaps(set(), at("2026-11-23T12:00"))}
    assert places == {"Lykkefjord", "Fagerdal", "Nordvik"}


def test_a_bydel_that_is_connected_is_looked_at_with_its_kommune_s_lines(
    folder: WriteFolder,
) -> None:
    lines = lines_file(
        line("oslo", kommune='"0301"', hours='{mon-sun: "08:00-24:00", holidays: open}'),
        line("alna", kommune='"0301"', bydel="Alna", hours='{mon-sun: "00:00-07:00"}'),
        line("bjerke", kommune='"0301"', bydel="Bjerke"),
    )
    agreement = '{kommune: "0301", bydel: Alna, agreed_on: 2026-11-21, approved_by: leader}'
    made = Register.load(folder(lines_yml=lines, agreements_yml=f"agreements: [{agreement}]"))
    gaps = gaps_of(made, "2026-11-23T12:00")
    assert gaps[0].place.bydel == "Alna"
    assert told(gaps)[0] == "Tue 24.11. 07:00 - Tue 24.11. 08:00"


HOURS = [
    parse_hours(hours)
    for hours in (
        "always",
        {"mon-fri": "08:00-15:30"},
        {"mon-fri": "15:30-08:00", "sat-sun": "00:00-24:00", "holidays": "00:00-24:00"},
        {"mon-sun": "22:00-02:00", "holidays": "open"},
        {"mon-sun": "02:30-03:15", "holidays": "open", "days": {"12-25": "closed"}},
        {"sat": "11:59-11:58"},
        {},
    )
]
TYPES = [
    ("duty", "everyone"),
    ("duty", "housing"),
    ("child_welfare", "everyone"),
    ("lead", "youth"),
]
STARTS = [
    at("2026-10-15T07:13"),
    at("2027-03-20T18:00"),
    at("2026-12-18T12:00"),
    at("2026-03-28T23:59"),
]


@st.composite
def duty_lines(draw: st.DrawFn, line_id: str) -> DutyLine:
    line_type, audience = draw(st.sampled_from([*TYPES, ("out_of_hours", "everyone")]))
    kommune = draw(st.sampled_from(["9901", "9902"]))
    return DutyLine.model_validate(
        {
            "id": line_id,
            "label": line_id,
            "kommune": kommune,
            "also_serves": ["9901"] if kommune == "9902" and draw(st.booleans()) else [],
            "type": line_type,
            "audience": audience,
            "number": "+4799900031",
            "reach": "both",
            "hours": draw(st.sampled_from(HOURS)),
            "priority": 1,
            "source": "made up",
            "verified_on": "2026-11-21",
        }
    )


@st.composite
def some_lines(draw: st.DrawFn) -> list[DutyLine]:
    return [draw(duty_lines(f"line-{number}")) for number in range(draw(st.integers(0, 4)))]


@settings(deadline=None, max_examples=300)
@given(
    lines=some_lines(),
    begins=st.sampled_from(STARTS),
    minutes=st.lists(st.integers(0, 14 * 24 * 60 - 1), min_size=20, max_size=20),
    kind=st.sampled_from(KINDS),
)
def test_a_moment_is_in_a_gap_exactly_when_no_line_of_the_place_is_open(
    demo: Register, lines: list[DutyLine], begins: datetime, minutes: list[int], kind: Kind
) -> None:
    place = demo.place("9901")
    assert place is not None
    begins = begins.astimezone(UTC)
    gaps = find_gaps(lines, [place], demo.ladders, demo.calendar, begins, begins + FORTNIGHT)
    gaps = [gap for gap in gaps if kind in gap.kinds]
    covering = [each for each in lines if demo.ladders.covers(each, place, kind)]
    # Every edge of a gap, the moment before it, and moments drawn.
    edges = [edge for gap in gaps for edge in (gap.begins, gap.ends)]
    moments = [*edges, *(edge - timedelta(seconds=1) for edge in edges)]
    moments += [begins + timedelta(minutes=count) for count in minutes]
    for moment in moments:
        if begins <= moment < begins + FORTNIGHT:
            is_open = any(each.hours.open_at(moment, demo.calendar) for each in covering)
            in_gap = any(gap.begins <= moment < gap.ends for gap in gaps)
            assert in_gap is not is_open


def test_the_gaps_of_fifty_kommuner_are_found_at_once(demo: Register) -> None:
    places = [Place(f"{code}", f"{code}", None, connected=True) for code in range(5000, 5050)]
    lines = [
        DutyLine.model_validate(
            {
                "id": f"{place.code}-{line_type}",
                "label": "line",
                "kommune": place.code,
                "type": line_type,
                "number": "+4799900031",
                "reach": "both",
                "hours": hours,
                "priority": 1,
                "source": "made up",
                "verified_on": "2026-11-21",
            }
        )
        for place in places
        for line_type, hours in (
            ("duty", HOURS[1]),
            ("child_welfare", HOURS[2]),
            ("lead", HOURS[3]),
        )
    ]
    begins = at("2026-12-18T12:00")
    took = []
    for _ in range(5):
        clock = time.perf_counter()
        gaps = find_gaps(lines, places, demo.ladders, demo.calendar, begins, begins + FORTNIGHT)
        took.append(time.perf_counter() - clock)
    assert len(gaps) > 50 * 14
    assert min(took) < 0.1
