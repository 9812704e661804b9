"""Bank account numbers: eleven digits, which many phone numbers have too.

So they are recognised only by their own grouping (1234 56 78901), by a word before them, or as an
IBAN, whose two letters are such a word.
"""

import re

from stdnum import iban

from bot.edge.number_runs import cue

LENGTH = 11
MAX_IBAN_DIGITS = 32  # ISO 13616: 34 characters, two of them the country's letters

_GROUPS = (4, 2, 5)
_WORD = r"(?<![^\W\d_])"  # no letter before it; a digit may run into it: 100KONTO
_CUE = cue(
    rf"{_WORD}(?:bank)?konto(?:en|nr|nummer(?:et)?)?|{_WORD}kto|{_WORD}bank"
    rf"|{_WORD}(?:bank )?account|{_WORD}kont[oa] bankowe(?:go)?|{_WORD}konta"
    rf"|{_WORD}rachun(?:ek|ku)(?: bankow(?:y|ego))?"
    r"|(?:ال)?حسابي?(?: (?:ال)?بنكي| المصرفي)?",
    r"mitt|min|my|nr|no|number|er|is|to|jest|هو",
)
_COUNTRY = re.compile(r"(?<![a-z])([a-z]{2}) ?$")


def is_account_grouping(lengths: tuple[int, ...]) -> bool:
    return lengths == _GROUPS


def is_called_account(before: str) -> bool:
    """Whether the words before some digits announce an account number."""
    return _CUE.search(before) is not None


def is_iban(before: str, digits: str) -> bool:
    """Whether the country's letters stand before the digits and the check digits are right."""
    country = _COUNTRY.search(before)
    return country is not None and bool(iban.is_valid(country[1].upper() + digits))
