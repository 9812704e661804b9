"""A question in the chat: an answer in the person's own language, and a choice to press."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.journeys.people import PEOPLE, Person

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.language)
def test_a_question_is_answered_on_the_page(visits: Visits, person: Person) -> None:
    visitor = visits(person.language)

    visitor.writes(person.question)

    visitor.hears("utter_welcome_chat")
    visitor.hears(f"utter_topic/{person.topic}", "utter_call_offer")
    visitor.sees_choices("1", "2")
    expect(visitor.own).to_have_count(1)
    expect(visitor.own).to_contain_text(person.question)
    expect(visitor.page.locator("#thread .state")).to_have_count(0)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.language)
def test_a_question_is_answered_without_any_script(visits: Visits, person: Person) -> None:
    visitor = visits(person.language, is_scripted=False)

    visitor.writes(person.question)

    visitor.hears(f"utter_topic/{person.topic}", "utter_call_offer")
    visitor.chooses(2)
    visitor.hears("utter_call_declined")
    expect(visitor.own).to_have_count(2)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.language)
def test_an_example_is_asked_by_pressing_it(visits: Visits, person: Person) -> None:
    visitor = visits(person.language)

    visitor.choices.first.click()

    visitor.hears("utter_call_offer")
    expect(visitor.own).to_contain_text(visitor.say("utter_chat_example_question"))


def test_a_choice_is_a_button_with_its_number(visits: Visits) -> None:
    visitor = visits("en")
    visitor.writes("i cant pay my rent this month what can i do")
    visitor.sees_choices("1", "2")
    expect(visitor.choice(1)).to_have_text("1 yes")

    visitor.chooses(2)

    visitor.hears("utter_call_declined")
    expect(visitor.page.locator("#choices")).to_be_hidden()


def test_the_title_and_the_address_tell_nothing(visits: Visits) -> None:
    visitor = visits("nb")
    visitor.writes("jeg har ikke noe sted å sove i natt")
    visitor.hears("utter_emergency_shelter_opened")

    assert visitor.page.title() == visitor.say("utter_chat_title")
    assert visitor.page.url == f"{visitor.product.url}/"
    assert visitor.evaluate("history.length") == 1 + 1  # the blank page a new tab begins with
    assert visitor.evaluate("localStorage.length + sessionStorage.length") == 0
