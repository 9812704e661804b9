"""The languages of the house, and what they are called."""

from functools import cache

from babel import Locale

BOKMAL = "nb"
NORWEGIAN = ("nb", "nn")

# fmt: off
LANGUAGES: tuple[str, ...] = (
    "nb", "nn", "en", "se", "uk", "ar", "ru", "pl", "ti", "so",
    "fa", "ps", "ckb", "ku", "tr", "lt", "ur", "es", "fr", "sw",
)
# fmt: on
"""The languages that are served: understood, and with every text in their catalogue."""

# CLDR says "kurdî (kurmancî)" and "sentralkurdisk": right for a linguist, strange to a reader.
_OWN_NAMES = {"nn": "nynorsk", "ku": "kurmancî", "ckb": "سۆرانی"}
_NORWEGIAN_NAMES = {"nn": "nynorsk", "ku": "kurmanji", "ckb": "sorani"}


def is_served(language: str) -> bool:
    return language in LANGUAGES


def own_name(language: str) -> str:
    """The language's name for itself: "polski", "العربية"."""
    return language_name(language, language)


@cache
def language_name(language: str, reader: str) -> str:
    """The language's name in the reader's language: ("pl", "nb") is "polsk"."""
    if reader == language and language in _OWN_NAMES:
        return _OWN_NAMES[language]
    if reader in NORWEGIAN and language in _NORWEGIAN_NAMES:
        return _NORWEGIAN_NAMES[language]
    name = Locale.parse(reader).languages.get(language)
    return name or own_name(language)


SIGN_LANGUAGE = {"nb": "norsk tegnspråk", "nn": "norsk teiknspråk"}


def interpreter_language(language: str, reader: str) -> str:
    """What an interpreter for somebody who writes this language would speak.

    Who writes Norwegian and asks for an interpreter needs Norwegian sign language.
    """
    if language in NORWEGIAN:
        return SIGN_LANGUAGE[reader if reader in NORWEGIAN else language]
    return language_name(language, reader)


@cache
def is_right_to_left(language: str) -> bool:
    return Locale.parse(language).text_direction == "rtl"
