"""What is said of an office: its address, its hours at this moment, and what never waits."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.brain.office_words import office_note, office_words
from bot.delivery.speaker import Speaker
from bot.language.served import LANGUAGES
from bot.register import OSLO, Register

REGISTER = Path("data/register")
SAGENE, HAMAR, BERGEN = "0314", "3403", "4601"


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Speaker.load(REGISTER)


def at(day: int, hour: int, month: int = 11) -> datetime:
    """In 2026; 27 November is a Friday."""
    return datetime(2026, month, day, hour, tzinfo=OSLO)


def test_an_open_office_says_until_when(speaker: Speaker) -> None:
    words = office_words(speaker, "nb", SAGENE, at(27, 12))
    assert "NAV Sagene" in words
    assert "mandag - fredag 11-15" in words
    assert "Det er åpent nå. Det stenger klokka 15:00." in words


def test_a_closed_one_says_when_it_opens(speaker: Speaker) -> None:
    words = office_words(speaker, "nb", SAGENE, at(27, 16))
    assert "Det åpner mandag 30. november kl. 11:00." in words


def test_holidays_are_known(speaker: Speaker) -> None:
    words = office_words(speaker, "nn", SAGENE, at(24, 10, month=12))
    assert "Det opnar måndag 28. desember kl. 11:00." in words


def test_an_office_we_do_not_know_is_asked_for_at_the_contact_centre(speaker: Speaker) -> None:
    words = office_words(speaker, "en", BERGEN, at(27, 12))
    assert "I do not have the address of the NAV office for Bergen." in words
    assert "55 55 33 33" in words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", [SAGENE, HAMAR, BERGEN])
def test_acute_need_is_named_beside_every_opening_hour(
    speaker: Speaker, language: str, place: str
) -> None:
    words = office_words(speaker, language, place, at(27, 12))
    assert words.endswith(speaker.catalogue.text("utter_office_acute", language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_for_staff_and_no_secret_address_is_ever_shown(
    speaker: Speaker, language: str
) -> None:
    register = Register.load(REGISTER)
    staff_only = {line.number[-8:] for line in register.lines}
    for office in register.offices.values():
        for kommune in office.kommuner:
            place = register.place(kommune, office.bydel)
            assert place is not None
            words = office_words(speaker, language, place.area, at(27, 12)).replace(" ", "")
            assert not [number for number in staff_only if number in words]


def with_office(speaker: Speaker, **fields: object) -> Speaker:
    """The same, where the office of Hamar has told more of itself."""
    offices = dict(speaker.register.offices)
    office = speaker.register.office_for(speaker.register.find_places("Hamar")[0])
    assert office is not None
    offices[office.id] = office.model_copy(update=fields)
    return replace(speaker, register=replace(speaker.register, offices=offices))


def test_a_kommunes_own_facts_follow_the_answers_they_bear_on(speaker: Speaker) -> None:
    told = with_office(
        speaker,
        paper_form="I resepsjonen",
        same_day_before="10:30",
        services=("debt_advice",),
    )
    assert office_note(told, "nb", HAMAR, "apply_without_bankid").endswith("I resepsjonen")
    assert "10:30" in office_note(told, "nb", HAMAR, "emergency_help_rules")
    assert office_note(told, "nb", HAMAR, "debt_advice") == ""
    assert office_note(told, "nb", HAMAR, "housing_allowance").startswith("Dette er ikke hos NAV")


def test_what_a_kommune_has_not_told_is_not_said(speaker: Speaker) -> None:
    for topic in ("apply_without_bankid", "emergency_help_rules", "housing_allowance"):
        assert office_note(speaker, "nb", HAMAR, topic) == ""
        assert office_note(speaker, "nb", BERGEN, topic) == ""


def test_the_hour_of_the_payment_run_turns_nobody_away(speaker: Speaker) -> None:
    told = with_office(speaker, same_day_before="10:30")
    assert office_note(told, "nb", HAMAR, "payment_date").endswith("så kom likevel.")
