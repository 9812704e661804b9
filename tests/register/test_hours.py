from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.register.calendar import OSLO, Calendar
from bot.register.hours import HoursField, Interval, parse_hours, parse_interval

CALENDAR = Calendar(frozenset({(12, 24), (12, 31)}))
START = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 16 * 366 * 24 * 60).map(lambda count: START + timedelta(minutes=count))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


WEEKDAYS = {"mon-fri": "09:00-15:00"}
NIGHT = {"mon-fri": "15:30-08:00", "sat-sun": "00:00-24:00", "holidays": "00:00-24:00"}

OPEN = {
    "a weekday": (WEEKDAYS, "2026-11-23T09:00", True),
    "before it opens": (WEEKDAYS, "2026-11-23T08:59", False),
    "the minute it closes": (WEEKDAYS, "2026-11-23T15:00", False),
    "Saturday": (WEEKDAYS, "2026-11-21T12:00", False),
    "Maundy Thursday": (WEEKDAYS, "2026-04-02T12:00", False),
    "Easter Monday": (WEEKDAYS, "2026-04-06T12:00", False),
    "Constitution Day": (WEEKDAYS, "2027-05-17T12:00", False),
    "Ascension Day": (WEEKDAYS, "2026-05-14T12:00", False),
    "Christmas Eve is a closed day": (WEEKDAYS, "2026-12-24T10:00", False),
    "New Year's Eve is a closed day": (WEEKDAYS, "2026-12-31T10:00", False),
    "a day between the years": (WEEKDAYS, "2026-12-28T10:00", True),
    "open on holidays": ({**WEEKDAYS, "holidays": "open"}, "2026-04-06T12:00", True),
    "other hours on holidays": ({**WEEKDAYS, "holidays": "16:00-22:00"}, "2026-04-06T12:00", False),
    "other hours on a holiday's evening": (
        {**WEEKDAYS, "holidays": "16:00-22:00"},
        "2026-04-06T17:00",
        True,
    ),
    "local hours on Christmas Eve": (
        {**WEEKDAYS, "days": {"12-24": "09:00-12:00"}},
        "2026-12-24T10:00",
        True,
    ),
    "closed on one date": (
        {**WEEKDAYS, "days": {"2027-05-18": "closed"}},
        "2027-05-18T10:00",
        False,
    ),
    "that date another year": (
        {**WEEKDAYS, "days": {"2027-05-18": "closed"}},
        "2026-05-18T10:00",
        True,
    ),
    "night, before midnight": (NIGHT, "2026-11-23T23:59", True),
    "night, after midnight": (NIGHT, "2026-11-24T07:59", True),
    "night, when the day shift has begun": (NIGHT, "2026-11-24T08:00", False),
    "Saturday morning": (NIGHT, "2026-11-21T08:30", True),
    "lunch": ({"mon": "11:00-14:30, 15:00-18:00"}, "2026-11-23T14:45", False),
    "after lunch": ({"mon": "11:00-14:30, 15:00-18:00"}, "2026-11-23T15:00", True),
    "always, on Christmas night": ("always", "2026-12-25T03:00", True),
}


@pytest.mark.parametrize(("hours", "when", "is_open"), OPEN.values(), ids=OPEN.keys())
def test_something_is_open_when_its_hours_say_so(hours: object, when: str, is_open: bool) -> None:
    assert parse_hours(hours).open_at(at(when), CALENDAR) is is_open


# Clocks go from 2 to 3 on 2027-03-28 and from 3 back to 2 on 2026-10-25.
DST = {
    "an hour before the lost hour": ("2027-03-28T00:30:00+00:00", True),
    "after the lost hour, till 3": ("2027-03-28T01:00:00+00:00", False),
    "the doubled hour, first time": ("2026-10-25T00:30:00+00:00", True),
    "the doubled hour, second time": ("2026-10-25T01:30:00+00:00", True),
    "after the doubled hour": ("2026-10-25T02:00:00+00:00", False),
}


