"""An emergency from the first word to a human who has it, while the brain is dead."""

import re

from sqlalchemy import select

from bot.store.tables import Escalation, Inbound
from tests.house import House

ANNA, OLA = "+4790000001", "+4790000002"


def code_in(page: str) -> str:
    found = re.search(r"svar (\d+)", page, re.IGNORECASE)
    assert found is not None, page
    return found[1]


def test_a_person_without_a_bed_reaches_a_human(house: House) -> None:
    anna, fallback = house.phone(ANNA), house.line("fallback")

    anna.says("jeg har ikke noe sted å sove i natt")

    told = anna.hears("vakttelefonen")
    assert "automatisk assistent" in told
    page = fallback.hears("Lavterskel")
    assert "I DAG" in page
    for secret in ("sove", "shelter", ANNA[3:], "bokmål"):
        assert secret not in page
    fallback.says(code_in(page))
    anna.hears("En person har saken din")
    details = fallback.hears("ikke et sted å sove")
    assert "bokmål" in details
    assert ANNA in details.replace(" ", "")


def test_the_answer_to_where_are_you_brings_the_right_duty_phone(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says("jeg har ikke noe sted å sove i natt")
    anna.hears("Hvor er du")

    anna.says("Lykkefjord")

    page = house.line("lykkefjord-duty").hears("Lavterskel")
    assert "Lykkefjord" in anna.hears("Lykkefjord")
    house.line("lykkefjord-duty").says(code_in(page))
    anna.hears("En person har saken din")
    house.line("fallback").hears("er tatt av")


def test_a_place_in_the_first_words_is_not_asked_for(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says("Hei, jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    house.line("lykkefjord-duty").hears("Lavterskel")
    anna.hears("Er det barn")
    assert not any("Hvor er du" in text for text in anna.texts)
    house.line("fallback").hears_nothing()


def test_nobody_answers_so_it_pages_again_and_climbs(house: House) -> None:
    house.phone(ANNA).says("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    first, second, last = (
        house.line(line) for line in ("lykkefjord-duty", "lykkefjord-leader", "fallback")
    )
    first.hears("Lavterskel")
    house.forward("5m")
    first.hears("venter fortsatt")
    second.hears_nothing()
    house.forward("5m")
    second.hears("Lavterskel")
    house.forward("10m")
    last.hears("Lavterskel")


def test_the_person_hears_the_truth_when_nobody_answers(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says("mannen min slår meg")
    assert anna.hears("112").startswith("112")
    house.forward("8m")
    truth = anna.hears("Ingen på vakttelefonen har svart")
    assert "112" in truth
    with house.store.read() as tx:
        assert tx.scalars(select(Escalation)).one().red_at is not None


def test_a_page_wanted_no_longer_never_leaves(house: House) -> None:
    anna, duty = house.phone(ANNA), house.line("lykkefjord-duty")
    anna.says("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    duty.says(code_in(duty.hears("Lavterskel")))
    anna.hears("En person har saken din")
    duty.hears("ikke et sted å sove")
    house.forward("30m")
    house.line("lykkefjord-leader").hears_nothing()
    duty.hears_nothing()


def test_two_cases_on_one_duty_phone_have_codes_of_their_own(house: House) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    first = duty.hears("Lavterskel")
    house.phone(OLA).says("Jeg bor i Lykkefjord og har ikke penger til mat i dag")
    second = duty.hears("Lavterskel")
    assert (code_in(first), code_in(second)) == ("1", "2")
    duty.says("2")
    house.phone(OLA).hears("En person har saken din")
    house.phone(ANNA).hears("vakttelefonen")
    house.phone(ANNA).hears("Er det barn")
    house.phone(ANNA).hears_nothing()


def test_a_promise_of_minutes_is_passed_on(house: House) -> None:
    anna, duty = house.phone(ANNA), house.line("lykkefjord-duty")
    anna.says("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    duty.says(f"{code_in(duty.hears('Lavterskel'))} 10")
    anna.hears(re.compile(r"En person har saken din og ringer deg før \d\d:\d\d"))


def test_an_officer_who_cannot_passes_it_on_at_once(house: House) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    duty.says(f"{code_in(duty.hears('Lavterskel'))} nei")
    house.line("lykkefjord-leader").hears("Lavterskel")


def test_what_an_officer_writes_opens_nothing(house: House) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    duty.says(code_in(duty.hears("Lavterskel")))
    duty.hears("ikke et sted å sove")
    duty.says("han har kniv og slår henne, ringer 112")
    duty.hears("notat")
    with house.store.read() as tx:
        assert len(tx.scalars(select(Escalation)).all()) == 1


def test_a_late_answer_hears_who_has_it(house: House) -> None:
    duty, leader = house.line("lykkefjord-duty"), house.line("lykkefjord-leader")
    house.phone(ANNA).says("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    code = code_in(duty.hears("Lavterskel"))
    house.forward("10m")
    leader.says(code_in(leader.hears("Lavterskel")))
    duty.hears("er tatt av")
    duty.says(code)
    duty.hears("Beredskapstelefon, leder i NAV Lykkefjord har hatt")


def test_the_emergency_outlives_a_carrier_that_is_away(house: House) -> None:
    house.twilio.goes_away()
    inbound = house.phone(ANNA).writes("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    inbound.arrives()
    house.twilio.comes_back()
    house.line("lykkefjord-duty").hears("Lavterskel", within=20)


def test_silence_after_the_soft_question_escalates(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says("jeg er redd")
    anna.hears("Er du trygg nå?")
    house.line("fallback").hears_nothing()
    house.forward("10m")
    house.line("fallback").hears("Lavterskel")


def test_a_yes_to_the_soft_question_escalates_nothing(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says("jeg er redd")
    anna.hears("Er du trygg nå?")
    anna.says("1")
    anna.hears("notert")
    house.forward("1h")
    house.line("fallback").hears_nothing()


def test_every_message_is_read_once_however_often_it_comes(house: House) -> None:
    inbound = house.phone(ANNA).writes("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    assert [inbound.arrives().status_code for _ in range(3)] == [204, 204, 204]
    house.line("lykkefjord-duty").hears("Lavterskel")
    house.line("lykkefjord-duty").hears_nothing()
    with house.store.read() as tx:
        assert len(tx.scalars(select(Inbound)).all()) == 1
