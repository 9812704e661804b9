"""Every text for people, in the reader's language, with its values filled in."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import structlog

from bot.language.files import LOCALE, po_path, texts
from bot.language.placeholders import MissingValue, fill, placeholders
from bot.language.served import BOKMAL, LANGUAGES, NORWEGIAN, is_served

log = structlog.get_logger()


class UnknownText(LookupError):
    """No catalogue holds a text of this name."""


class Catalogue:
    """The texts of all served languages.

    `numbers` are the values every text may use: help line ids and hours from the register.
    A value may also be a function from language to wording, for what reads differently in each:
    `latest=lambda language: moment(at, language)`.
    """

    def __init__(self, numbers: Mapping[str, str], locale: Path = LOCALE) -> None:
        self._numbers = numbers
        self._texts = _load(locale)

    def text(self, name: str, language: str, **values: object) -> str:
        """The text in that language, or in bokmål when the language does not have it.

        Raises UnknownText, and MissingValue when a placeholder has no value.
        """
        language, text = self._find(name, language)
        worded = {
            key: value(language) if callable(value) else value for key, value in values.items()
        }
        try:
            return fill(text, {**self._numbers, **worded})
        except MissingValue as missing:
            raise MissingValue(f"{name} ({language}) needs a value for {{{missing}}}") from None

    def bilingual(self, name: str, language: str, **values: object) -> str:
        """Their language, a blank line, Norwegian, so that a bystander can help.

        Norwegian readers get it once; a reader of a language not served gets English first.
        """
        if language in NORWEGIAN:
            return self.text(name, language, **values)
        theirs = self.text(name, language if is_served(language) else "en", **values)
        return f"{theirs}\n\n{self.text(name, BOKMAL, **values)}"

    def _find(self, name: str, language: str) -> tuple[str, str]:
        found = self._texts.get(language, {}).get(name)
        if found is not None:
            return language, found
        if is_served(language):
            log.warning("text_missing", text=name, language=language)
        if name not in self._texts[BOKMAL]:
            raise UnknownText(name)
        return BOKMAL, self._texts[BOKMAL][name]


def wordings(prefix: str, locale: Path = LOCALE) -> Iterator[tuple[str, str]]:
    """Name and text of every text whose name begins so, in every language."""
    for of_language in _load(locale).values():
        yield from (item for item in of_language.items() if item[0].startswith(prefix))


@cache
def _load(locale: Path) -> dict[str, dict[str, str]]:
    sources = texts(po_path(locale, BOKMAL))
    return {language: _usable(locale, language, sources) for language in LANGUAGES}


def _usable(locale: Path, language: str, sources: Mapping[str, str]) -> dict[str, str]:
    """The texts whose placeholders are those of the source: others could not be filled."""
    usable = {}
    for name, text in texts(po_path(locale, language)).items():
        if placeholders(text) == placeholders(sources.get(name, "")):
            usable[name] = text
        else:
            log.warning("text_unusable", text=name, language=language)
    return usable
