"""No number in any text is wrong: each comes from the register, and is the one for its matter.

Published lists have had the police and the fire brigade the wrong way round, and one help line's
number under another's name.
"""

import re

import pytest

from bot.language.catalogue import Catalogue
from bot.language.files import LOCALE, po_path, texts
from bot.language.placeholders import PLACEHOLDER, fill
from bot.language.served import LANGUAGES
from bot.register import Register
from tests.product import REGISTER

BOKMAL = texts(po_path(LOCALE, "nb"))
REGISTERED = Register.load(REGISTER)
NUMBERS = REGISTERED.numbers()
PHONES = {line.id for line in REGISTERED.helplines.values() if line.public}
TYPED = {"utter_page_remind": ["10"], "utter_number_write_plus": ["11"]}
"""Minutes in an example of an officer's reply; how many digits an identity number has."""
OF_ONE_DIGIT = re.compile(r"^\d (?=\S)", re.MULTILINE)
"""The number of a choice."""

RIGHT_FOR = {
    "utter_emergency_life_opened": ["ambulance"],
    "utter_emergency_suicide_opened": ["ambulance", "mental_helpline"],
    "utter_emergency_violence_opened": ["police", "violence_line"],
    "utter_emergency_child_opened": ["police", "child_helpline"],
    "utter_emergency_shelter_opened": ["police"],
    "utter_emergency_necessities_opened": ["police"],
    "utter_topic/crisis_centre": ["violence_line", "police"],
    "utter_topic/mental_health_help": ["mental_helpline", "legevakt", "ambulance"],
    "utter_topic/addiction_help": ["rustelefonen", "ambulance"],
    "utter_topic/child_welfare": ["child_helpline", "police"],
    "utter_topic/debt_advice": ["nav_debt_line"],
    "utter_topic/about_assistant": ["police", "ambulance"],
    "utter_young_minor": ["child_helpline", "kors_paa_halsen"],
    "utter_young_adult": ["mental_helpline"],
    "utter_ask_behalf_need": ["child_helpline"],
    "utter_term/emergency_clinic": ["legevakt"],
}
ELSEWHERE = {"police", "ambulance", "nks"}
"""What any other text may show: danger, and NAV's own number."""


def phones_in(text: str) -> list[str]:
    return [found[1] for found in PLACEHOLDER.finditer(text) if found[1] in PHONES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_digit_comes_from_the_register_or_numbers_a_choice(language: str) -> None:
    for name, text in texts(po_path(LOCALE, language)).items():
        letters = {found[1]: "x" for found in PLACEHOLDER.finditer(text)}
        without = OF_ONE_DIGIT.sub("", fill(text, letters))
        # Keys of a call and choices inside a line are single digits.
        typed = [digit for digit in re.findall(r"\d+", without) if len(digit) > 1]
        assert set(typed) <= set(TYPED.get(name, [])), (name, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_shows_the_numbers_of_its_source_in_their_order(language: str) -> None:
    """So that the word beside a number in bokmål is the word beside it in every language."""
    for name, text in texts(po_path(LOCALE, language)).items():
        assert phones_in(text) == phones_in(BOKMAL[name]), name


def test_each_number_is_the_right_one_for_its_matter() -> None:
    for name, text in BOKMAL.items():
        if name in RIGHT_FOR:
            assert phones_in(text) == RIGHT_FOR[name], name
        else:
            assert set(phones_in(text)) <= ELSEWHERE, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_is_the_registers_own_wording(language: str) -> None:
    catalogue = Catalogue(NUMBERS)
    for name, phones in RIGHT_FOR.items():
        said = catalogue.text(name, language)
        places = [said.index(NUMBERS[phone]) for phone in phones]
        assert places == sorted(places), (name, said)
