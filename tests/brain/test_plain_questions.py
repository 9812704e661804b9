"""What a word means, may they say no, I am seventeen, and a title that was pressed."""

from collections.abc import Callable

import pytest

from bot.language.catalogue import Catalogue
from bot.language.served import LANGUAGES
from bot.register import Register
from bot.safety import screen
from tests.brain.conversation import Person
from tests.journeys.test_answers import ASKED, questions
from tests.language.test_way_to_a_human import call_word
from tests.product import REGISTER

pytestmark = pytest.mark.brain

TOPICS = (
    "rent_deposit",
    "food_charity",
    "crisis_centre",
    "emergency_help_rules",
    "no_residence_permit",
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(Register.load(REGISTER).numbers())


def test_a_word_is_explained(person: Person) -> None:
    assert person.says("hva er et vedtak?") == ["utter_term/decision", "utter_call_offer"]


def test_a_word_is_explained_in_the_middle_of_a_request(person: Person) -> None:
    person.goes_through("ring meg", "husleia mi")
    said = person.says("hva betyr nødhjelp?")
    assert said[:2] == ["utter_term/emergency_help", "utter_form_interrupted"]
    assert said[2].startswith("utter_ask_callback")


def test_whether_they_may_say_no(person: Person) -> None:
    person.says("kan jeg få hjelp til depositum")
    assert person.says("kan de si nei?") == ["utter_may_refuse", "utter_call_offer"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("jeg er 17 år", "utter_young_minor"),
        ("jeg er 15 år gammel", "utter_young_minor"),
        ("hei, jeg er 14 år", "utter_young_minor"),
        ("jeg er under 18", "utter_young_minor"),
        ("jeg er 18 år", "utter_young_adult"),
        ("jeg er 24 år", "utter_young_adult"),
        ("jeg er 25 år", "utter_greeting"),
    ],
)
def test_somebody_young_hears_who_decides_at_their_age(
    person: Person, words: str, answer: str
) -> None:
    assert person.says(words) == [answer, "utter_call_offer"]


@pytest.mark.parametrize(
    ("number", "answer"),
    [("1", "utter_young_minor"), ("2", "utter_young_adult"), ("3", "utter_greeting")],
)
def test_who_says_only_that_they_are_young_is_asked_how_old(
    person: Person, number: str, answer: str
) -> None:
    assert person.says("jeg er ung") == ["utter_young_ask"]
    assert person.says(number) == [answer, "utter_call_offer"]


def test_a_young_persons_question_is_answered_with_their_own_path(person: Person) -> None:
    said = person.says("jeg er 17 år, hvordan søker jeg om sosialhjelp")
    assert said[0].startswith("utter_topic/")
    assert said[-2:] == ["utter_young_minor", "utter_call_offer"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_a_topic_is_that_topic(
    speaker_of: Callable[[str], Person], catalogue: Catalogue, language: str
) -> None:
    for topic in TOPICS:
        person = speaker_of(language)
        said = person.says(catalogue.text(f"utter_topic_title/{topic}", language))
        assert said[0] == f"utter_topic/{topic}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_the_young_asks_how_old(
    speaker_of: Callable[[str], Person], catalogue: Catalogue, language: str
) -> None:
    said = speaker_of(language).says(catalogue.text("utter_chat_young", language))
    assert said == ["utter_young_ask"]


def test_what_the_kommune_has_told_follows_the_answer(person: Person) -> None:
    person.says("hvor er nav-kontoret i Hamar")
    person.says("hvordan søker jeg uten bankid")
    notes = [act for act in person.turns[-1].acts if act.name == "office_note"]
    assert [act.fields for act in notes] == [{"area": "3403", "topic": "apply_without_bankid"}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_we_tell_people_to_write_begins_a_request(
    speaker_of: Callable[[str], Person], language: str
) -> None:
    said = speaker_of(language).says(call_word(language))
    assert said[-1].startswith("utter_ask_callback")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_ask_next_is_understood(
    speaker_of: Callable[[str], Person], language: str
) -> None:
    for pair, names in zip(questions()[language], ASKED, strict=True):
        person = speaker_of(language)
        for words, name in zip(pair, names, strict=True):
            said = person.says(words)
            assert said[0] in (name, "utter_choose_topic"), words
            assert screen(words).level is None, words
