"""Moments and numbered choices, worded for the reader's language."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, get_day_names

from bot.language.served import is_right_to_left

Wording = Callable[[str], str]
"""What is said, in the language asked for."""
OSLO = ZoneInfo("Europe/Oslo")
LEFT_TO_RIGHT, POP_ISOLATE = "\u2066", "\u2069"
"""Unicode's isolates around what is read from left to right in any text."""

# CLDR joins day and hour with a comma in most languages; people say a word there.
_MOMENTS = {
    "nb": "EEEE d. MMMM 'kl.' HH:mm",
    "nn": "EEEE d. MMMM 'kl.' HH:mm",
    "en": "EEEE d MMMM 'at' HH:mm",
    "pl": "EEEE, d MMMM, 'godz.' HH:mm",
    "ar": "EEEE d MMMM 'الساعة' HH:mm",
    "uk": "EEEE, d MMMM, 'о' HH:mm",
    "ru": "EEEE, d MMMM, 'в' HH:mm",
    "so": "EEEE d MMMM, 'saacadda' HH:mm",
    "fa": "EEEE d MMMM 'ساعت' HH:mm",
    "ps": "EEEE d MMMM، HH:mm 'بجې'",
    "ckb": "EEEE d MMMM، 'کاتژمێر' HH:mm",
    "ku": "EEEE d MMMM, 'saet' HH:mm",
    "tr": "d MMMM EEEE, 'saat' HH:mm",
    "lt": "MMMM d 'd.', EEEE, HH:mm",
    "ur": "EEEE d MMMM، HH:mm 'بجے'",
    "es": "EEEE d 'de' MMMM 'a las' HH:mm",
    "fr": "EEEE d MMMM 'à' HH:mm",
}
_DAYS = {
    "nb": "EEEE d. MMMM",
    "nn": "EEEE d. MMMM",
    "pl": "EEEE, d MMMM",
    "uk": "EEEE, d MMMM",
    "ru": "EEEE, d MMMM",
    "tr": "d MMMM EEEE",
    "lt": "MMMM d 'd.', EEEE",
    "es": "EEEE d 'de' MMMM",
}
_PLAIN_DAY = "EEEE d MMMM"
# Swahili and Tigrinya count the hours from sunrise when a word for the hour stands by them.
_PLAIN_MOMENT = "EEEE d MMMM, HH:mm"


def moment(at: datetime, language: str) -> str:
    """Day and time in Norway: "tirsdag 24. november kl. 14:00". Digits are always Western.

    Raises ValueError for a time without a zone: it could be anybody's hour.
    """
    pattern = _MOMENTS.get(language, _PLAIN_MOMENT)
    return format_datetime(_in_norway(at), pattern, locale=language)


@cache
def longest_moment(language: str) -> int:
    """UTF-16 units that :func:`moment` may take, of all days of a year."""
    days = (datetime(2028, 1, 1, 22, 22, tzinfo=OSLO) + timedelta(days=n) for n in range(366))
    return max(len(moment(day, language).encode("utf-16-be")) // 2 for day in days)


def time_of_day(at: datetime, language: str) -> str:
    """The hour in Norway: "14:00"."""
    return format_time(_in_norway(at), "HH:mm", tzinfo=OSLO, locale=language)


def span(opens: datetime, closes: datetime, language: str) -> str:
    """A part of a day in Norway: "tirsdag 24. november 08:00-12:00"."""
    pattern = _DAYS.get(language, _PLAIN_DAY)
    day = format_date(_in_norway(opens), pattern, locale=language)
    hours = f"{time_of_day(opens, language)}-{time_of_day(closes, language)}"
    if is_right_to_left(language):  # else the later hour would be read first
        hours = f"{LEFT_TO_RIGHT}{hours}{POP_ISOLATE}"
    return f"{day} {hours}"


def week(groups: Sequence[tuple[Sequence[int], str]], language: str) -> str:
    """Opening hours in words, a line each: "mandag-fredag 11-15". Weekday 0 is Monday.

    ``groups``: the weekdays that share their hours, and the hours.
    """
    names = get_day_names("wide", "stand-alone", language)
    lines = []
    for weekdays, hours in groups:
        in_a_row = list(weekdays) == list(range(weekdays[0], weekdays[-1] + 1))
        if in_a_row and len(weekdays) > 2:
            days = f"{names[weekdays[0]]} - {names[weekdays[-1]]}"
        else:
            days = ", ".join(names[day] for day in weekdays)
        shown = f"{LEFT_TO_RIGHT}{hours}{POP_ISOLATE}" if is_right_to_left(language) else hours
        lines.append(f"{days} {shown}")
    return "\n".join(lines)


def numbered(choices: Sequence[str]) -> str:
    """The choices, one a line, as the digit to answer with and what it means."""
    return "\n".join(f"{digit} {choice}" for digit, choice in enumerate(choices, start=1))


def _in_norway(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return at.astimezone(OSLO)
