"""Norwegian national identity numbers, as people really write them.

Eleven digits, of which the first six are a date: day, month, year. A D-number adds 40 to the day
(https://www.udi.no/ord-og-begreper/d-nummer/). Numbers of test populations add 40, 65 or 80 to the
month. The check digits say nothing about a number with a slip in it, so a plausible date is enough
to call a number an identity number.
"""

from enum import Enum

from stdnum.no import fodselsnummer

from bot.edge.number_runs import cue

LENGTH = 11
LENGTH_WITH_FULL_YEAR = 13
LENGTHS = range(LENGTH, LENGTH_WITH_FULL_YEAR + 1)  # twelve: 1.12.1990 12345

_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_D_NUMBER = 40
_SYNTHETIC = (40, 65, 80)

_LINKS = "mitt|min|my|er|is|to|jest|هو"
_CUE = cue(
    r"\bfnr|\bf\.nr|\bf[øo]dselsn(?:r|umm?er(?:et)?)|\bd-?n(?:r|umm?er(?:et)?)"
    r"|\bpers(?:on)?\.?n(?:r|umm?er(?:et)?)|\b(?:national )?id(?:entity)? n(?:o|r|umber)"
    r"|\bpesel|الرقم الوطني|رقم الهوية|الرقم الشخصي|الرقم القومي",
    _LINKS,
)
_LAST_FIVE_CUE = cue(r"\bpers(?:on)?\.?n(?:r|umm?er(?:et)?)", _LINKS)


class Form(Enum):
    """How the month of the date is written."""

    ORDINARY = "ordinary"
    SYNTHETIC = "synthetic"


def identity_form(digits: str) -> Form | None:
    """The form of an identity number that these eleven digits may be, None when they cannot.

    The century is not known from the date alone, so 29 February is plausible in any year.
    """
    if len(digits) != LENGTH:
        return None
    day, month = int(digits[:2]), int(digits[2:4])
    day -= _D_NUMBER if day > _D_NUMBER else 0
    if _is_date(day, month):
        return Form.ORDINARY
    if any(_is_date(day, month - added) for added in _SYNTHETIC):
        return Form.SYNTHETIC
    return None


def check_digits_fit(digits: str) -> bool:
    """Whether both check digits are right. The rule is the same for every form."""
    first, second = digits[9], digits[10]
    return bool(
        first == fodselsnummer.calc_check_digit1(digits)
        and second == fodselsnummer.calc_check_digit2(digits)
    )


def is_full_date_and_five(digits: str) -> bool:
    """Thirteen digits: an identity number whose year is written in full (01.01.1990 12345)."""
    return (
        len(digits) == LENGTH_WITH_FULL_YEAR
        and digits[4:6] in ("19", "20")
        and identity_form(digits[:4] + digits[6:]) is Form.ORDINARY
    )


def is_called_identity_number(before: str) -> bool:
    """Whether the words before some digits announce an identity number."""
    return _CUE.search(before) is not None


def is_called_last_five(before: str) -> bool:
    """Whether they say "personnummer", by its meaning the five digits after the birth date."""
    return _LAST_FIVE_CUE.search(before) is not None


def _is_date(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _DAYS_IN_MONTH[month - 1]
