"""The texts people get: right language, every value filled in, Norwegian beside in danger."""

from datetime import UTC, datetime
from functools import partial

import pytest

from bot.language.catalogue import Catalogue, UnknownText
from bot.language.placeholders import MissingValue, fill
from bot.language.wording import moment

NUMBERS = {"police": "112", "ambulance": "113"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(NUMBERS)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("nb", "Jeg har notert endringen.", id="bokmål"),
        pytest.param("nn", "Eg har notert endringa.", id="nynorsk"),
        pytest.param("en", "I have noted the change.", id="english"),
        pytest.param("pl", "Zmiana jest zapisana.", id="polish"),
        pytest.param("ar", "سجلت التغيير.", id="arabic"),
        pytest.param("de", "Jeg har notert endringen.", id="a language not served gets bokmål"),
    ],
)
def test_a_text_comes_in_the_readers_language(
    catalogue: Catalogue, language: str, words: str
) -> None:
    assert catalogue.text("utter_callback_change_noted", language) == words


def test_the_registers_numbers_need_not_be_given(catalogue: Catalogue) -> None:
    assert catalogue.text("utter_emergency_life_opened", "en").startswith("113\nCall now.")


def test_a_given_value_goes_before_a_number_of_the_register() -> None:
    catalogue = Catalogue({"place": "of the register"})
    assert "Drammen" in catalogue.text("utter_emergency_place_noted", "en", place="Drammen")


def test_nobody_is_sent_a_half_filled_text(catalogue: Catalogue) -> None:
    with pytest.raises(MissingValue, match=r"utter_emergency_promised \(pl\).*{time}"):
        catalogue.text("utter_emergency_promised", "pl")


def test_a_text_nobody_wrote_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownText):
        catalogue.text("utter_not_written", "nb")


def test_a_value_may_read_differently_in_each_language(catalogue: Catalogue) -> None:
    latest = partial(moment, datetime(2026, 11, 24, 13, 0, tzinfo=UTC))
    said = catalogue.bilingual(
        "utter_callback_status", "en", reference="K7F2", received=latest, latest=latest
    )
    assert "at the latest Tuesday 24 November at 14:00" in said
    assert "senest tirsdag 24. november kl. 14:00" in said


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        pytest.param("nb", ["Er du trygg nå?"], id="bokmål once"),
        pytest.param("nn", ["Er du trygg no?"], id="nynorsk once"),
        pytest.param("ar", ["هل أنت بأمان الآن؟", "Er du trygg nå?"], id="arabic then bokmål"),
        pytest.param(
            "de", ["Are you safe now?", "Er du trygg nå?"], id="not served: english first"
        ),
    ],
)
def test_an_emergency_reply_has_norwegian_beside_it(
    catalogue: Catalogue, language: str, parts: list[str]
) -> None:
    said = catalogue.bilingual("utter_safety_question", language).split("\n\n")
    assert [part.splitlines()[0] for part in said] == parts


def test_staff_texts_exist_in_both_kinds_of_norwegian(catalogue: Catalogue) -> None:
    values = {"reference": "K7F2", "urgency": "STRAKS", "code": 3}
    assert catalogue.text("utter_page_first", "nn", **values).endswith("for å ta saka")
    assert catalogue.text("utter_page_first", "pl", **values).endswith("for å ta saken")


def test_a_brace_in_what_a_person_wrote_stays_as_it_is() -> None:
    assert fill("I do not find {answer}.", {"answer": "{police}"}) == "I do not find {police}."
