"""Script and letters: what the alphabet alone says about a text's language."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache

_ETHIOPIC, _ARABIC = "ETHIOPIC", "ARABIC"

# Letters that one language has among those known here. In Arabic and Cyrillic script a text of any
# length has some of them; in Latin script people leave the marks out, so only their presence tells.
_OWN_LETTERS: Mapping[str, Mapping[str, str]] = {
    _ARABIC: {"ckb": "ێۆەڕڵڤ", "ur": "ٹڈڑںےھہ", "ps": "ټډړږښڼېۍګځڅ"},
    "CYRILLIC": {"uk": "іїєґ", "ru": "ыэёъ"},
    "LATIN": {"no": "æøå", "pl": "łńśźż", "lt": "ėųįū", "se": "đŋŧ", "tr": "ğı", "es": "ñ¿¡"},
}
# Where those are silent: Persian letters against letters of Arabic alone.
_PERSIAN_OR_ARABIC = {"fa": "پچژگیک", "ar": "ةإأؤ"}

_LETTERS = re.compile(r"[^\W\d_]+")

# Norwegian names and words can be half of an Arabic or Ukrainian message.
_WEIGHT = {"LATIN": 1 / 3}


def script_of(text: str) -> str | None:
    """The script most words of the text begin in: "LATIN", "ARABIC" …; None without letters.

    A script no known language is written in has its Unicode name, such as "DEVANAGARI".
    """
    firsts = (letter[0] for letter in _LETTERS.findall(text))
    counts = Counter(script_of_letter(first) for first in firsts)
    return max(counts, key=lambda each: counts[each] * _WEIGHT.get(each, 1.0), default=None)


def language_by_letters(text: str, script: str) -> str | None:
    """The language whose own letters the text has most of, when no other ties with it."""
    if script == _ETHIOPIC:
        return "ti"
    found = _most_letters(text, _OWN_LETTERS.get(script, {}))
    if found is None and script == _ARABIC:
        found = _most_letters(text, _PERSIAN_OR_ARABIC)
    return found


@cache
def script_of_letter(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def _most_letters(text: str, own: Mapping[str, str]) -> str | None:
    hits = Counter(
        {language: len(re.findall(f"[{letters}]", text)) for language, letters in own.items()}
    )
    (best, most), *others = hits.most_common() or [("", 0)]
    return best if most and all(count < most for _, count in others) else None
