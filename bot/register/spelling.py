"""Names as people spell them: other letters, other keyboards, other cases.

A name is looked up strictly first and then with more and more forgiveness, so that "Ås" is Ås
where both are known and "As" is Ås only because nothing is called As.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    EXACT = 0
    """The same letters; case, hyphens and full stops do not count."""
    RESPELT = 1
    """å as aa, ø as oe or ö, æ as ae or ä: what a foreign keyboard or an old letter writes."""
    BARE = 2
    """No marks at all: Alesund, Kafjord, Guovdageaidnu."""


@dataclass(frozen=True, slots=True)
class Word:
    folded: str
    capital: bool


_DIGRAPHS = str.maketrans({"å": "aa", "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "ü": "u"})
_UNDECOMPOSED = str.maketrans(
    {"æ": "a", "ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t", "ł": "l", "ı": "i"}
)
_BARE_DIGRAPHS = re.compile("aa|ae|oe")
# Arabic, Persian and Urdu keyboards write the same letter in several ways.
_ARABIC = str.maketrans("أإآٱىيكة", "ااااییکه", "\u0640")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_TOKEN = re.compile(r"⟨[^⟩]*⟩")


def words(text: str) -> list[Word]:
    """The words and numbers of a text, folded; tokens such as ⟨phone 1⟩ are no words."""
    plain = unicodedata.normalize("NFKC", _TOKEN.sub(" ", text))
    kept = "".join(_letter(character) for character in plain)
    found = _WORD.findall(kept)
    return [Word(word.casefold().translate(_ARABIC), word[:1].isupper()) for word in found]


def fold(text: str) -> str:
    return " ".join(word.folded for word in words(text))


def spellings(folded: str) -> Iterator[tuple[Level, str]]:
    """What a folded name becomes on each level, the strictest first."""
    yield Level.EXACT, folded
    yield Level.RESPELT, folded.translate(_DIGRAPHS)
    plain = folded.translate(_UNDECOMPOSED)
    letters = (c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    yield Level.BARE, _BARE_DIGRAPHS.sub(lambda pair: pair[0][0], "".join(letters))


def _letter(character: str) -> str:
    match unicodedata.category(character):
        case "Cf" | "Mn":  # direction marks; vowel signs that are written or left out at will
            return ""
        case "Nd":
            return str(unicodedata.digit(character))
        case _:
            return character
