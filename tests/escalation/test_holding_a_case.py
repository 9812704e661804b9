"""A case in the hands of staff who are signed in: taken, given back, closed."""

import pytest
from sqlalchemy import select

from bot.escalation.ending import Outcome
from bot.monitor.accounts import add_staff
from bot.monitor.acts import ActRefused, Desk, NoSuchCase
from bot.monitor.sessions import Visitor
from bot.store.tables import Escalation
from tests.escalation.test_emergency_without_brain import code_in
from tests.house import House

ANNA = "+4790000001"
NO_BED = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"


def desk(house: House, name: str, role: str, office: str | None = None) -> Desk:
    """Somebody signed in."""
    with house.store.write() as tx:
        staff = add_staff(tx, name=name, role=role, office_id=office).staff
    visitor = Visitor(staff.id, staff.name, staff.role, staff.office_id, "form")
    return Desk(house.store, house.speaker, visitor, "monitor")


@pytest.fixture
def reference(house: House) -> str:
    """Of a case that Anna has opened, and the duty phone has been paged for."""
    house.phone(ANNA).says(NO_BED)
    house.phone(ANNA).hears("vakttelefonen")
    with house.store.read() as tx:
        return tx.scalars(select(Escalation.reference)).one()


def test_a_case_taken_in_the_monitor_is_taken_everywhere(house: House, reference: str) -> None:
    duty = house.line("lykkefjord-duty")
    code = code_in(duty.hears("Lavterskel"))
    desk(house, "Kari", "adviser").take(reference)
    house.phone(ANNA).hears("En person har saken din")
    duty.hears(f"{reference} er tatt av Kari, NKS")
    duty.says(code)
    duty.hears(f"Kari, NKS har hatt {reference}")
    house.forward("50m")
    house.line("lykkefjord-leader").hears_nothing()


def test_of_two_who_take_it_the_first_wins_and_the_second_hears_who(
    house: House, reference: str
) -> None:
    first = desk(house, "Kari", "adviser")
    second = desk(house, "Ola", "office", "nav-lykkefjord")
    first.take(reference)
    with pytest.raises(ActRefused) as refusal:
        second.take(reference)
    assert refusal.value.holder == "Kari, NKS"


def test_a_case_given_back_climbs_again_and_the_person_is_told(
    house: House, reference: str
) -> None:
    anna, duty = house.phone(ANNA), house.line("lykkefjord-duty")
    duty.hears("Lavterskel")
    kari = desk(house, "Kari", "adviser")
    kari.take(reference)
    anna.hears("En person har saken din")
    duty.hears("er tatt av")
    kari.release(reference)
    anna.hears("Ingen har saken din akkurat nå")
    duty.says(code_in(duty.hears("venter fortsatt")))
    anna.hears("En person har saken din")
    duty.hears("ikke et sted å sove")


def test_a_case_given_back_tells_the_person_the_truth_when_nobody_answers(
    house: House, reference: str
) -> None:
    anna, kari = house.phone(ANNA), desk(house, "Kari", "adviser")
    kari.take(reference)
    anna.hears("En person har saken din")
    kari.release(reference)
    anna.hears("Ingen har saken din akkurat nå")
    house.forward("21m")
    anna.hears("Ingen på vakttelefonen har svart")
    with house.store.read() as tx:
        assert tx.scalars(select(Escalation)).one().red_at is not None


def test_a_closed_case_frees_its_code_and_says_so(house: House, reference: str) -> None:
    anna, duty = house.phone(ANNA), house.line("lykkefjord-duty")
    duty.says(code_in(duty.hears("Lavterskel")))
    anna.hears("En person har saken din")
    desk(house, "Ola", "office", "nav-lykkefjord").close(reference, Outcome.HELP_ARRANGED)
    duty.hears(f"{reference} er avsluttet")
    anna.hears("Fikk du hjelp?")
    with house.store.read() as tx:
        case = tx.scalars(select(Escalation)).one()
        assert (case.state, case.outcome) == ("closed", "help_arranged")
    house.phone("+4790000002").says(NO_BED)
    assert code_in(duty.hears("for å ta saken")) == "1"


def test_nobody_closes_or_gives_back_what_nobody_holds(house: House, reference: str) -> None:
    office = desk(house, "Ola", "office", "nav-lykkefjord")
    with pytest.raises(ActRefused):
        office.close(reference, Outcome.MISTAKE)
    with pytest.raises(ActRefused):
        office.release(reference)
    with house.store.read() as tx:
        assert tx.scalars(select(Escalation.state)).one() == "open"


def test_an_adviser_handles_only_what_they_hold(house: House, reference: str) -> None:
    desk(house, "Kari", "adviser").take(reference)
    other = desk(house, "Per", "adviser")
    with pytest.raises(ActRefused):
        other.note(reference, "ringte")
    with pytest.raises(ActRefused):
        other.close(reference, Outcome.MISTAKE)


def test_an_office_has_nothing_to_do_with_the_case_of_another(house: House, reference: str) -> None:
    with pytest.raises(NoSuchCase):
        desk(house, "Liv", "office", "nav-fagerdal").take(reference)


def test_an_administrator_takes_no_case(house: House, reference: str) -> None:
    with pytest.raises(ActRefused):
        desk(house, "Adm", "administrator").take(reference)


def test_only_a_chat_can_be_written_to_from_the_monitor(house: House, reference: str) -> None:
    kari = desk(house, "Kari", "adviser")
    kari.take(reference)
    with pytest.raises(ActRefused):
        kari.write(reference, "Hei, jeg heter Kari", "k1")


def test_more_danger_in_a_case_reaches_the_line_that_holds_it(house: House, reference: str) -> None:
    anna, duty = house.phone(ANNA), house.line("lykkefjord-duty")
    duty.says(code_in(duty.hears("Lavterskel")))
    duty.hears("ikke et sted å sove")
    anna.says("mannen min slår meg")
    assert reference in duty.hears("vold eller trusler")
    house.line("lykkefjord-leader").hears_nothing()


def test_more_danger_in_a_case_long_forgotten_is_paged_anew(house: House, reference: str) -> None:
    duty = house.line("lykkefjord-duty")
    duty.says(code_in(duty.hears("Lavterskel")))
    duty.hears("ikke et sted å sove")
    house.forward("5h")
    house.phone(ANNA).says("mannen min slår meg")
    assert "STRAKS" in duty.hears("venter fortsatt")


def test_the_line_that_holds_a_case_can_give_it_back(house: House, reference: str) -> None:
    anna, duty = house.phone(ANNA), house.line("lykkefjord-duty")
    duty.says("1")
    duty.hears("ikke et sted å sove")
    duty.says("1 nei")
    duty.hears(f"{reference} er gitt tilbake")
    anna.hears("Ingen har saken din akkurat nå")
    house.forward("10m")
    house.line("lykkefjord-leader").hears("Lavterskel")