@pytest.mark.parametrize(("when", "is_open"), DST.values(), ids=DST.keys())
def test_a_night_shift_till_three_keeps_to_the_wall_clock(when: str, is_open: bool) -> None:
    hours = parse_hours({"mon-sun": "22:00-03:00"})
    assert hours.open_at(datetime.fromisoformat(when), CALENDAR) is is_open


def test_a_shift_that_ends_in_the_doubled_hour_lasts_till_its_second_time() -> None:
    hours = parse_hours({"mon-sun": "22:00-02:30"})
    assert hours.open_at(datetime.fromisoformat("2026-10-25T01:29:00+00:00"), CALENDAR)
    assert not hours.open_at(datetime.fromisoformat("2026-10-25T01:30:00+00:00"), CALENDAR)


LOST_HOUR = {
    "till 2, when the clock jumps": ("22:00-02:00", "2027-03-28T00:59:00+00:00", True),
    "till 2, after the jump": ("22:00-02:00", "2027-03-28T01:00:00+00:00", False),
    "till 2:30, which never comes": ("22:00-02:30", "2027-03-28T00:59:00+00:00", True),
    "from 2, when the clock jumps": ("02:00-06:00", "2027-03-28T01:00:00+00:00", True),
    "from 2, before the jump": ("02:00-06:00", "2027-03-28T00:59:00+00:00", False),
}


@pytest.mark.parametrize(("hours", "when", "is_open"), LOST_HOUR.values(), ids=LOST_HOUR.keys())
def test_the_hour_that_is_lost_closes_no_line_too_early(
    hours: str, when: str, is_open: bool
) -> None:
    parsed = parse_hours({"mon-sun": hours, "holidays": "open"})
    assert parsed.open_at(datetime.fromisoformat(when), CALENDAR) is is_open


def test_hours_that_lie_in_the_lost_hour_fall_away_that_night() -> None:
    hours = parse_hours({"mon-sun": "02:30-03:00", "holidays": "open"})
    night_before = datetime.fromisoformat("2027-03-27T12:00:00+00:00")
    assert hours.next_opening(night_before, CALENDAR) == at("2027-03-29T02:30")


def test_a_line_that_is_always_open_is_open_in_every_hour_of_a_year_with_both_clock_changes() -> (
    None
):
    hours = parse_hours({"mon-sun": "00:00-24:00", "holidays": "open"})
    assert hours.always
    start = datetime(2026, 10, 1, tzinfo=UTC)
    assert all(hours.open_at(start + timedelta(hours=n), CALENDAR) for n in range(8760))


OPENINGS = {
    "open already": ("2026-11-23T10:00", "2026-11-23T10:00"),
    "later today": ("2026-11-23T07:00", "2026-11-23T09:00"),
    "tomorrow": ("2026-11-23T15:00", "2026-11-24T09:00"),
    "after the weekend": ("2026-11-20T16:00", "2026-11-23T09:00"),
    "after Easter": ("2026-04-01T16:00", "2026-04-07T09:00"),
    "after Christmas": ("2026-12-23T16:00", "2026-12-28T09:00"),
}


@pytest.mark.parametrize(("after", "opens"), OPENINGS.values(), ids=OPENINGS.keys())
def test_the_next_opening_is_known(after: str, opens: str) -> None:
    assert parse_hours(WEEKDAYS).next_opening(at(after), CALENDAR) == at(opens)


def test_what_never_opens_has_no_next_opening() -> None:
    assert parse_hours({}).next_opening(at("2026-11-23T10:00"), CALENDAR) is None


