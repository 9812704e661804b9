"""Who can speak a language on the phone, and which key stands for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

STAND_INS = ("en", "nb")
"""What is heard in place of a language that has neither a voice nor a recording."""
SPOKEN_TEXTS = (
    "utter_voice_welcome",
    "utter_voice_language",
    "utter_voice_more",
    "utter_voice_menu",
    "utter_voice_callback",
    "utter_voice_may_text",
    "utter_voice_goodbye",
    "utter_voice_danger",
    "utter_voice_kind",
    "utter_voice_number",
    "utter_voice_no_number",
    "utter_voice_trouble",
    "utter_emergency_no_line",
)
"""Every text a caller may hear: each is a slot for a recording in each language."""


@dataclass(frozen=True)
class Voice:
    """One of Twilio's for <Say>."""

    name: str
    locale: str


@dataclass(frozen=True)
class _Speech:
    voice: Voice | None
    spoken_name: str | None


def voice_of(language: str) -> Voice | None:
    """None: nobody at Twilio speaks it."""
    return _all()[language].voice


def spoken_name(language: str) -> str | None:
    """What an English voice says for a language without a voice of its own."""
    return _all()[language].spoken_name


@cache
def key_pages() -> Sequence[Sequence[str]]:
    """The languages of the menu, page by page: the first of a page is on key 1."""
    return tuple(tuple(page) for page in _file()["keys"])


def language_on_key(page: int, key: str) -> str | None:
    languages = key_pages()[page]
    if len(key) != 1 or key not in "123456789":
        return None
    return languages[int(key) - 1] if int(key) <= len(languages) else None


@cache
def _all() -> Mapping[str, _Speech]:
    return {language: _read(entry) for language, entry in _file()["voices"].items()}


def _read(entry: Mapping[str, str]) -> _Speech:
    voice = Voice(entry["voice"], entry["locale"]) if "voice" in entry else None
    return _Speech(voice, entry.get("spoken_name"))


@cache
def _file() -> Any:
    return yaml.safe_load(files("bot.language").joinpath("voices.yml").read_text(encoding="utf-8"))
