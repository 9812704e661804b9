"""A text that we start ourselves may be read by anybody who holds the phone."""

import pytest

from bot.callbacks.telling import STARTED
from bot.language.answer_words import fold
from bot.language.catalogue import wordings
from bot.language.files import LOCALE, po_path, texts
from bot.language.glossary import glossary
from bot.language.served import LANGUAGES

BY_AN_EMERGENCY = (
    "utter_emergency_acknowledged",
    "utter_emergency_promised",
    "utter_emergency_nobody_yet",
    "utter_emergency_no_line",
    "utter_emergency_released",
    "utter_emergency_closed",
    "utter_emergency_promise_broken",
)
"""What a case makes us write, long after the person has."""
BY_A_SLOW_BRAIN = "utter_holding"
EVERYDAY = {
    *("interpreter", "doctor", "emergency_clinic", "municipality", "district", "complaint"),
    *(
        "decision",
        "landlord",
        "employer",
        "identification",
        "adviser",
        "coordinator",
        "referral",
        "guarantee",
    ),
}
"""Terms whose words stand in ordinary texts too, and name no benefit and no agency."""
YOUR_CASE = "utter_topic_title/case_status"
"""Its title says nothing of what the case is about."""


def telling_words() -> set[str]:
    """Names of benefits, needs and agencies, in all languages."""
    titles = {fold(text) for name, text in wordings("utter_topic_title/") if name != YOUR_CASE}
    terms = {word for word, term in glossary().names.items() if term not in EVERYDAY}
    return {"nav", "barnevern", "barnevernet", "sosialtjenesten", *titles, *terms}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*STARTED, *BY_AN_EMERGENCY, BY_A_SLOW_BRAIN])
def test_it_names_no_benefit_and_no_agency(name: str, language: str) -> None:
    said = f" {fold(texts(po_path(LOCALE, language))[name])} "
    assert [word for word in telling_words() if f" {word} " in said] == []
