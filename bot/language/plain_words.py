"""Words to avoid, and what to say instead, in every language: ``plain_words.yml``."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

PLAIN_WORDS = Path(__file__).with_name("plain_words.yml")


def plain_words(language: str) -> Mapping[str, str]:
    """The word to avoid → the plain one; "" where it is to be left out."""
    return _all().get(language, {})


def has_word(text: str, word: str) -> bool:
    """Does the text have the word, or the words, as such and not inside another?"""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


@lru_cache
def _all() -> Mapping[str, Mapping[str, str]]:
    raw = yaml.safe_load(PLAIN_WORDS.read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, dict[str, str]]).validate_python(raw)
