"""What must hold for every text in every language before it may be sent to anybody."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

import smsutil
from babel.messages.catalog import Message

from bot.language.back_translation import NEEDED, note_of
from bot.language.files import LOCALE, by_name, po_path, read_catalog
from bot.language.placeholders import PLACEHOLDER, placeholders
from bot.language.plain_words import has_word, plain_words
from bot.language.readability import (
    MOST_OF_THE_HARDEST,
    MOST_OF_THE_MEDIAN,
    READ_IN,
    lix,
)
from bot.language.review import State, state_of
from bot.language.served import BOKMAL, LANGUAGES, is_right_to_left
from bot.language.sources import PROJECT, Source, read_sources
from bot.language.wording import longest_moment

GSM_LANGUAGES = ("nb", "nn", "en", "so", "sw")
"""Languages whose alphabet fits GSM-7: one wrong character would halve the room of the SMS."""

MAX_CHOICES = 5
MAX_WORDS = 12
EMERGENCY_UNITS = 134
"""Two linked UCS-2 segments: an emergency text goes out beside one in another script."""
PAGE_CHARACTERS = 160
NUMBER_WITHIN = 20

# Ç has the place of ç in one of the two published GSM tables, so neither is safe.
_UNSAFE_GSM = set("Çç")
_INVISIBLE = re.compile(r"[\u00ad\u00a0\u200b-\u200f\u202a-\u202f\u2060-\u2069\ufeff]")
_TYPED_NUMBER = re.compile(r"\d(?:[\s.\-]?\d){2,}|\d{1,2}[:.]\d{2}")
_CHOICE = re.compile(r"(?:^|(?<=\s))(\d)(?=\s\S)", re.MULTILINE)
_ANSWER = "utter_topic/"
_NUMBER_FIRST = re.compile(r"utter_emergency_(life|violence)_opened")

# How long the values are that the register or the code fills in; others are about as long as
# a name of a kommune.
_VALUE_LENGTHS = {
    "ambulance": 3,
    "police": 3,
    "legevakt": 7,
    "child_helpline": 7,
    "violence_line": 7,
    "mental_helpline": 7,
    "number": 7,
    "code": 2,
    "time": 5,
    "reference": 7,
    "urgency": 6,
}
_OTHER_LENGTH = 12
_MOMENTS = {"opens"}
"""Filled with a day and an hour in words."""
_PHONE_VALUES = {
    "ambulance",
    "police",
    "legevakt",
    "child_helpline",
    "violence_line",
    "mental_helpline",
    "nks",
    "number",
    "office_phone",
    "phone",
    "poison",
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one text in one language; a warning does not stop a release."""

    language: str
    name: str
    what: str
    level: Literal["error", "warning"] = "error"


def catalogue_check(project: Path = PROJECT, locale: Path = LOCALE) -> list[Problem]:
    """Every problem in the served languages, errors first."""
    sources = read_sources(project)
    found: list[Problem] = []
    for language in LANGUAGES:
        entries = by_name(read_catalog(po_path(locale, language), language))
        for source in sources.values():
            if source.wanted_in(language):
                found += _check(language, source, entries.get(source.name))
        found += _readability(language, entries)
    return sorted(found, key=lambda problem: problem.level)


def hardest(language: str, locale: Path = LOCALE) -> list[tuple[float, str]]:
    """The answers of a language by LIX, the hardest first."""
    return _by_lix(by_name(read_catalog(po_path(locale, language), language)))


def _by_lix(entries: Mapping[str, Message]) -> list[tuple[float, str]]:
    answers = ((name, entry) for name, entry in entries.items() if name.startswith(_ANSWER))
    return sorted(((lix(str(entry.string)), name) for name, entry in answers), reverse=True)


def _readability(language: str, entries: Mapping[str, Message]) -> Iterator[Problem]:
    if language not in READ_IN or not (found := _by_lix(entries)):
        return
    for value, name in found:
        if value > MOST_OF_THE_HARDEST:
            what = f"has LIX {value:.0f}, an answer may have {MOST_OF_THE_HARDEST}"
            yield Problem(language, name, what)
    middle = median(value for value, _ in found)
    if middle > MOST_OF_THE_MEDIAN:
        what = f"their median LIX is {middle:.0f}, it may be {MOST_OF_THE_MEDIAN}"
        yield Problem(language, _ANSWER, what)


