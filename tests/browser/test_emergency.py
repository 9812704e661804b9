"""An emergency in the chat: from the first word to a human who has it."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.visitor import Visitor
from tests.journeys.people import PEOPLE, Person

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]


PAGE = re.compile(r"svar (\d+)")
BUSY_SECONDS = 60.0


def somebody_takes_it(visitor: Visitor) -> None:
    """The officer takes case after case, until this one is theirs."""
    duty = visitor.product.line("fallback")
    acknowledged = visitor.say("utter_emergency_acknowledged")

    def is_taken() -> bool:
        if any(acknowledged in message for message in visitor.messages()):
            return True
        with suppress(AssertionError):  # no page has come in this moment
            page = duty.hears(PAGE, within=0.5)
            duty.says(PAGE.findall(page)[0])
        return False

    visitor.wait_until(is_taken, lambda: f"never taken: {visitor.messages()}", BUSY_SECONDS)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.language)
def test_a_person_without_a_bed_sees_each_true_step(visits: Visits, person: Person) -> None:
    visitor = visits(person.language)

    visitor.writes(person.emergency)

    visitor.hears("utter_emergency_shelter_opened")
    somebody_takes_it(visitor)


def test_the_same_without_any_script(visits: Visits) -> None:
    visitor = visits("ar", is_scripted=False)

    visitor.writes(PEOPLE[-1].emergency)

    visitor.hears("utter_emergency_shelter_opened")
    somebody_takes_it(visitor)


def test_each_language_of_an_emergency_is_marked_as_what_it_is(visits: Visits) -> None:
    visitor = visits("pl")
    visitor.writes("nie mam gdzie dzisiaj spać")
    visitor.hears("utter_emergency_shelter_opened")

    blocks = visitor.page.locator("#thread li.assistant .block")
    expect(blocks.filter(has_text="Jeg sier fra til vakttelefonen").first).to_have_attribute(
        "lang", "nb"
    )
    polish = visitor.say("utter_emergency_shelter_opened").splitlines()[0]
    expect(blocks.filter(has_text=polish).first).to_have_attribute("lang", "pl")


def test_a_number_for_help_can_be_pressed(visitor: Visitor) -> None:
    danger = visitor.page.locator('#danger a[href="tel:112"]')
    expect(danger).to_be_visible()
    box = danger.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["width"] >= 44
