"""What holds where a kommune has said nothing else: ``defaults.yml``."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from pydantic import Field, PlainValidator, PositiveInt

from bot.register.calendar import OSLO, Calendar
from bot.register.files import Entry
from bot.register.hours import IntervalField
from bot.register.offices import CallbackDays, Office


def _month_and_day(raw: Any) -> tuple[int, int]:
    day = date.fromisoformat(f"2000-{raw}")
    return day.month, day.day


def _time(raw: Any) -> time:
    # A YAML reader makes 15:00 without quotes a number.
    if not isinstance(raw, str):
        raise ValueError(f'{raw!r} is no time of day: write it in quotes like "15:00"')
    return time.fromisoformat(raw)


MonthAndDay = Annotated[tuple[int, int], PlainValidator(_month_and_day)]
TimeOfDay = Annotated[time, PlainValidator(_time)]


class Windows(Entry):
    """When a person may choose to be phoned."""

    morning: IntervalField
    afternoon: IntervalField

    def placeholders(self) -> dict[str, str]:
        """``morning_hours`` → ``8-12``."""
        return {"morning_hours": str(self.morning), "afternoon_hours": str(self.afternoon)}


class CallbackDefaults(Entry):
    days: CallbackDays
    """A person is phoned by the end of this working day after the first contact."""
    end_of_day: TimeOfDay
    """Where the office's own telephone hours are not known."""
    windows: Windows
    again_working_days: PositiveInt
    """After a call that did not reach the person, or a time we did not keep: the next time."""
    lead_after_missed: PositiveInt
    """So many calls in a row that did not reach the person alert the office's leader."""
    monitor_after_missed: PositiveInt
    """So many alert the contact centre's monitor."""
    ask_after_hours: PositiveInt
    """After a conversation that staff have logged, the person is asked whether it took place."""
    decent_hours: IntervalField
    """When we may start writing to a person, who has not just written to us."""
    silent_working_days: PositiveInt
    """So long is waited for the person's own word after they were reached."""


class PageDefaults(Entry):
    longest_promise_minutes: PositiveInt
    """An officer who takes a page may promise to phone within this time, and no later."""
    budget: PositiveInt
    """So many pages may go to one duty phone within ``budget_minutes``; beyond them it hears how
    many wait, in one message."""
    budget_minutes: PositiveInt
    contact_minutes_now: PositiveInt
    """Who takes a case of the urgency ``now`` without a promise is to reach the person so soon."""
    contact_minutes_today: PositiveInt
    reminder_minutes: PositiveInt
    """After the reminder that no contact is logged, until the case goes on to the next rung."""
    finish_hours: PositiveInt
    """Who has reached the person and not finished the case is reminded of it so often."""
    test_every_days: PositiveInt
    test_hours: IntervalField
    """When a line that is open then gets its test page; another gets it when it opens."""
    test_answer_minutes: PositiveInt
    """A test page without an answer for so long has failed."""


class ChatDefaults(Entry):
    exit_address: Annotated[str, Field(pattern=r"^https://[^/\s]+/\S*$")]
    """Where "leave this page" leads: a page that tells nothing about the one who looks at it."""


class AttachmentDefaults(Entry):
    """For pictures, voice messages and PDFs that people send."""

    most_megabytes: PositiveInt
    """The largest one taken."""
    most_a_day: PositiveInt
    """So many are taken in one conversation within a day."""
    alone_minutes: PositiveInt
    """After so long without a word, whoever sent one is phoned."""

    @property
    def most_bytes(self) -> int:
        return self.most_megabytes * 1024 * 1024


class RelayDefaults(Entry):
    """Interpreters and helpers who write for others."""

    silent_hours: PositiveInt
    """So long without a word, and a relay ends; what was asked for in it goes on."""
    most_open: PositiveInt
    """People one interpreter may write for at a time."""
    most_a_day: PositiveInt


class YouthDefaults(Entry):
    adult_age: PositiveInt
    """From this age one decides alone (vergemålsloven § 8)."""
    until: PositiveInt
    """The last age counted as young."""

    def placeholders(self) -> dict[str, str]:
        return {"adult_age": str(self.adult_age), "young_until": str(self.until)}


class Defaults(Entry):
    decided_on: date
    closed_days: tuple[MonthAndDay, ...]
    callback: CallbackDefaults
    page: PageDefaults
    relay: RelayDefaults
    youth: YouthDefaults
    chat: ChatDefaults
    attachments: AttachmentDefaults


def callback_deadline(
    rules: CallbackDefaults,
    office: Office | None,
    since: datetime,
    calendar: Calendar,
    working_days: int,
) -> datetime:
    """The end of the last working day on which a person who waits for a call is to be phoned.

    The day it counts from is not counted, nor a day on which the office is closed by name.
    The day ends when the office's telephone closes, or at ``end_of_day``. UTC.
    """
    hours = office.phone_hours if office else None
    day = since.astimezone(OSLO).date()
    left = working_days
    while left > 0:
        day = calendar.working_days_after(day, 1)
        left -= not (hours and hours.said_closed(day))
    closing = hours.closing(day, calendar) if hours else None
    if closing and closing.astimezone(OSLO).date() == day:
        return closing
    return datetime.combine(day, rules.end_of_day, OSLO).astimezone(UTC)
