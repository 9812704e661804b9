"""Five questions with what people ask next, by text, in every language."""

import re
from functools import cache, partial
from pathlib import Path

import pytest
import yaml

from bot.delivery.encoding import measure
from bot.delivery.speaker import Speaker
from bot.language.served import LANGUAGES
from tests.product import Product
from tests.twilio_standin.phone import Phone

pytestmark = [pytest.mark.processes, pytest.mark.brain]

QUESTIONS = Path(__file__).with_name("questions.yml")
ASKED = (
    ("utter_topic/money_for_living", "utter_topic/documents_needed"),
    ("utter_topic/rent_deposit", "utter_may_refuse"),
    ("utter_topic/housing_allowance", "utter_topic/apply_without_bankid"),
    ("utter_topic/unemployment_benefit", "utter_topic/processing_time"),
    ("utter_topic/complaint_decision", "utter_term/decision"),
)
"""What answers each question of the file, and what is asked next."""


@cache
def questions() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return found


def asks(phone: Phone, speaker: Speaker, language: str, words: str, name: str) -> str:
    """Ask until answered: where we ask which topic is meant, the person chooses it."""
    say = partial(speaker.catalogue.text, language=language)
    first_line = say(name).splitlines()[0]
    title = say(name.replace("utter_topic/", "utter_topic_title/"))
    phone.says(words)
    said = phone.hears(re.compile(f"{re.escape(first_line)}|{re.escape(title)}"), within=30)
    if first_line not in said:
        phone.says(next(line for line in said.splitlines() if line[2:] == title).split()[0])
        said = phone.hears(first_line, within=30)
    assert said.endswith(say("utter_call_offer"))
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_and_what_people_ask_next(
    running: Product, speaker: Speaker, language: str
) -> None:
    for number, pair in enumerate(zip(questions()[language], ASKED, strict=True)):
        phone = running.phone(f"+4790{LANGUAGES.index(language):02}{number:02}07")
        for words, name in zip(*pair, strict=True):
            answer = asks(phone, speaker, language, words, name)
            most = 3 if measure(answer).encoding == "GSM-7" else 5
            assert measure(answer).segments <= most
