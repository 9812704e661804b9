"""Which digits are a phone number, and which one.

Numbers come back in E.164 (ITU-T): "+" and at most fifteen digits.
"""

from functools import lru_cache

import phonenumbers

from bot.edge.number_runs import cue

MAX_DIGITS = 15

# Where the people who write to us come from, or still have their phone from.
_REGIONS_OF_OUR_LANGUAGES = (
    *("PL", "LT", "UA", "RU", "ES", "FR", "GB", "DE", "SE", "DK", "FI", "RO", "TR"),
    *("SY", "IQ", "IR", "LB", "JO", "EG", "MA", "SD", "SO", "ER", "ET", "KE", "TZ", "AF", "PK"),
)
# How eight digits are grouped: the first three forms anywhere, the others only standing alone.
_USUAL_GROUPS = frozenset({(8,), (3, 2, 3), (2, 2, 2, 2)})
_OTHER_GROUPS = frozenset(
    {(2, 3, 3), (3, 3, 2), (3, 5), (5, 3), (2, 6), (2, 2, 4), (4, 2, 2), (1,) * 8}
)
_MOBILE = ("4", "9")

_CUE = cue(
    r"\b(?:tlf|tel|mob|mobil|telefon|telefonnummer|mobilnummer|phone|call|ring|ringe|whatsapp"
    r"|dzwoni[ćc]|zadzwoni[ćc]|numer|nr|kom[óo]rk[aęe])"
    r"|هاتفي?|رقمي|جوالي?|موبايل|اتصلوا|اتصل",
    r"me|meg|mi|mitt|my|number|nummer|nr|on|at|på|er|is|telefonu|pod|do|mnie|to|jest|هو|بي|على",
)


def norwegian(digits: str) -> str | None:
    """Eight digits of the Norwegian plan, with or without 47 before them."""
    if len(digits) == 10 and digits.startswith("47"):
        digits = digits[2:]
    return international("47" + digits) if len(digits) == 8 else None


@lru_cache(maxsize=4096)
def international(digits: str) -> str | None:
    """Country code and number (the digits after "+" or "00") as E.164, None when not valid."""
    number = _parsed(digits, None)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def begins_with_country(lengths: tuple[int, ...], digits: str) -> bool:
    """Whether digits without + or 00 are grouped so that their country code stands alone.

    "48 501 234 567", not "4850 12 34 567"; digits without gaps may be anything.
    """
    codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return len(lengths) == 1 or int(digits[: lengths[0]]) in codes


def possible(digits: str) -> str | None:
    """As ``international``, content with a right length: plans abroad change faster than tables.

    The Norwegian plan is known well enough: there a number must be valid.
    """
    number = _parsed(digits, None)
    if number is None or number.country_code == 47:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def is_local_abroad(digits: str) -> bool:
    """Whether these digits are a number, its country left out, where our languages are spoken."""
    numbers = (_parsed(digits, region) for region in _REGIONS_OF_OUR_LANGUAGES)
    return any(number is not None and phonenumbers.is_valid_number(number) for number in numbers)


def is_called_phone(before: str) -> bool:
    """Whether the words before some digits announce a phone number."""
    return _CUE.search(before) is not None


def is_usual_grouping(lengths: tuple[int, ...]) -> bool:
    """Whether eight digits (or 47 and eight) are grouped as Norwegians mostly do."""
    return lengths in _USUAL_GROUPS or lengths == (10,) or _after_47(lengths) in _USUAL_GROUPS


def is_other_grouping(lengths: tuple[int, ...], first_digit: str) -> bool:
    """Whether the grouping is rarer, yet still that of one number.

    Two groups of four are also two postcodes or two amounts: only mobiles are taken for numbers.
    """
    return lengths in _OTHER_GROUPS or (lengths == (4, 4) and first_digit in _MOBILE)


def _after_47(lengths: tuple[int, ...]) -> tuple[int, ...]:
    return lengths[1:] if lengths[:1] == (2,) else ()


def _parsed(digits: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    written = digits if region else f"+{digits}"
    try:
        return phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
