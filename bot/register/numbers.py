"""Telephone numbers: as shown, as dialled, and whether two of them are the same."""

import re
from typing import Annotated

import phonenumbers
from pydantic import StringConstraints

NORWAY = "NO"
COUNTRY_CODE = "+47"
ABROAD = "00"
"""What is dialled in place of the plus."""
FULL_DIGITS = 8

E164_PATTERN = r"^\+[1-9]\d{7,14}$"
E164 = Annotated[str, StringConstraints(pattern=E164_PATTERN)]
"""The only form a duty line's number may have."""


def dialled(shown: str) -> str:
    """A number as a phone dials it in Norway: ``55 55 33 33`` → ``+4755553333``, ``112`` → ``112``.

    Short numbers have no international form that works from every phone.
    """
    digits = re.sub(r"\D", "", shown)
    if shown.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith(ABROAD):
        return f"+{digits.removeprefix(ABROAD)}"
    return f"{COUNTRY_CODE}{digits}" if len(digits) == FULL_DIGITS else digits


def is_e164(number: str) -> bool:
    return re.fullmatch(E164_PATTERN, number) is not None


def is_assigned(number: str) -> bool:
    """Whether the number can exist (ITU and national numbering plans, by ``phonenumbers``)."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, NORWAY))
    except phonenumbers.NumberParseException:
        return False


def takes_texts(number: str) -> bool:
    """Whether a text message can arrive there: not on a fixed line."""
    kind = phonenumbers.number_type(phonenumbers.parse(number, NORWAY))
    return kind in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
