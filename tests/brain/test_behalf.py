"""Somebody writes for another: what they hear and are asked, and what leaves the dialogue."""

from collections.abc import Callable

import pytest

from bot.brain.names import without_name
from tests.brain.conversation import Person

pytestmark = pytest.mark.brain

FOR_MOTHER = "Jeg ringer for moren min"
CHILD = "jeg er 12 og tolker for mamma"
MATTER = "hun trenger hjelp til husleie"


def on_behalf(person: Person) -> dict[str, object]:
    of = person.request["on_behalf"]
    assert isinstance(of, dict)
    return of


def test_who_writes_for_whom_and_whom_to_phone(person: Person) -> None:
    said = person.says(FOR_MOTHER)
    assert said == ["utter_behalf_rule", "utter_callback_start", "utter_ask_behalf_minor"]
    assert person.says("2") == ["utter_ask_callback_about"]
    assert person.says(MATTER) == ["utter_ask_behalf_kommune"]
    assert person.says("Hamar") == ["utter_ask_behalf_phone"]
    assert person.says("1") == ["utter_ask_callback_phone_other"]
    assert person.says("⟨phone 3⟩") == ["utter_ask_callback_window"]
    assert person.says("1") == ["utter_ask_behalf_interpreter"]
    assert person.says("arabisk") == ["utter_ask_behalf_paper"]
    assert person.says("nei") == ["utter_ask_behalf_writer"]
    person.says("⟨name 9⟩")
    for line in (
        "Du skriver for: moren min",
        "Vi ringer: personen du skriver for",
        "Fullmakt: nei",
    ):
        assert line in person.read
    assert person.says("1") == ["submit_callback"]
    assert on_behalf(person) == {
        "relation": "child",
        "for_whom": "moren min",
        "writer": "⟨name 9⟩",
        "whom_to_phone": "person",
        "phone_of": "person",
        "power_of_attorney": "no",
        "writer_is_child": "no",
        "own_need": "",
    }
    assert person.request["phone"] == "⟨phone 3⟩"
    assert person.request["interpreter"] == "arabisk"
    assert person.request["may_text"] is False


@pytest.mark.parametrize("channel", ["sms", "chat"])
def test_a_child_is_thanked_and_no_go_between(person: Person, channel: str) -> None:
    person.channel = channel
    heard = person.says(CHILD)
    assert heard[0] == "utter_behalf_child"
    assert "Du trenger ikke tolke" in person.read
    for answer in ("vi har ikke råd til husleia", "Hamar", "⟨phone 3⟩", "1", "tigrinja"):
        heard += person.says(answer)
    assert heard[-1] == "utter_ask_behalf_need"
    assert "Hvordan har du det selv?" in person.read
    heard += person.says("jeg er litt lei meg")
    person.says("1")
    grown_up = {"utter_ask_behalf_paper", "utter_ask_behalf_writer", "utter_ask_behalf_phone"}
    assert grown_up.isdisjoint(heard)
    of = on_behalf(person)
    assert (of["whom_to_phone"], of["phone_of"]) == ("person", "person")
    assert (of["writer_is_child"], of["own_need"]) == ("yes", "jeg er litt lei meg")
    assert person.request["phone"] == "⟨phone 3⟩"
    assert person.request["children"] == "yes"


def test_who_says_to_be_under_age_only_when_asked_is_thanked_then(person: Person) -> None:
    person.says(FOR_MOTHER)
    assert person.says("1") == ["utter_behalf_child", "utter_ask_callback_about"]


@pytest.mark.parametrize("age", ["0", "15"])
def test_a_daughter_who_does_not_say_is_spared_the_same(person: Person, age: str) -> None:
    person.goes_through(FOR_MOTHER, age, MATTER)
    assert person.says("Hamar") == ["utter_ask_behalf_phone_child"]


def test_a_child_without_the_number_still_gets_the_grown_up_phoned(person: Person) -> None:
    person.goes_through(CHILD, MATTER, "Hamar", "0", "1", "1", "0", "1")
    of = on_behalf(person)
    assert (of["whom_to_phone"], of["phone_of"]) == ("person", "writer")
    assert person.request["phone"] == "own"


