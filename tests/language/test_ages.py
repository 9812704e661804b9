"""How old somebody says they are; other numbers are no ages."""

import pytest

from bot.language.ages import is_about_age, own_age, says_minor, says_young


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("jeg er 17 år", 17),
        ("Jeg er 17år og bor hos bestemor", 17),
        ("eg er 19 år", 19),
        ("I am 16 years old", 16),
        ("im 20 yo, need help", 20),
        ("jeg er ١٧ år", 17),
    ],
)
def test_an_age_is_heard(text: str, age: int) -> None:
    assert own_age(text) == age


@pytest.mark.parametrize(
    "text",
    [
        "sønnen min er 17 år",
        "jeg har ventet 17 dager",
        "jeg er 2 måneder på etterskudd med husleia",
        "jeg bor i 17 kvadratmeter",
        "17 år",
        "jeg er 999 år",
        "",
    ],
)
def test_another_number_is_no_age(text: str) -> None:
    assert own_age(text) is None


def test_a_message_that_asks_something_too_is_not_only_about_age() -> None:
    assert is_about_age("hei, jeg er 17 år")
    assert is_about_age("jeg er under 18")
    assert not is_about_age("jeg er 17 år og lurer på hvordan jeg søker om bostøtte")


def test_young_and_not_yet_of_age_are_told_apart() -> None:
    assert says_young("Jeg er ung")
    assert not says_minor("Jeg er ung")
    assert says_minor("jeg er mindreårig")


def test_small_talk_beside_an_age_is_heard_and_more_is_not_only_about_age() -> None:
    assert is_about_age("hei jeg er 17 år")
    assert not is_about_age("jeg er 17 år og jeg er redd")


@pytest.mark.parametrize("text", ["har barn under 18", "I have kids under 18", "", "barn"])
def test_who_speaks_of_children_does_not_say_that_they_are_one(text: str) -> None:
    assert not is_about_age(text)


@pytest.mark.parametrize("text", ["I'm under 18", "hei, eg er under 18", "أنا تحت 18"])
def test_who_is_not_of_age_says_so(text: str) -> None:
    assert is_about_age(text)
