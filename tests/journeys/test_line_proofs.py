"""Every duty line proves once a week that somebody answers it, before it is needed."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.escalation.line_tests import last_answers
from bot.escalation.ways import Way, ways
from bot.register import OSLO
from bot.store.tables import Escalation, LineConfirmation, LineFailure, LineTest
from tests.escalation.test_emergency_without_brain import code_in
from tests.house import House

TUESDAY = datetime(2027, 1, 12, 10, tzinfo=OSLO)
ANNA = "+4790000001"
NO_BED = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"
MOST_ROUNDS = 10.0
"""Seconds: which lines are due is looked at every few."""


def a_week_after_the_confirmation(house: House, line: str, when: datetime = TUESDAY) -> None:
    """Only this line has not proved itself for a week."""
    house.forward_to(when)
    with house.store.write() as tx:
        only = update(LineConfirmation).where(LineConfirmation.line_id == line)
        tx.execute(only.values(confirmed_at=when - timedelta(days=7, minutes=1)))


def tests_of(house: House) -> list[LineTest]:
    with house.store.read() as tx:
        return list(tx.scalars(select(LineTest).order_by(LineTest.id)))


def test_a_line_is_asked_once_a_week_and_a_digit_proves_it(house: House) -> None:
    a_week_after_the_confirmation(house, "lykkefjord-duty")
    duty = house.line("lykkefjord-duty")
    page = duty.hears("PRØVE, ingen trenger hjelp", within=MOST_ROUNDS)
    duty.says("1")
    duty.hears("er godkjent")
    assert "Svar 1" in page
    with house.store.read() as tx:
        assert set(last_answers(tx)) == {"lykkefjord-duty"}
    house.forward("6d")
    duty.hears_nothing(within=MOST_ROUNDS - 3)


def test_nobody_answers_and_it_is_asked_again_the_next_day(house: House) -> None:
    a_week_after_the_confirmation(house, "lykkefjord-duty")
    duty = house.line("lykkefjord-duty")
    duty.hears("PRØVE", within=MOST_ROUNDS)
    house.forward("31m")
    house.wait_until(lambda: tests_of(house)[0].due_at is None)
    duty.says("1")
    duty.hears("Ingen saker er åpne")
    house.forward("24h")
    duty.hears("PRØVE", within=MOST_ROUNDS)
    assert len(tests_of(house)) == 2


def test_a_line_that_is_only_phoned_is_asked_by_phone(house: House) -> None:
    evening = datetime(2027, 1, 12, 16, tzinfo=OSLO)
    a_week_after_the_confirmation(house, "solvik-out-of-hours", evening)
    call = house.line("solvik-out-of-hours").rings(within=MOST_ROUNDS)
    call.answers()
    call.hears("Dette er en prøve")
    call.presses("4")
    call.hears("godkjent")
    with house.store.read() as tx:
        assert "solvik-out-of-hours" in last_answers(tx)


def test_at_night_nobody_is_woken_for_a_test(house: House) -> None:
    night = datetime(2027, 1, 12, 3, tzinfo=OSLO)
    a_week_after_the_confirmation(house, "lykkefjord-duty", night)
    house.line("lykkefjord-duty").hears_nothing(within=MOST_ROUNDS - 3)


def test_a_phone_with_a_case_in_hand_is_not_tested(house: House) -> None:
    house.forward_to(TUESDAY)
    house.phone(ANNA).says(NO_BED)
    duty = house.line("lykkefjord-duty")
    duty.hears("for å ta saken")
    with house.store.write() as tx:
        tx.execute(update(LineConfirmation).values(confirmed_at=TUESDAY - timedelta(days=8)))
    house.line("fallback").hears("PRØVE", within=MOST_ROUNDS)
    duty.hears_nothing()


def test_an_answered_test_brings_back_a_way_that_had_failed(house: House) -> None:
    a_week_after_the_confirmation(house, "lykkefjord-duty")
    duty = house.line("lykkefjord-duty")
    line = house.speaker.register.line("lykkefjord-duty")
    with house.store.write() as tx:
        tx.add(
            LineFailure(line_id=line.id, way="call", fingerprint=line.fingerprint, failed_at=tx.now)
        )
    duty.hears("PRØVE", within=MOST_ROUNDS)
    duty.says("1")
    duty.hears("er godkjent")
    with house.store.read() as tx:
        assert ways(tx, line) == (Way.SMS, Way.CALL)


def test_a_test_stands_beside_a_case_with_a_code_of_its_own(house: House) -> None:
    a_week_after_the_confirmation(house, "lykkefjord-duty")
    duty = house.line("lykkefjord-duty")
    duty.hears("PRØVE", within=MOST_ROUNDS)
    house.phone(ANNA).says(NO_BED)
    code = code_in(duty.hears("for å ta saken"))
    assert code == "2"
    duty.says("2")
    house.phone(ANNA).hears("En person har saken din")
    duty.says("1")
    duty.hears("er godkjent")
    with house.store.read() as tx:
        assert tx.scalars(select(Escalation.state)).all() == ["acknowledged"]
