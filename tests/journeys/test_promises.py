"""Acknowledged is not done: a promise has a clock, and a case ends only with what came of it."""

import re

from sqlalchemy import select

from bot.escalation.events import What
from bot.store.tables import Escalation, EscalationEvent
from tests.escalation.test_emergency_without_brain import code_in
from tests.house import House

ANNA, OLA = "+4790000001", "+4790000002"
NO_BED = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"


def take(house: House, reply: str = "", phone: str = ANNA) -> str:
    """A person without a bed, whose case the duty phone takes; gives its code there."""
    duty = house.line("lykkefjord-duty")
    house.phone(phone).says(NO_BED)
    code = code_in(duty.hears("Lavterskel"))
    duty.says(f"{code} {reply}")
    duty.hears("ikke et sted å sove")
    return code


def history(house: House) -> list[str]:
    with house.store.read() as tx:
        return list(tx.scalars(select(EscalationEvent.what).order_by(EscalationEvent.id)))


def state(house: House) -> tuple[str, str | None]:
    with house.store.read() as tx:
        case = tx.scalars(select(Escalation)).one()
        return case.state, case.outcome


def test_a_promise_that_is_kept(house: House) -> None:
    code, duty = take(house, "10"), house.line("lykkefjord-duty")
    house.phone(ANNA).hears("ringer deg før")
    duty.says(f"{code} snakket")
    duty.hears("Notert: du har hatt kontakt")
    house.forward("3h")
    duty.hears_nothing()
    house.line("lykkefjord-leader").hears_nothing()
    assert state(house) == ("acknowledged", None)


def test_a_promise_that_is_broken_reminds_once_and_then_goes_one_rung_up(house: House) -> None:
    take(house, "10")
    anna, duty = house.phone(ANNA), house.line("lykkefjord-duty")
    anna.hears("ringer deg før")
    house.forward("10m")
    duty.hears("har du hatt kontakt?")
    house.line("lykkefjord-leader").hears_nothing()
    house.forward("5m")
    page = house.line("lykkefjord-leader").hears("Lavterskel")
    duty.hears("er gitt til neste vakt")
    assert "116 117" in anna.hears("Jeg vet ikke om noen har ringt deg")
    house.line("lykkefjord-leader").says(code_in(page))
    anna.hears("En person har saken din")
    with house.store.read() as tx:
        assert tx.scalars(select(Escalation)).one().red_at is not None


def test_after_the_reminder_ten_more_minutes_can_be_had(house: House) -> None:
    code, duty = take(house, "10"), house.line("lykkefjord-duty")
    house.forward("10m")
    duty.hears("har du hatt kontakt?")
    duty.says(f"{code} 10")
    duty.hears("Notert: du tar kontakt")
    house.forward("6m")
    house.line("lykkefjord-leader").hears_nothing()


def test_whoever_names_no_minutes_is_asked_too(house: House) -> None:
    take(house)
    duty = house.line("lykkefjord-duty")
    house.forward("60m")
    duty.hears("har du hatt kontakt?")


def test_a_line_that_lost_a_case_may_still_take_it_again(house: House) -> None:
    code, duty = take(house, "10"), house.line("lykkefjord-duty")
    house.forward("10m")
    duty.hears("har du hatt kontakt?")
    house.forward("5m")
    duty.hears("er gitt til neste vakt")
    duty.says(code)
    duty.hears("ikke et sted å sove")
    house.line("lykkefjord-leader").hears("er tatt av")


def test_done_asks_what_came_of_it_and_closes(house: House) -> None:
    code, duty, anna = take(house), house.line("lykkefjord-duty"), house.phone(ANNA)
    duty.says(f"{code} ferdig")
    duty.hears("Hva ble det av")
    duty.says("2")
    duty.hears("er avsluttet")
    anna.hears("Fikk du hjelp?")
    assert state(house) == ("closed", "help_arranged")


def test_done_with_its_outcome_in_one_message(house: House) -> None:
    code = take(house)
    house.line("lykkefjord-duty").says(f"{code} ferdig 1")
    house.phone(ANNA).hears("Fikk du hjelp?")
    assert state(house) == ("closed", "spoken_with")


def test_a_number_that_may_be_a_new_case_is_not_taken_for_an_outcome(house: House) -> None:
    code, duty = take(house), house.line("lykkefjord-duty")
    duty.says(f"{code} ferdig")
    duty.hears("Hva ble det av")
    house.phone(OLA).says(NO_BED)
    other = code_in(duty.hears("Lavterskel"))
    duty.says(other)
    duty.hears("Mener du saken eller det som kom ut")
    with house.store.read() as tx:
        states = tx.scalars(select(Escalation.state).order_by(Escalation.id)).all()
    assert states == ["acknowledged", "open"]


def test_help_that_came_is_noted_and_ends_it(house: House) -> None:
    code, anna = take(house), house.phone(ANNA)
    house.line("lykkefjord-duty").says(f"{code} ferdig 2")
    anna.hears("Fikk du hjelp?")
    anna.says("1")
    anna.hears("Takk for at du sa fra")
    assert state(house) == ("closed", "help_arranged")
    assert What.HELPED in history(house)


def test_no_help_opens_the_case_again_with_its_history(house: House) -> None:
    code, anna, duty = take(house), house.phone(ANNA), house.line("lykkefjord-duty")
    duty.says(f"{code} ferdig 1")
    anna.hears("Fikk du hjelp?")
    anna.says("nei")
    anna.hears("Saken din er åpen igjen")
    duty.says(code_in(duty.hears("venter fortsatt")))
    anna.hears("En person har saken din")
    assert history(house).count(What.OPENED) == 1


def test_a_two_said_later_is_no_answer_to_whether_help_came(house: House) -> None:
    code, anna = take(house), house.phone(ANNA)
    house.line("lykkefjord-duty").says(f"{code} ferdig 1")
    anna.hears("Fikk du hjelp?")
    anna.says("START")
    anna.hears(re.compile("."))
    anna.says("2")
    house.line("lykkefjord-leader").hears_nothing()
    assert state(house)[0] == "closed"


def test_notes_on_a_case_nobody_has_say_so(house: House) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says(NO_BED)
    duty.hears("Lavterskel")
    duty.says("vet hvem det er, han pleier å sove på stasjonen")
    assert "Ingen har saken" in duty.hears("Lagret som notat")


def test_a_machine_at_the_duty_phone_gets_five_answers_and_no_more(house: House) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says(NO_BED)
    code = code_in(duty.hears("Lavterskel"))
    for _ in range(5):
        duty.says("Jeg kjører bil og svarer senere")
        duty.hears("Lagret som notat")
    duty.says("Jeg kjører bil og svarer senere")
    duty.hears_nothing(within=1.0)
    duty.says(code)
    duty.hears("ikke et sted å sove")
    duty.says("Jeg kjører bil og svarer senere")
    duty.hears("Lagret som notat")


def test_what_an_officer_adds_afterwards_is_kept_and_no_assistant_answers(house: House) -> None:
    code, duty = take(house), house.line("lykkefjord-duty")
    duty.says(f"{code} ferdig 2")
    duty.hears("er avsluttet")
    duty.says("takk for i dag")
    house.wait_until(lambda: What.NOTED in history(house))
    duty.hears_nothing()
