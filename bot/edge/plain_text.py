"""What a text must be before it can be stored, and whether it says anything at all."""

import unicodedata

# Letters and symbols by their Unicode category, blank to the eye.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def storable(text: str) -> str:
    """The same text with what no database takes put right, and nothing else touched.

    NUL goes (PostgreSQL refuses it); two halves of a split surrogate pair are joined; a half that
    stands alone becomes U+FFFD. Right-to-left marks and other invisible characters stay.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\x00", "")


def is_blank(text: str) -> bool:
    """True when there is nothing to see: no characters, white space, marks of zero width."""
    return all(_is_unseen(character) for character in text)


def _is_unseen(character: str) -> bool:
    category = unicodedata.category(character)
    return (category[0] in "ZCM" and category not in ("Cs", "Co")) or character in _BLANK_LETTERS
