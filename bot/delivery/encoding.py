"""How a text travels as SMS: in which encoding, in how many segments, at what price."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from smsutil import gsm_split, is_valid_gsm, unicode_split

GSM_LANGUAGES = frozenset({"nb", "nn", "en", "so", "sw"})
"""Languages whose letters fit GSM-7, so that only punctuation can double the price."""

# smsutil counts these two as GSM-7. The code point 0x09 is Ç in 3GPP TS 23.038 and ç in Unicode's
# mapping of it, so a phone may show the other one; a literal escape would swallow the next letter.
_UNSAFE_IN_GSM = frozenset("Ç\x1b")

_MEANINGLESS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"))
"""Soft hyphen, zero-width space and no-break space, word joiner, invisible operators."""

# Joiners shape Persian and Sorani letters, direction marks and isolates keep a phone number in
# order inside right-to-left text, variation selectors choose a glyph.
_SHAPING = dict.fromkeys(
    code_point
    for first, last in [
        (0x061C, 0x061C),
        (0x200C, 0x200F),
        (0x202A, 0x202E),
        (0x2066, 0x2069),
        (0xFE00, 0xFE0F),
    ]
    for code_point in range(first, last + 1)
)

_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹘﹣－•‣·", "-")
    | dict.fromkeys("‘’‚‛‹›′´`", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("\t\u00a0\u202f\u205f\u3000", " ")
    | {chr(space): " " for space in range(0x2000, 0x200B)}
    | dict.fromkeys("\v\u0085\u2028\u2029", "\n")
    | {"…": "...", "‥": ".."}
)


@dataclass(frozen=True)
class Measure:
    """What a text costs: ``characters`` as the network counts them, ``segments`` as it bills them.

    GSM-7 holds 160 characters in one segment or 153 in each of several; an extension character
    (``{}[]~^\\|€`` and form feed) counts two. UCS-2 holds 70 or 67; a character outside the basic
    plane, such as most emoji, counts two. Neither pair is ever split between segments
    (3GPP TS 23.038 and 23.040).
    """

    encoding: Literal["GSM-7", "UCS-2"]
    characters: int
    segments: int


def measure(text: str) -> Measure:
    if not text:
        return Measure("GSM-7", 0, 0)
    if _fits_gsm(text):
        split = gsm_split(text)
        return Measure("GSM-7", split.total_bytes, len(split.parts))
    split = unicode_split(text)
    return Measure("UCS-2", split.total_bytes // 2, len(split.parts))


def normalise(text: str, language: str) -> str:
    """The same words, without characters that cost and say nothing. No letter is ever replaced.

    In bokmål, nynorsk, English, Somali and Swahili, typographic punctuation and spaces become their
    GSM-7 equals and letters typed as base and accent become one character (NFC). In every other
    language only invisible characters without meaning go: joiners and direction marks stay, because
    Persian and Sorani are spelt with them and numbers in right-to-left text are ordered by them. In
    those five too they stay when the text needs UCS-2 all the same, as when it quotes such words.
    """
    text = text.translate(_MEANINGLESS)
    if language not in GSM_LANGUAGES:
        return text
    text = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    plain = text.translate(_SHAPING)
    return plain if _fits_gsm(plain) else text


def _fits_gsm(text: str) -> bool:
    return not text or (is_valid_gsm(text) and _UNSAFE_IN_GSM.isdisjoint(text))