def test_who_has_a_paper_is_not_asked_for_it_nor_for_their_age(person: Person) -> None:
    assert person.says("jeg har fullmakt for faren min")[-1] == "utter_ask_callback_about"
    person.goes_through("strømregning", "Hamar", "2", "1", "0", "1")
    person.goes_through("Per", "1")
    of = on_behalf(person)
    assert (of["power_of_attorney"], of["relation"]) == ("yes", "child")
    assert (of["whom_to_phone"], of["phone_of"]) == ("writer", "writer")
    assert person.request["phone"] == "own"


def test_who_does_not_know_the_number_is_phoned_instead(person: Person) -> None:
    person.goes_through("jeg skriver for naboen min", MATTER, "Hamar", "1", "0")
    person.goes_through("1", "1", "1", "2", "0", "1")
    of = on_behalf(person)
    assert (of["relation"], of["whom_to_phone"]) == ("friend", "writer")
    assert person.request["phone"] == "own"


def test_a_general_question_is_answered_to_anybody(person: Person) -> None:
    said = person.says("jeg skriver for naboen min, hun kan ikke betale husleia, hva kan hun gjøre")
    assert said == ["utter_topic/rent_arrears", "utter_behalf_rule", "utter_call_offer"]
    assert person.says("1") == ["utter_callback_start", "utter_ask_behalf_kommune"]


@pytest.mark.parametrize(
    "question", ["hvordan går det med saken til moren min", "har mamma fått svar på søknaden"]
)
def test_anothers_case_is_told_to_nobody_and_a_human_offered(person: Person, question: str) -> None:
    assert person.says(question) == ["utter_behalf_rule", "utter_call_offer"]
    assert "Jeg ser ikke saken til noen" in person.read
    assert person.says("1") == ["utter_callback_start", "utter_ask_behalf_minor"]


def test_it_may_be_said_as_the_matter_of_a_request(person: Person) -> None:
    person.says("ring meg")
    assert person.says("jeg skriver for naboen min, hun trenger mat")[0] == "utter_behalf_rule"
    person.goes_through("Hamar", "⟨phone 4⟩", "1", "1", "0", "0")
    assert "Du skriver for: naboen min" in person.read
    person.says("1")
    assert on_behalf(person)["for_whom"] == "naboen min"


def test_what_was_read_back_can_be_changed(person: Person) -> None:
    person.goes_through("jeg skriver for naboen min", MATTER, "Hamar", "⟨phone 4⟩", "1", "1")
    person.goes_through("2", "Anna")
    assert "Fullmakt: nei" in person.read
    assert person.goes_through("2", "5") == ["utter_ask_behalf_relation"]
    assert person.says("4") == ["utter_ask_behalf_whom"]
    assert person.says("Solveig") == ["utter_ask_behalf_interpreter"]
    person.goes_through("1", "Anna")
    assert "Fullmakt: ja" in person.read
    person.says("1")
    assert on_behalf(person)["relation"] == "guardian"


def test_who_asks_for_themselves_is_asked_nothing_of_it(person: Person) -> None:
    person.goes_through("ring meg", "husleia", "Hamar", "1", "1", "1", "1", "1", "1")
    assert person.request["on_behalf"] is None


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("en", "I am writing for my mother", "utter_behalf_rule"),
        ("ar", "أنا أترجم لأمي عمري 13", "utter_behalf_child"),
        ("pl", "mam pełnomocnictwo od mamy", "utter_behalf_rule"),
        ("tr", "komşum için yazıyorum", "utter_behalf_rule"),
        ("so", "waxaan u qorayaa hooyaday", "utter_behalf_rule"),
    ],
)
def test_in_other_languages(
    speaker_of: Callable[[str], Person], language: str, text: str, first: str
) -> None:
    assert speaker_of(language).says(text)[0] == first


def test_rasa_never_sees_a_name_we_asked_for(person: Person) -> None:
    person.goes_through("jeg skriver for naboen min", MATTER, "Hamar", "⟨phone 4⟩", "1", "1", "2")
    assert without_name(person.dialogue, "Anna Marie", 12) == "⟨name 12⟩"
    for command in ("0", "tilbake", "glem det", "hvorfor spør dere?"):
        assert without_name(person.dialogue, command, 12) == command
    person.says("⟨name 12⟩")
    assert without_name(person.dialogue, "ja", 13) == "ja"
    assert without_name(None, "Anna Marie", 13) == "Anna Marie"
