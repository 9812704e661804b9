"""Folds a text to the form in which the safety net compares words.

People text without accents, with doubled letters, with invisible characters pasted along, and
with whichever letters the keyboard offers: an Arabic one for Sorani, Pashto and Urdu, any of
the Ge'ez rows that sound alike. Messages and vocabulary go through the same folding, so that all
of these are one spelling.
"""

import re
import unicodedata

APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ´`′"), "")

# Letters of Sorani, Pashto, Persian and Urdu, and what an Arabic keyboard has in their place.
ON_AN_ARABIC_KEYBOARD = {
    ord(letter): plain
    for letters, plain in (
        ("ەہھۃ", "ه"), ("ێېۍے", "ي"), ("ۆۇ", "و"), ("ڕړڑ", "ر"), ("ڵ", "ل"), ("ټٹ", "ت"),
        ("ډڈ", "د"), ("ڼں", "ن"), ("ګگ", "ك"), ("پ", "ب"), ("چ", "ج"), ("ژ", "ز"), ("ڤ", "ف"),
        ("ښ", "س"), ("ځڅ", "ح"),
    )
    for letter in letters
}  # fmt: skip
# Rows of the Ge'ez script that sound alike in Tigrinya: seven letters each, by the vowel.
ALIKE_ROWS = {"ሠ": "ሰ", "ፀ": "ጸ", "ኀ": "ሐ", "ዐ": "አ"}
GEEZ = {
    ord(row) + vowel: chr(ord(alike) + vowel)
    for row, alike in ALIKE_ROWS.items()
    for vowel in range(7)
} | {ord("አ"): "ኣ", ord("ዐ"): "ኣ"}
LETTERS = (
    GEEZ
    | ON_AN_ARABIC_KEYBOARD
    | str.maketrans(
        {
            "ø": "o",
            "æ": "e",
            "œ": "o",
            "ł": "l",
            "đ": "d",
            "ŋ": "n",
            "ŧ": "t",
            "ı": "i",
            "ى": "ي",
            "ی": "ي",
            "ة": "ه",
            "ک": "ك",
            "ٱ": "ا",
            "ء": "",
            "ـ": "",
            "🆘": " sos ",
        }
    )
)
NORWEGIAN_DIGRAPHS = re.compile(r"[ao]e")
DOUBLED = re.compile(r"([^\W\d_])\1+")
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
WORD = re.compile(r"[^\W_]+|(?<!\.)\.(?=\s|$)|[!?؟;؛۔።፧]")


def fold(text: str, *, keep_doubles: bool = False) -> str:
    """Fold case, accents, letter variants, invisible characters and repeated letters.

    With `keep_doubles` a letter written twice stays twice, so that Norwegian "takk" (thanks) and
    Polish "tak" (yes) remain two words.
    """
    plain = unicodedata.normalize("NFKC", text.translate(APOSTROPHES)).casefold()
    kept = "".join(map(_kept, unicodedata.normalize("NFD", plain))).translate(LETTERS)
    if keep_doubles:
        return STRETCHED.sub(r"\1", kept)
    while (shorter := DOUBLED.sub(r"\1", NORWEGIAN_DIGRAPHS.sub(_digraph, kept))) != kept:
        kept = shorter  # one folding may make room for another: "aaæ"
    return kept


def fold_words(text: str) -> list[tuple[str, int]]:
    """Return the folded words of a text, each with the number of its sentence."""
    sentence, found = 0, []
    for match in WORD.finditer(fold(text)):
        if match[0][0].isalnum():
            found.append((match[0], sentence))
        else:
            sentence += 1
    return found


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Mn", "Cf"):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    return character


def _digraph(match: re.Match[str]) -> str:
    return {"ae": "e", "oe": "o"}[match[0]]
