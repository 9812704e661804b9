"""An emergency by text: from the first word to a human who has it, in the person's language."""

import re

import pytest

from bot.delivery.speaker import Speaker
from tests.journeys.people import PEOPLE, Person
from tests.product import Product

pytestmark = [pytest.mark.processes, pytest.mark.brain]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.language)
def test_a_person_without_a_bed_hears_each_true_step(
    running: Product, speaker: Speaker, person: Person
) -> None:
    phone = running.phone(f"+47900030{PEOPLE.index(person):02}")
    text = speaker.catalogue.text
    duty = running.line("fallback")

    phone.says(person.emergency)

    opened = phone.hears(text("utter_emergency_shelter_opened", person.language), within=15)
    phone.hears(text("utter_emergency_opened_tail_where", person.language), within=15)
    if person.language not in ("nb", "nn"):
        assert text("utter_emergency_shelter_opened", "nb") in opened
    page = duty.hears("Lavterskel", within=15)
    code = re.search(r"svar (\d+)", page)
    assert code is not None
    duty.says(code[1])
    phone.hears(text("utter_emergency_acknowledged", person.language), within=15)
    duty.hears(phone.number, within=15)
