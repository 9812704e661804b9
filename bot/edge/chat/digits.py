"""Digits and addresses in our texts as the page shows them: to press, and left to right."""

import re
from collections.abc import Mapping

from markupsafe import Markup

from bot.register import Register
from bot.register.numbers import dialled

# A code (6M9CWP), or digits with what stands between them: 55 55 33 33, 9-15, 14:00, 24.12.
_CODE = r"\b(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{4,}\b"
_DIGITS = re.compile(rf"{_CODE}|\+?\d(?:[\d .:/\-\u00a0\u2013]*\d)?")
_SPACES = re.compile(r"[\s\u00a0]+")
_ISOLATED = Markup('<bdi dir="ltr">{}</bdi>')
_ADDRESS = re.compile(r"https://[^\s<>\"]+")
_TO_OPEN = Markup(
    '<a class="ds-link" href="{0}" target="_blank" rel="noreferrer noopener">'
    '<bdi dir="ltr">{1}</bdi></a>'
)
_TO_PRESS = Markup('<a class="ds-link" href="tel:{}"><bdi dir="ltr">{}</bdi></a>')


def phones_of(register: Register) -> Mapping[str, str]:
    """Every number of the register that people may be shown → as a phone dials it.

    To be made once a process: the register does not change.
    """
    shown = [line.number for line in register.helplines.values() if line.public]
    shown += [line.number for line in register.local_lines if line.public]
    shown += [service.phone for service in register.services]
    shown += [office.phone for office in register.offices.values() if office.phone]
    # The phone of a service may be the id of a help line, which is among them already.
    return {_SPACES.sub(" ", number): dialled(number) for number in shown if dialled(number)}


def with_numbers(text: str, phones: Mapping[str, str]) -> Markup:
    """One line as markup: escaped, its digits kept together, the numbers of ``phones`` links."""
    pieces, place = [], 0
    for match in _DIGITS.finditer(text):
        pieces.append(Markup.escape(text[place : match.start()]))
        pieces.append(_number(match[0], phones))
        place = match.end()
    pieces.append(Markup.escape(text[place:]))
    return Markup("").join(pieces)


def with_links(text: str, phones: Mapping[str, str]) -> Markup:
    """The same for a line of our own, where an address of the web is a link too."""
    pieces, place = [], 0
    for match in _ADDRESS.finditer(text):
        shown = match[0].removeprefix("https://").removeprefix("www.").rstrip("/")
        pieces += [
            with_numbers(text[place : match.start()], phones),
            _TO_OPEN.format(match[0], shown),
        ]
        place = match.end()
    pieces.append(with_numbers(text[place:], phones))
    return Markup("").join(pieces)


def _number(digits: str, phones: Mapping[str, str]) -> Markup:
    dial = phones.get(_SPACES.sub(" ", digits))
    return _TO_PRESS.format(dial, digits) if dial else _ISOLATED.format(digits)