@settings(deadline=None, max_examples=200)
@given(
    when=MOMENTS,
    hours=st.sampled_from([WEEKDAYS, NIGHT, {"tue": "12:00-14:00"}, {"mon-sun": "22:00-03:00"}]),
)
def test_it_is_closed_until_the_next_opening_and_open_then(
    when: datetime, hours: dict[str, str]
) -> None:
    parsed = parse_hours(hours)
    opens = parsed.next_opening(when, CALENDAR)
    assert opens is not None
    assert opens >= when
    assert parsed.open_at(opens, CALENDAR)
    assert parsed.open_at(when, CALENDAR) == (opens == when)
    if opens > when:
        assert not parsed.open_at(opens - timedelta(seconds=1), CALENDAR)


COMPACT = {
    "weekdays": (WEEKDAYS, "9-15"),
    "two intervals": ({"mon-fri": "11:00-14:30, 15:00-18:00"}, "11-14:30, 15-18"),
    "always": ("always", "0-24"),
    "over midnight": ({"mon-sun": "15:30-08:00"}, "15:30-8"),
    "days that differ": ({"mon": "12:00-14:00", "fri": "10:00-12:00"}, None),
    "never": ({}, None),
}


@pytest.mark.parametrize(("hours", "text"), COMPACT.values(), ids=COMPACT.keys())
def test_hours_are_shown_so_that_any_language_reads_them(hours: object, text: str | None) -> None:
    assert parse_hours(hours).compact() == text


def test_hours_that_differ_are_shown_in_groups_of_weekdays() -> None:
    hours = parse_hours({"mon": "12:00-14:00", "wed": "12:00-14:00", "fri": "10:00-12:00"})
    assert hours.groups() == [((0, 2), "12-14"), ((4,), "10-12")]


FAULTS = {
    "no quotes: YAML made it a number": ({"mon": 540}, "in quotes"),
    "a dot for a colon": ({"mon": "09.00-15.00"}, "no interval"),
    "no such minute": ({"mon": "09:00-15:60"}, "no time of day"),
    "no such hour": ({"mon": "09:00-25:00"}, "no time of day"),
    "weekday in another language": ({"man": "09:00-15:00"}, "no weekday"),
    "weekdays turned round": ({"fri-mon": "09:00-15:00"}, "no weekday"),
    "a weekday twice": ({"mon-fri": "09:00-15:00", "wed": "09:00-12:00"}, "wed stands twice"),
    "intervals that overlap": ({"mon": "09:00-15:00, 14:00-16:00"}, "has ended"),
    "no such date": ({"mon": "09:00-15:00", "days": {"02-30": "closed"}}, "day"),
    "days as a list": ({"mon": "09:00-15:00", "days": ["12-24"]}, "table of dates"),
    "a word": ("sometimes", "always"),
}


@pytest.mark.parametrize(("hours", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_hours_that_cannot_be_read_are_refused(hours: object, fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        TypeAdapter(HoursField).validate_python(hours)


@given(start=st.integers(0, 1439), end=st.integers(0, 1440))
def test_every_interval_of_a_day_is_read_and_is_never_longer_than_a_day(
    start: int, end: int
) -> None:
    text = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    interval = parse_interval(text)
    assert interval.start == start
    assert interval.end % 1440 == end % 1440
    assert 0 < interval.end - interval.start <= 1440


def test_an_interval_is_shown_short() -> None:
    assert str(Interval(480, 720)) == "8-12"


HOLIDAYS = {
    "Good Friday": (date(2027, 3, 26), True),
    "Whit Monday": (date(2027, 5, 17), True),
    "Labour Day": (date(2026, 5, 1), True),
    "the day before Maundy Thursday": (date(2026, 4, 1), False),
    "Boxing Day": (date(2026, 12, 26), True),
    "Christmas Eve": (date(2026, 12, 24), True),
    "an ordinary Monday": (date(2026, 11, 23), False),
}


@pytest.mark.parametrize(("day", "holiday"), HOLIDAYS.values(), ids=HOLIDAYS.keys())
def test_norwegian_holidays_are_known(day: date, holiday: bool) -> None:
    assert CALENDAR.is_holiday(day) is holiday
