"""A question by text: an answer in the person's own language, and the offer of a call."""

import pytest

from bot.delivery.more import cut
from bot.delivery.speaker import Speaker
from tests.journeys.people import PEOPLE, Person
from tests.product import Product

pytestmark = [pytest.mark.processes, pytest.mark.brain]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.language)
def test_a_question_is_answered_with_the_offer_of_a_call(
    running: Product, speaker: Speaker, person: Person
) -> None:
    phone = running.phone(f"+47900010{PEOPLE.index(person):02}")

    phone.says(person.question)

    phone.hears(speaker.catalogue.text("utter_welcome", person.language), within=15)
    answer = phone.hears(speaker.catalogue.text("utter_call_offer", person.language), within=15)
    first_part, _ = cut(speaker, f"utter_topic/{person.topic}", person.language)
    assert first_part in answer


def test_the_machine_says_what_it_is_only_once(running: Product, speaker: Speaker) -> None:
    phone = running.phone("+4790001099")
    phone.says("hei")
    first = phone.hears("automatisk assistent", within=15)
    phone.says("takk for hjelpen")
    assert "automatisk assistent" not in phone.hears("Skriv igjen", within=15)
    assert first != phone.last
