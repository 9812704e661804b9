"""Two languages side by side, to be read aloud a sentence at a time."""

from pathlib import Path

import pytest

from bot.delivery.side_by_side import pairs, side_by_side
from bot.delivery.speaker import Speaker
from bot.language.served import LANGUAGES


def test_sentences_pair_and_are_numbered() -> None:
    said = side_by_side("Du får hjelp. Skal vi ringe?", "You get help. Shall we call?")
    assert said == ("1. Du får hjelp.\nYou get help.\n2. Skal vi ringe?\nShall we call?")


def test_choices_keep_the_number_they_are_answered_with() -> None:
    assert side_by_side("Stemmer det?\n1 ja\n2 nei", "Is it right?\n1 yes\n2 no") == (
        "1. Stemmer det?\nIs it right?\n1 ja\n1 yes\n2 nei\n2 no"
    )


def test_a_number_to_phone_is_said_once() -> None:
    assert side_by_side("Ring:\n113", "Call:\n113") == "1. Ring:\nCall:\n113"


def test_an_hour_or_a_date_ends_no_sentence() -> None:
    assert pairs("Senest 14. januar kl. 14:00. Takk.", "By 14 January at 14:00. Thanks.") == [
        ("Senest 14. januar kl. 14:00.", "By 14 January at 14:00."),
        ("Takk.", "Thanks."),
    ]


def test_what_does_not_pair_by_sentence_pairs_by_line() -> None:
    assert pairs("En. To.\nTre.", "One, two.\nThree.") == [
        ("En. To.", "One, two."),
        ("Tre.", "Three."),
    ]


def test_who_reads_norwegian_gets_it_once() -> None:
    assert side_by_side("Hei. Hva nå?", "Hei. Hva nå?") == "1. Hei.\n2. Hva nå?"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_an_answer_is_lost_in_any_language(language: str) -> None:
    say = Speaker.load(Path("data/register/demo")).catalogue.text
    for name in ("utter_topic/right_to_interpreter", "utter_topic/rent_arrears", "utter_more"):
        theirs, norwegian = say(name, language), say(name, "nb")
        found = pairs(theirs, norwegian)
        assert "".join("".join(each[0] for each in found).split()) == "".join(theirs.split())
        if language != "nb":
            beside = "".join(str(each[1]) for each in found)
            assert "".join(beside.split()) == "".join(norwegian.split())
