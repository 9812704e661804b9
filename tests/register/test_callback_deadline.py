from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.register import OSLO, Register
from tests.register.conftest import WriteFolder

START = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 16 * 366 * 24 * 60).map(lambda count: START + timedelta(minutes=count))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


DEADLINES = {
    "Monday": ("Hamar", "2026-11-23T10:00", "2026-11-25T15:00"),
    "before midnight": ("Hamar", "2026-11-23T23:59", "2026-11-25T15:00"),
    "after midnight": ("Hamar", "2026-11-24T00:01", "2026-11-26T15:00"),
    "Thursday": ("Hamar", "2026-11-26T10:00", "2026-11-30T15:00"),
    "Saturday": ("Hamar", "2026-11-28T10:00", "2026-12-01T15:00"),
    "before Easter": ("Hamar", "2026-04-01T10:00", "2026-04-08T15:00"),
    "before Christmas": ("Hamar", "2026-12-22T10:00", "2026-12-28T15:00"),
    "between the years": ("Hamar", "2026-12-30T10:00", "2027-01-05T15:00"),
    "before the Constitution Day": ("Hamar", "2026-05-15T10:00", "2026-05-19T15:00"),
    "an office that closes earlier": ("Fagerdal", "2026-11-23T10:00", "2026-11-25T14:30"),
    "and earlier still on Fridays": ("Fagerdal", "2026-11-25T10:00", "2026-11-27T12:00"),
    "a short day before Christmas Eve": ("Lykkefjord", "2026-12-21T10:00", "2026-12-23T12:00"),
    "no office known": ("Drammen", "2026-11-23T10:00", "2026-11-25T15:00"),
    "no place known": (None, "2026-11-23T10:00", "2026-11-25T15:00"),
}


@pytest.mark.parametrize(("name", "first", "latest"), DEADLINES.values(), ids=DEADLINES.keys())
def test_a_callback_is_due_by_the_end_of_the_second_working_day(
    demo: Register, name: str | None, first: str, latest: str
) -> None:
    place = demo.find_places(name)[0] if name else None
    assert demo.latest_callback(place, at(first)) == at(latest)


def test_a_day_on_which_the_office_is_closed_does_not_count(folder: WriteFolder) -> None:
    offices = """
offices:
  - id: nav-solvik
    name: NAV Solvik
    kommuner: ["9903"]
    phone_hours: {mon-fri: "09:00-15:00", days: {"2026-11-24": closed}}
    source: made up
    verified_on: 2026-11-21
"""
    made = Register.load(folder(offices_yml=offices))
    place = made.place("9903")
    assert made.latest_callback(place, at("2026-11-23T10:00")) == at("2026-11-26T15:00")


def test_an_office_may_promise_other_days_and_fewer_for_a_need(folder: WriteFolder) -> None:
    offices = """
offices:
  - id: nav-solvik
    name: NAV Solvik
    kommuner: ["9903"]
    callback_days: {any: 3, food: 1}
    source: made up
    verified_on: 2026-11-21
"""
    made = Register.load(folder(offices_yml=offices))
    place, monday = made.place("9903"), at("2026-11-23T10:00")
    assert made.latest_callback(place, monday) == at("2026-11-26T15:00")
    assert made.latest_callback(place, monday, ["home"]) == at("2026-11-26T15:00")
    assert made.latest_callback(place, monday, ["home", "food"]) == at("2026-11-24T15:00")
    assert made.latest_callback(made.place("9901"), monday, ["food"]) == at("2026-11-25T15:00")


def test_silence_is_counted_in_whole_working_days(demo: Register) -> None:
    assert demo.silence_ends(at("2026-11-23T10:00")) == at("2026-11-27T00:00")
    assert demo.silence_ends(at("2026-11-28T10:00")) == at("2026-12-03T00:00")
    assert demo.silence_ends(at("2026-12-23T10:00")) == at("2026-12-31T00:00")


def test_nobody_is_written_to_at_night(demo: Register) -> None:
    assert demo.decent_moment(at("2026-11-23T19:59")) == at("2026-11-23T19:59")
    assert demo.decent_moment(at("2026-11-23T20:00")) == at("2026-11-24T09:00")
    assert demo.decent_moment(at("2026-12-25T03:00")) == at("2026-12-25T09:00")


def working_days_between(demo: Register, first: date, last: date) -> int:
    days = (first + timedelta(days=n) for n in range(1, (last - first).days))
    return sum(demo.calendar.is_working_day(day) for day in days)


@settings(deadline=None, max_examples=300)
@given(
    first=MOMENTS,
    name=st.sampled_from(["Lykkefjord", "Fagerdal", "Solvik", "Hamar", "Alna", None]),
)
def test_a_callback_is_never_due_on_a_free_day_nor_before_a_whole_working_day_has_passed(
    demo: Register, first: datetime, name: str | None
) -> None:
    place = demo.find_places(name)[0] if name else None
    latest = demo.latest_callback(place, first)
    first_day, last_day = first.astimezone(OSLO).date(), latest.astimezone(OSLO).date()
    assert latest.utcoffset() == timedelta(0)
    assert demo.calendar.is_working_day(last_day)
    assert working_days_between(demo, first_day, last_day) == 1


def test_how_long_an_officer_may_promise_is_register_data(demo: Register) -> None:
    assert demo.page.longest_promise_minutes == 180


def test_the_windows_of_the_day_are_register_data(demo: Register) -> None:
    assert (str(demo.windows.morning), str(demo.windows.afternoon)) == ("8-12", "12-15")