def _check(language: str, source: Source, entry: Message | None) -> Iterator[Problem]:
    state = state_of(entry, source.text)
    if entry is None or state == "missing":
        yield Problem(language, source.name, "is missing")
        return
    if state == "stale":
        yield Problem(language, source.name, "was made from an older source text")
    text = str(entry.string)
    if _lacks_note(language, source, entry, state):
        yield Problem(language, source.name, "has no back-translation of the words it has now")
    if not source.staff:
        for word, plain in plain_words(language).items():
            if has_word(text, word):
                yield Problem(language, source.name, f'uses "{word}": say "{plain}"')
    for what in _faults(language, source, text):
        yield Problem(language, source.name, what)
    for sentence in _long_sentences(text):
        yield Problem(language, source.name, f"more than {MAX_WORDS} words: {sentence}", "warning")


def _lacks_note(language: str, source: Source, entry: Message, state: State) -> bool:
    """A drafted text of danger must say in English what it says."""
    is_needed = language != BOKMAL and state == "drafted" and NEEDED.fullmatch(source.name)
    return bool(is_needed) and note_of(entry) is None


def _faults(language: str, source: Source, text: str) -> Iterator[str]:
    yield from _placeholder_faults(source.text, text)
    yield from _character_faults(language, text)
    yield from _choice_faults(source.text, text)
    yield from _length_faults(language, source.name, text)
    if _NUMBER_FIRST.fullmatch(source.name) and not _number_comes_first(text):
        yield f"has no number to call within its first {NUMBER_WITHIN} characters"
    if is_right_to_left(language) or source.name.startswith("utter_emergency_"):
        yield from _numbers_amid_a_line(text)


def _placeholder_faults(source: str, text: str) -> Iterator[str]:
    for name in sorted(placeholders(source) - placeholders(text)):
        yield f"lacks {{{name}}}"
    for name in sorted(placeholders(text) - placeholders(source)):
        yield f"has {{{name}}}, which its source does not have"
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        yield "has a brace that belongs to no placeholder"


def _character_faults(language: str, text: str) -> Iterator[str]:
    if _TYPED_NUMBER.search(text):
        yield "has a number or an hour typed into it"
    if _INVISIBLE.search(text):
        yield "has an invisible character"
    if language in GSM_LANGUAGES:
        for character in sorted(set(PLACEHOLDER.sub("", text))):
            if character in _UNSAFE_GSM or not smsutil.is_valid_gsm(character):
                yield f"has {character}, which GSM-7 does not have"


def _choice_faults(source: str, text: str) -> Iterator[str]:
    choices = _CHOICE.findall(text)
    if choices != _CHOICE.findall(source):
        yield "has other choices than its source"
    if len([digit for digit in choices if digit != "0"]) > MAX_CHOICES:
        yield f"has more than {MAX_CHOICES} choices"
    if choices.count("1") > 1:
        yield "asks two things at once"


def _length_faults(language: str, name: str, text: str) -> Iterator[str]:
    length = len(_with_values(language, text).encode("utf-16-be")) // 2
    if name.startswith("utter_emergency_") and length > EMERGENCY_UNITS:
        yield f"is {length} characters long, an emergency text may have {EMERGENCY_UNITS}"
    if name in ("utter_page_first", "utter_page_again") and length > PAGE_CHARACTERS:
        yield f"is {length} characters long, a page may have {PAGE_CHARACTERS}"


def _with_values(language: str, text: str) -> str:
    def length(name: str) -> int:
        if name in _MOMENTS:
            return longest_moment(language)
        return _VALUE_LENGTHS.get(name, _OTHER_LENGTH)

    return PLACEHOLDER.sub(lambda found: "x" * length(found[1]), text)


def _number_comes_first(text: str) -> bool:
    found = next((each for each in PLACEHOLDER.finditer(text) if each[1] in _PHONE_VALUES), None)
    return found is not None and found.start() + _VALUE_LENGTHS[found[1]] <= NUMBER_WITHIN


def _numbers_amid_a_line(text: str) -> Iterator[str]:
    for line in text.splitlines():
        amid = [name for name in placeholders(line) & _PHONE_VALUES if line != f"{{{name}}}"]
        for name in amid:
            yield f"has {{{name}}} amid a line: a number to phone stands on its own"


def _long_sentences(text: str) -> list[str]:
    sentences = re.split(r"[.?!؟۔።፧:]\s|\n", text)
    return [each for each in sentences if len(each.split()) > MAX_WORDS]
