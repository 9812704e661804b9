"""Digits that are money or the number of a case, and nobody's phone."""

import re

from bot.edge.number_runs import cue

_MONEY = r"kr|kroner|krone|nok|euro|eur|€|\$|usd|z[lł]|pln|złotych|كرونة|كرون|دولار|يورو"

# In "12345 kr 500" the currency belongs to what follows.
_MONEY_AFTER = re.compile(rf" ?(?:{_MONEY}|,-|:-)(?![a-zæøå])(?!\.? ?\d)")
_MONEY_BEFORE = re.compile(rf"(?<![a-zæøå])(?:{_MONEY})\.? ?$")
_REFERENCE = cue(
    r"\bkid|\bref|\breferanse(?:nummer)?|\breference|\bsak|\bsaksn(?:r|ummer)|\bcase n(?:o|umber)"
    r"|\bfaktura(?:nr|nummer)?|\binvoice|\borg\.?n(?:r|ummer)|\borg|\borganisasjonsnummer"
    r"|\bordren(?:r|ummer)|\bsygnatura|\b(?:nr|numer) sprawy|#|رقم القضية|رقم المرجع|المرجع",
    r"mitt|min|my|nr|no|number|er|is|to|jest|هو",
)
# K90000001 is a reference; so is AB12345678, while a longer word ran into its number.
_LETTERS_BEFORE = re.compile(r"(?<![^\W\d_])[a-z]{1,3}$")


def is_money_after(words: str) -> bool:
    """Whether what follows some digits makes them an amount."""
    return _MONEY_AFTER.match(words) is not None


def is_money_or_reference_before(words: str) -> bool:
    """Whether the words before some digits make them an amount or a reference."""
    return _MONEY_BEFORE.search(words) is not None or _REFERENCE.search(words) is not None


def is_letters_of_reference(words: str) -> bool:
    """Whether the digits go on from a few letters without a space."""
    return _LETTERS_BEFORE.search(words) is not None
