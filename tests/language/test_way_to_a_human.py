"""Whatever we answer, there is a way to a human in it, in every language."""

import re

import pytest

from bot.language.files import LOCALE, po_path, texts
from bot.language.placeholders import placeholders
from bot.language.served import LANGUAGES

CHOICE = re.compile(r"^\d \S", re.MULTILINE)
PHONES = {"police", "ambulance", "nks", "legevakt"}
ENDS_A_TURN = (
    *("utter_welcome", "utter_welcome_chat", "utter_greeting", "utter_thanks", "utter_goodbye"),
    *("utter_help", "utter_started", "utter_language_set", "utter_call_declined"),
    *("utter_not_understood", "utter_lost_twice", "utter_out_of_scope", "utter_holding"),
    *("utter_parked", "utter_media_unreadable", "utter_empty_message", "utter_call_offer"),
    *("utter_unserved_language", "utter_first_contact", "utter_safety_noted"),
)
"""Replies after which it is the person's turn, and that no other reply follows."""


def call_word(language: str) -> str:
    """What our texts tell people to write to be phoned."""
    greeting = texts(po_path(LOCALE, language))["utter_greeting"]
    words = [word for word in re.findall(r"\w{3,}", greeting) if word.isupper() and word != "NAV"]
    (word,) = words
    return word


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ENDS_A_TURN)
def test_a_reply_says_how_to_reach_a_human(name: str, language: str) -> None:
    text = texts(po_path(LOCALE, language))[name]
    has_number = bool(placeholders(text) & PHONES)
    assert has_number or CHOICE.search(text) or call_word(language) in text
