"""A callback asked for in the chat: one button or one line at a time, read back, stored."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bot.store.tables import CallbackRequest
from tests.browser.conftest import Visits
from tests.browser.visitor import Visitor
from tests.journeys.people import PEOPLE, Person
from tests.product import Product

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]
REFERENCE = re.compile(r"\b[ACDEFHJKMNPRTUWXY34679]{6}\b")


def asks_to_be_phoned(visitor: Visitor, person: Person) -> str:
    """The whole way; gives the reference."""
    visitor.writes(person.callback)
    visitor.hears("utter_ask_callback_kommune")
    visitor.writes("Lykkefjord")
    visitor.hears("utter_ask_callback_phone_chat")
    visitor.writes("400 00 001")
    visitor.hears("utter_ask_callback_window")
    visitor.chooses(2)
    visitor.hears("utter_ask_callback_reach")
    visitor.chooses(1)
    visitor.hears_words(
        visitor.say("utter_ask_callback_interpreter", language_name="…").splitlines()[0]
    )
    visitor.chooses(1)
    visitor.hears("utter_ask_callback_children")
    visitor.chooses(1)
    visitor.hears_words(person.callback, "Lykkefjord")
    visitor.chooses(1)
    found: list[str] = []

    def is_confirmed() -> bool:
        found[:] = REFERENCE.findall(visitor.messages()[-1])
        return bool(found)

    visitor.wait_until(is_confirmed, lambda: f"no reference in {visitor.messages()}")
    return found[0]


def request_of(product: Product, reference: str) -> CallbackRequest:
    with product.store.read() as tx:
        return tx.scalars(
            select(CallbackRequest).where(CallbackRequest.reference == reference)
        ).one()


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.language)
def test_a_callback_is_asked_for_by_buttons(visits: Visits, person: Person) -> None:
    visitor = visits(person.language)

    reference = asks_to_be_phoned(visitor, person)

    request = request_of(visitor.product, reference)
    assert request.place == "9901"
    assert (request.phone_safe, request.children) == ("yes", "yes")
    with visitor.product.store.read() as tx:
        assert tx.unseal(request.conversation_id, request.own_words) == person.callback
        assert tx.unseal(request.conversation_id, request.phone) == "+4740000001"
    expect(visitor.page.locator("#thread .state")).to_have_count(0)


def test_a_callback_is_asked_for_without_any_script(visits: Visits) -> None:
    visitor = visits("nn", is_scripted=False)

    reference = asks_to_be_phoned(visitor, PEOPLE[1])

    assert request_of(visitor.product, reference).place == "9901"
