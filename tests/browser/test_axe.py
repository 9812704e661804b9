"""axe-core finds nothing serious or critical on any page, empty or full, light or dark."""

import pytest

from tests.browser.axe import grave_faults
from tests.browser.conftest import Visits
from tests.journeys.people import PEOPLE, Person

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]
by_person = pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.language)
by_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


@by_scheme
@by_person
def test_the_first_page(visits: Visits, person: Person, scheme: str) -> None:
    visitor = visits(person.language, scheme=scheme, may_inject=True)
    assert grave_faults(visitor.page) == []


@by_scheme
@by_person
def test_a_thread_with_choices(visits: Visits, person: Person, scheme: str) -> None:
    visitor = visits(person.language, scheme=scheme, may_inject=True)
    visitor.writes(person.question)
    visitor.hears("utter_call_offer")
    visitor.sees_choices("1", "2")
    visitor.page.locator("#languages summary").click()
    assert grave_faults(visitor.page) == []


@by_scheme
@by_person
def test_a_full_thread_without_a_network(visits: Visits, person: Person, scheme: str) -> None:
    visitor = visits(person.language, scheme=scheme, may_inject=True)
    visitor.writes(person.emergency)
    visitor.hears("utter_emergency_shelter_opened")
    visitor.context.set_offline(True)
    visitor.writes("Lykkefjord")
    visitor.wait_until(lambda: visitor.connection.inner_text() != "")
    assert grave_faults(visitor.page) == []


@by_person
def test_a_page_that_says_what_went_wrong(visits: Visits, person: Person) -> None:
    visitor = visits(person.language, may_inject=True, is_scripted=True)
    visitor.evaluate("document.getElementById('text').value = 'a'.repeat(5000)")
    visitor.send_button.click()
    visitor.page.locator("#fault").wait_for()
    assert grave_faults(visitor.page) == []


def test_the_check_itself_finds_what_is_wrong(visits: Visits) -> None:
    visitor = visits("nb", may_inject=True)
    visitor.evaluate("document.documentElement.removeAttribute('lang')")
    visitor.evaluate("document.querySelector('label').remove()")
    assert any(fault.startswith("html-has-lang") for fault in grave_faults(visitor.page))
    assert any(fault.startswith("label") for fault in grave_faults(visitor.page))
