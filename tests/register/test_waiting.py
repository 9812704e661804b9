from datetime import datetime

import pytest

from bot.register import OSLO, Kind, Register
from tests.register.conftest import NATIONAL, WriteFolder
from tests.register.line_files import line, lines_file

CLOCKS = (NATIONAL / "clocks.yml").read_text(encoding="utf-8")
DECIDED = CLOCKS.replace(
    "overrides: []",
    """
overrides:
  - kommune: "9901"
    kinds: [necessities]
    decided_by: leader
    decided_on: 2026-11-21
    waits_for_morning: true
  - kommune: "9903"
    kinds: [necessities]
    decided_by: leader
    decided_on: 2026-11-21
    waits_for_morning: true
""",
)
OFFICE_HOURS = '{mon-fri: "08:00-15:30"}'
DUTY = line("duty", hours=OFFICE_HOURS)
LATER = line("later", hours='{mon-fri: "10:00-14:00"}')
LEAD = line("lead", type="lead")
NEIGHBOUR = line("neighbour", kommune='"9902"', also_serves='["9901"]')
SOLVIK = line("solvik", kommune='"9903"', hours=OFFICE_HOURS)


@pytest.fixture
def decided(folder: WriteFolder) -> Register:
    lines = lines_file(DUTY, LATER, LEAD, NEIGHBOUR, SOLVIK)
    return Register.load(folder(clocks_yml=DECIDED, lines_yml=lines))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def waits(
    register: Register,
    when: str,
    kind: Kind = "necessities",
    *,
    name: str = "Lykkefjord",
    without: str = "",
) -> datetime | None:
    place = register.find_places(name)[0]
    confirmed = {each.id for each in register.lines} - {without}
    return register.waits_until(place, kind, at(when), confirmed)


WAITS = {
    "in the evening, till the morning": ("2026-11-23T20:00", "2026-11-24T08:00"),
    "the minute it closes": ("2026-11-23T15:30", "2026-11-24T08:00"),
    "on Friday, till Monday": ("2026-11-20T16:00", "2026-11-23T08:00"),
    "before a holiday": ("2026-05-13T20:00", "2026-05-15T08:00"),
    "over the lost hour": ("2026-03-27T20:00", "2026-03-30T08:00"),
    "by day, when somebody is there": ("2026-11-23T12:00", None),
    "before Easter: five days are too long": ("2026-04-01T20:00", None),
    "on Good Friday, four days before": ("2026-04-03T07:59", None),
    "on Easter Saturday, three days before to the minute": ("2026-04-04T08:00", "2026-04-07T08:00"),
}


@pytest.mark.parametrize(("when", "opens"), WAITS.values(), ids=WAITS.keys())
def test_food_may_wait_for_the_morning_where_the_kommune_decided_so(
    decided: Register, when: str, opens: str | None
) -> None:
    assert waits(decided, when) == (at(opens) if opens else None)


def test_nothing_else_waits_and_nobody_who_has_not_decided(decided: Register) -> None:
    evening = "2026-11-23T20:00"
    assert waits(decided, evening, "shelter") is None
    assert waits(decided, evening, "life") is None
    assert waits(decided, evening, name="Fagerdal") is None
    assert decided.waits_until(None, "necessities", at(evening), {"duty"}) is None


def test_a_kommune_that_is_not_connected_waits_for_nobody(decided: Register) -> None:
    assert waits(decided, "2026-11-23T20:00", name="Solvik") is None


def test_only_a_confirmed_line_is_waited_for(decided: Register) -> None:
    evening = "2026-11-23T20:00"
    assert waits(decided, evening, without="duty") == at("2026-11-24T10:00")
    place = decided.find_places("Lykkefjord")[0]
    assert decided.waits_until(place, "necessities", at(evening), {"lead", "neighbour"}) is None
