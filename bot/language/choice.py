"""An explicit choice of language: "English", "po polsku", "عربي", "kan du skrive nynorsk"."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale

from bot.language.served import LANGUAGES, language_name, own_name

# Languages of people in Norway that we do not write: who names one is offered a call with an
# interpreter.
UNSERVED = (
    "am", "az", "bg", "bn", "bs", "cs", "da", "de", "el", "et", "fi", "ha", "he", "hi", "hr", "hu",
    "hy", "id", "ig", "it", "ja", "ka", "kk", "km", "ko", "ky", "ln", "lv", "mk", "ml", "mn", "my",
    "ne", "nl", "om", "pa", "pt", "rn", "ro", "rw", "si", "sk", "sl", "sq", "sr", "sv", "ta", "te",
    "tg", "th", "tl", "fil", "uz", "vi", "wo", "yo", "zh",
)  # fmt: skip
NAMED_IN = ("nb", "nn", "en", "ru", "fr", "es", "ar", "fa")
"""The languages in which people name those they miss."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HAMZA = str.maketrans("أإآ", "ااا")


def chosen_language(text: str) -> str | None:
    """The language a message asks for when asking is all it does, served or not.

    "English", "in English please" and "kan du skrive engelsk" choose; "my English teacher hit
    me" does not.
    """
    names, asking = _names(), _asking()
    words = [word.lower().translate(_HAMZA) for word in _WORD.findall(text)]
    left = [word for word in words if word not in asking]
    return names.get(" ".join(left)) or names.get(" ".join(words))


@cache
def _names() -> dict[str, str]:
    """Every way to name a language, in the words of every served language and in its own."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        for name in _names_of(language):
            names.setdefault(name.lower().translate(_HAMZA), language)
    for language in UNSERVED:
        for reader in NAMED_IN:
            called = str(Locale.parse(reader).languages.get(language, ""))
            names.setdefault(called.lower().translate(_HAMZA), language)
    names.pop("", None)
    for language, more in _lists()["names"].items():
        names.update({name.translate(_HAMZA): language for name in more})
    return names


def _names_of(language: str) -> Iterator[str]:
    yield own_name(language)
    for reader in LANGUAGES:
        name = language_name(language, reader)
        yield name
        yield Locale.parse(reader).languages.get(language, name)
        if reader == "pl" and name.endswith("ski"):
            yield f"{name[:-1]}u"  # "po polsku"
        if reader == "ar" and name.startswith("ال"):
            yield from _spoken_arabic(name)


def _spoken_arabic(name: str) -> Iterator[str]:
    """العربية is also said and written عربية, عربي, العربي, بالعربي, بالعربية."""
    feminine = name.removeprefix("ال")
    masculine = feminine.removesuffix("ة")
    for form in (feminine, masculine):
        yield form
        yield f"ال{form}"
        yield f"بال{form}"


@cache
def _asking() -> frozenset[str]:
    return frozenset(_lists()["asking"].translate(_HAMZA).split())


@cache
def _lists() -> Any:
    text = files("bot.language").joinpath("choice.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)
