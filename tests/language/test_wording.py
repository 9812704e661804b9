"""Moments, numbered choices and names of languages, as the reader says them."""

from datetime import UTC, datetime

import pytest

from bot.language.served import (
    LANGUAGES,
    is_right_to_left,
    language_name,
    own_name,
)
from bot.language.wording import moment, numbered, time_of_day

WINTER = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "tirsdag 24. november kl. 14:00"),
        ("nn", "tysdag 24. november kl. 14:00"),
        ("en", "Tuesday 24 November at 14:00"),
        ("pl", "wtorek, 24 listopada, godz. 14:00"),
        ("ar", "الثلاثاء 24 نوفمبر الساعة 14:00"),
    ],
)
def test_a_moment_is_said_in_the_readers_way_and_norways_time(language: str, words: str) -> None:
    assert moment(WINTER, language) == words


def test_summer_time_and_the_next_day_are_norways() -> None:
    assert moment(SUMMER, "nb") == "torsdag 2. juli kl. 00:30"


@pytest.mark.parametrize("language", LANGUAGES)
def test_digits_are_western_in_every_language(language: str) -> None:
    words = moment(WINTER, language) + time_of_day(WINTER, language)
    assert all(character in "0123456789" for character in words if character.isdigit())
    assert "14:00" in words


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        moment(datetime(2026, 11, 24, 13, 0), "nb")  # noqa: DTZ001


def test_choices_are_numbered_from_one() -> None:
    assert numbered(["polski", "English"]) == "1 polski\n2 English"


def test_languages_are_named_for_themselves_and_for_norwegian_staff() -> None:
    assert [own_name(each) for each in ("en", "pl", "ar")] == ["English", "polski", "العربية"]
    assert [language_name(each, "nb") for each in ("pl", "ar", "ku")] == [
        "polsk",
        "arabisk",
        "kurmanji",
    ]


def test_right_to_left_is_known() -> None:
    assert {each for each in LANGUAGES if is_right_to_left(each)} == {"ar", "fa", "ps", "ckb", "ur"}
