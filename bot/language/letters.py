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
# Scripts of languages we do not serve, and the language that most who write them in Norway speak.
_LANGUAGE_OF_SCRIPT: Mapping[str, str] = {
    "DEVANAGARI": "hi", "BENGALI": "bn", "GURMUKHI": "pa", "GUJARATI": "gu", "TAMIL": "ta",
    "TELUGU": "te", "SINHALA": "si", "THAI": "th", "MYANMAR": "my", "KHMER": "km", "TIBETAN": "bo",
    "GEORGIAN": "ka", "ARMENIAN": "hy", "GREEK": "el", "HEBREW": "he", "CJK": "zh", "HANGUL": "ko",
    "HIRAGANA": "ja", "KATAKANA": "ja",
}  # fmt: skip
UNKNOWN_LANGUAGE = "und"
"""ISO 639's code for a language that cannot be told: a script nobody here reads."""

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
    return _most_letters(text, _OWN_LETTERS.get(script, {}))


def language_of_foreign_script(script: str) -> str:
    """The likeliest language of a script that none of the served languages is written in."""
    return _LANGUAGE_OF_SCRIPT.get(script, UNKNOWN_LANGUAGE)


@cache
def script_of_letter(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def _most_letters(text: str, own: Mapping[str, str]) -> str | None:
    hits = Counter(
        {language: len(re.findall(f"[{letters}]", text)) for language, letters in own.items()}
    )
    (best, most), *others = hits.most_common() or [("", 0)]
    return best if most and all(count < most for _, count in others) else None
