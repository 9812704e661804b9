"""More emergencies than one duty phone can take: none is lost, and the phone can still be used."""

import pytest

from bot.escalation.flood import Flood, floods
from bot.settings import Settings
from tests.escalation.test_emergency_without_brain import code_in
from tests.house import House

NO_BED = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"
BUDGET = 20
MORE = 3


def number(person: int) -> str:
    return f"+47900010{person:02}"


@pytest.fixture
def flooded(house: House) -> House:
    """Three more emergencies than the duty phone of Lykkefjord may be paged for by themselves."""
    assert house.speaker.register.page.budget == BUDGET
    for person in range(1, BUDGET + MORE + 1):
        house.phone(number(person)).says(NO_BED)
        house.phone(number(person)).hears("vakttelefonen")
    return house


def test_pages_beyond_the_budget_become_one_that_says_how_many_wait(flooded: House) -> None:
    duty = flooded.line("lykkefjord-duty")
    codes = [code_in(duty.hears("for å ta saken")) for _ in range(BUDGET)]
    assert sorted(map(int, codes)) == list(range(1, BUDGET + 1))
    assert "Svar 1 " in duty.hears(f"{BUDGET + 1} saker venter")
    duty.hears_nothing()
    flooded.forward("1m")
    assert "Svar 1 " in duty.hears(f"{BUDGET + MORE} saker venter")
    duty.hears_nothing()


def test_taking_one_brings_the_oldest_that_was_held_back(flooded: House) -> None:
    duty = flooded.line("lykkefjord-duty")
    for _ in range(BUDGET):
        duty.hears("for å ta saken")
    duty.hears("saker venter")
    duty.says("1")
    flooded.phone(number(1)).hears("En person har saken din")
    duty.hears("ikke et sted å sove")
    assert code_in(duty.hears("for å ta saken")) == str(BUDGET + 1)
    duty.says(str(BUDGET + 1))
    flooded.phone(number(BUDGET + 1)).hears("En person har saken din")


def test_a_message_that_has_not_left_counts_off_what_was_taken_meanwhile(flooded: House) -> None:
    duty = flooded.line("lykkefjord-duty")
    duty.hears(f"{BUDGET + 1} saker venter")
    duty.says("1")
    flooded.phone(number(1)).hears("En person har saken din")
    flooded.forward("1m")
    duty.hears(f"{BUDGET + MORE - 1} saker venter. Svar 2")


def test_a_case_held_back_keeps_its_own_clock(flooded: House) -> None:
    flooded.forward("10m")
    leader = flooded.line("lykkefjord-leader")
    for _ in range(BUDGET):
        leader.hears("for å ta saken")
    leader.hears("saker venter")


def test_the_flood_shows_until_it_is_over(flooded: House) -> None:
    register = flooded.speaker.register
    with flooded.store.read() as tx:
        assert floods(tx, register) == [
            Flood((register.line("lykkefjord-duty").label,), BUDGET + MORE)
        ]
    for code in range(1, BUDGET + MORE + 1):
        flooded.line("lykkefjord-duty").says(str(code))
        flooded.phone(number(code)).hears("En person har saken din")
    with flooded.store.read() as tx:
        assert floods(tx, register) == []


def test_a_number_of_those_who_wait_that_fails_goes_to_the_next_line(
    flooded: House, settings: Settings
) -> None:
    duty = flooded.line("lykkefjord-duty")
    duty.hears(f"{BUDGET + 1} saker venter")
    flooded.twilio.refuse(21614, to=duty.number)
    flooded.forward("1m")
    flooded.line("lykkefjord-leader").hears("Lavterskel")
