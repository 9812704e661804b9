"""Somebody who plays with the alarm is asked first, and is never cut off."""

from sqlalchemy import select

from bot.store.tables import Escalation, Outbox
from tests.escalation.test_emergency_without_brain import code_in
from tests.house import House

ANNA, OLA = "+4790000001", "+4790000002"
NO_BED = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"


def cry_wolf(house: House) -> None:
    house.phone(ANNA).says(NO_BED)
    duty = house.line("lykkefjord-duty")
    duty.says(f"{code_in(duty.hears('for å ta saken'))} ferdig 5")
    house.phone(ANNA).hears("Fikk du hjelp?")


def question_left(house: House) -> bool:
    """Its silence counts from the moment the carrier has it."""
    with house.store.read() as tx:
        asked = select(Outbox.accepted_at).where(Outbox.name == "utter_safety_question_shelter")
        return tx.scalar(asked) is not None


def test_after_two_mistakes_the_third_is_asked_and_its_silence_still_escalates(
    house: House,
) -> None:
    cry_wolf(house)
    cry_wolf(house)
    house.phone(ANNA).says(NO_BED)
    house.phone(ANNA).hears("Har du et trygt sted å sove i natt?")
    duty = house.line("lykkefjord-duty")
    with house.store.read() as tx:
        assert len(tx.scalars(select(Escalation)).all()) == 2
    house.wait_until(lambda: question_left(house))
    house.forward("11m")
    duty.hears("for å ta saken")


def test_somebody_else_is_not_made_to_wait_for_it(house: House) -> None:
    cry_wolf(house)
    cry_wolf(house)
    house.phone(OLA).says(NO_BED)
    house.line("lykkefjord-duty").hears("for å ta saken")
