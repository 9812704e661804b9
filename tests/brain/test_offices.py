"""Where is the NAV office, and is it open? Asked with a place, or the place is asked first."""

import pytest

from tests.brain.conversation import Person

pytestmark = pytest.mark.brain


def area(person: Person) -> object:
    """Of the office that the last turn tells of."""
    acts = person.turns[-1].acts
    return next((act.fields["area"] for act in acts if act.name == "show_office"), None)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("hvor er nav-kontoret i Hamar", "3403"),
        ("når åpner nav i Lillehammer", "3405"),
        ("where is the nav office in Hamar", "3403"),
        ("hvor er nav på Sagene i Oslo", "0314"),
    ],
)
def test_a_question_that_names_a_place_is_answered_at_once(
    person: Person, words: str, code: str
) -> None:
    assert person.says(words) == ["show_office", "utter_call_offer"]
    assert area(person) == code


@pytest.mark.parametrize(("words", "code"), [("Hamar", "3403"), ("2322", "3403"), ("Hammar", None)])
def test_the_name_of_a_place_alone_is_a_question_about_its_office(
    person: Person, words: str, code: str | None
) -> None:
    person.says(words)
    assert area(person) == code


def test_where_they_are_is_asked_and_heard_in_whatever_words(person: Person) -> None:
    assert person.says("hvor finner jeg nav-kontoret") == ["utter_ask_callback_kommune"]
    assert person.says("jeg er i Hamar nå") == ["show_office", "utter_call_offer"]
    assert area(person) == "3403"


def test_oslo_alone_is_asked_for_its_bydel(person: Person) -> None:
    assert person.goes_through("hvor er nav-kontoret", "Oslo") == ["utter_ask_callback_bydel"]
    person.says("Grünerløkka")
    assert area(person) == "0315"


def test_of_several_places_of_one_name_the_right_one_is_chosen(person: Person) -> None:
    assert person.says("hvor er nav i Herøy") == ["utter_ask_callback_kommune_which"]
    assert person.says("2") == ["show_office", "utter_call_offer"]
    assert area(person) == "1818"


@pytest.mark.parametrize("answer", ["0", "vet ikke", "qwrtplk zzxcv"])
def test_who_does_not_know_where_they_are_is_told_how_to_find_out(
    person: Person, answer: str
) -> None:
    said = person.goes_through("hvor er nav-kontoret", answer)
    assert said == ["utter_topic/find_office", "utter_call_offer"]


def test_another_question_instead_of_a_place_is_answered(person: Person) -> None:
    person.says("hvor er nav-kontoret")
    assert person.says("jeg vil klage på vedtaket")[0] == "utter_topic/complaint_decision"


def test_the_offer_of_a_call_keeps_the_question(person: Person) -> None:
    person.goes_through("hvor er nav-kontoret i Hamar", "1")
    assert person.says("5")[0] == "utter_ask_callback_phone"
