"""What each group of digits in a run is: phone number, identity number, account number or date.

A run can often be read in several ways. What begins with + or 00 and is a phone number is one.
Otherwise the reading that explains most digits is the right one: "411 23 456 999 88 777" is two
phone numbers, though its first eleven digits begin with a date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.edge import (
    account_numbers,
    amounts_and_references,
    identity_numbers,
    phone_numbers,
    written_dates,
)
from bot.edge.identity_numbers import Form
from bot.edge.number_runs import LINE_BREAK, Run

# Whether an announced phone number begins the run, digits explained, sum of the kinds' values.
_Score = tuple[bool, int, int]


class Kind(Enum):
    """What some digits are. The value breaks a tie between readings that explain equally much."""

    ANNOUNCED = 5  # a phone number with + or 00
    CALLED_ACCOUNT = 4  # an account number by the word before it
    DATE = 3
    IDENTITY = 2
    ACCOUNT = 1
    PHONE = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """Groups ``first`` to ``end`` (exclusive) of a run are a number of this kind.

    ``e164`` is "" unless it is a phone number. ``perhaps_phone``: an identity or account number by
    its form that could as well be somebody's phone number.
    """

    kind: Kind
    first: int
    end: int
    e164: str = ""
    perhaps_phone: bool = False


def read_run(run: Run) -> list[Reading]:
    """The readings that together explain the run best, in order."""
    count = len(run.groups)
    best: list[_Score] = [(False, 0, 0)] * (count + 1)
    chosen: list[Reading | None] = [None] * count
    for first in reversed(range(count)):
        best[first] = best[first + 1]
        for reading in _readings_from(run, first):
            score = _score(run, reading, best[reading.end])
            if score > best[first]:
                best[first], chosen[first] = score, reading
    return list(_follow(chosen))


def _score(run: Run, reading: Reading, rest: _Score) -> _Score:
    announced = reading.kind is Kind.ANNOUNCED and reading.first == 0
    digits = sum(run.lengths(reading.first, reading.end))
    return (announced, rest[1] + digits, rest[2] + reading.kind.value)


def read_whole_run(run: Run) -> Reading | None:
    """The run as one phone number, in forms that are believed only when they explain all of it."""
    count = len(run.groups)
    if count > phone_numbers.MAX_DIGITS or not {",", LINE_BREAK}.isdisjoint(run.gaps):
        return None
    if _is_amount_or_reference(run, 0, count):
        return None
    e164 = _whole_number(run, run.digits(0, count), run.lengths(0, count))
    return Reading(Kind.PHONE, 0, count, e164) if e164 else None


def _follow(chosen: list[Reading | None]) -> Iterator[Reading]:
    place = 0
    while place < len(chosen):
        reading = chosen[place]
        if reading is not None:
            yield reading
        place = reading.end if reading is not None else place + 1


def _readings_from(run: Run, first: int) -> Iterator[Reading]:
    """Every reading that begins at this group."""
    length = 0
    for end in range(first + 1, len(run.groups) + 1):
        length += len(run.groups[end - 1].digits)
        if length > account_numbers.MAX_IBAN_DIGITS:
            return
        for read in (_announced_phone, _account, _date, _identity, _norwegian_phone, _phone_abroad):
            reading = read(run, first, end, length)
            if reading is not None:
                yield reading


def _announced_phone(run: Run, first: int, end: int, length: int) -> Reading | None:
    if length > phone_numbers.MAX_DIGITS + 2 or LINE_BREAK in run.gaps[first : end - 1]:
        return None
    whole = first == 0 and end == len(run.groups)
    if first == 0 and run.plus:
        e164 = _with_plus(run.digits(first, end), whole)
    elif run.groups[first].digits.startswith("00"):
        e164 = phone_numbers.international(run.digits(first, end)[2:])
    elif whole and run.plus_after:  # where one writes from right to left the plus may come last
        e164 = phone_numbers.international(run.digits(first, end))
    else:
        return None
    return Reading(Kind.ANNOUNCED, first, end, e164) if e164 else None


def _with_plus(digits: str, whole: bool) -> str | None:
    e164 = phone_numbers.international(digits)
    if e164 is None and whole and identity_numbers.identity_form(digits) is None:
        return phone_numbers.possible(digits)
    return e164


def _account(run: Run, first: int, end: int, length: int) -> Reading | None:
    if first == 0 and account_numbers.is_iban(run.before, run.digits(first, end)):
        return Reading(Kind.CALLED_ACCOUNT, first, end)
    if length != account_numbers.LENGTH:
        return None
    if first == 0 and account_numbers.is_called_account(run.before):
        return Reading(Kind.CALLED_ACCOUNT, first, end)
    if not account_numbers.is_account_grouping(run.lengths(first, end)):
        return None
    return Reading(Kind.ACCOUNT, first, end, perhaps_phone=_is_perhaps_phone(run, first, end))


def _date(run: Run, first: int, end: int, length: int) -> Reading | None:
    if not 4 <= length <= 8 or end - first not in (1, 3):
        return None
    groups = [group.digits for group in run.groups[first:end]]
    is_date = written_dates.is_date(groups, run.gaps[first : end - 1])
    return Reading(Kind.DATE, first, end) if is_date else None


def _identity(run: Run, first: int, end: int, length: int) -> Reading | None:
    if first == 0 and _is_called_identity(run, end, length):
        return Reading(Kind.IDENTITY, first, end)
    if length not in identity_numbers.LENGTHS:
        return None
    if end - first > 1 and _is_amount(run, end):
        return None
    if not _is_plausible_identity(run, first, end):
        return None
    return Reading(Kind.IDENTITY, first, end, perhaps_phone=_is_perhaps_phone(run, first, end))


def _is_called_identity(run: Run, end: int, length: int) -> bool:
    if length == identity_numbers.LENGTH:
        return identity_numbers.is_called_identity_number(run.before)
    alone = end == len(run.groups) == 1
    return alone and length == 5 and identity_numbers.is_called_last_five(run.before)


def _is_plausible_identity(run: Run, first: int, end: int) -> bool:
    digits, lengths = run.digits(first, end), run.lengths(first, end)
    if _begins_with_full_date(run, first, end):
        return lengths[3:] in ((5,), (3, 2))
    if identity_numbers.is_full_date_and_five(digits):
        return lengths in ((13,), (8, 5), (8, 3, 2))
    form = identity_numbers.identity_form(digits)
    if form is None:
        return False
    if form is Form.SYNTHETIC and phone_numbers.international(digits):
        return identity_numbers.check_digits_fit(digits)
    return True


def _begins_with_full_date(run: Run, first: int, end: int) -> bool:
    """01.12.2026 112: day, month and a year in four digits, then something else."""
    if end - first < 4:
        return False
    day, month, year = (group.digits for group in run.groups[first : first + 3])
    return written_dates.is_full_date(day, month, year)


def _is_perhaps_phone(run: Run, first: int, end: int) -> bool:
    """Whether what is removed may be a phone number, or hold one, or be part of one.

    The latter two, and a number abroad without its country, hardly have right check digits.
    """
    digits = run.digits(first, end)
    if phone_numbers.international(digits):
        return True
    if identity_numbers.check_digits_fit(digits):
        return False
    if phone_numbers.is_local_abroad(digits):
        return True
    windows = ((start, stop) for start in range(first, end) for stop in range(start + 1, end + 1))
    if any(_norwegian_phone(run, *window, sum(run.lengths(*window))) for window in windows):
        return True
    count = len(run.groups)
    return count <= phone_numbers.MAX_DIGITS and bool(
        phone_numbers.international(run.digits(0, count))
    )


def _norwegian_phone(run: Run, first: int, end: int, length: int) -> Reading | None:
    if length not in (8, 10):
        return None
    gaps = set(run.gaps[first : end - 1])
    if len(gaps) > 1 or not gaps <= set(" .-/"):
        return None
    if not phone_numbers.is_usual_grouping(run.lengths(first, end)):
        return None
    e164 = phone_numbers.norwegian(run.digits(first, end))
    if e164 is None or _is_amount_or_reference(run, first, end):
        return None
    if _is_part_of_five_pairs(run, first, end):
        return None
    return Reading(Kind.PHONE, first, end, e164)


def _phone_abroad(run: Run, first: int, end: int, length: int) -> Reading | None:
    """Country code and number without + and without a gap: 48501234567."""
    if end - first > 1 or not identity_numbers.LENGTH <= length <= phone_numbers.MAX_DIGITS:
        return None
    e164 = phone_numbers.international(run.digits(first, end))
    if e164 is None or _is_amount_or_reference(run, first, end):
        return None
    return Reading(Kind.PHONE, first, end, e164)


def _is_part_of_five_pairs(run: Run, first: int, end: int) -> bool:
    """45 20 12 34 56 is a number in Denmark, 01 41 12 34 56 one in France, and neither is ours.

    A house number may stand before a number of ours (16 22 00 00 00), but not one that begins
    with 0, and nothing stands after it.
    """
    if run.lengths(0, len(run.groups)) != (2, 2, 2, 2, 2):
        return False
    return end == 4 or (first == 1 and run.groups[0].digits.startswith("0"))


def _whole_number(run: Run, digits: str, lengths: tuple[int, ...]) -> str | None:
    if len(digits) == 8:
        if lengths == (4, 4) and run.gaps != (" ",):
            return None
        usual = phone_numbers.is_usual_grouping(lengths)
        rarer = phone_numbers.is_other_grouping(lengths, digits[0])
        return phone_numbers.norwegian(digits) if usual or rarer else None
    if not phone_numbers.begins_with_country(lengths, digits):
        return None
    is_nordic = len(digits) == 10 and digits[:2] in ("45", "47")
    return phone_numbers.international(digits) if is_nordic or len(digits) >= 11 else None


def _is_amount_or_reference(run: Run, first: int, end: int) -> bool:
    if _is_amount(run, end):
        return True
    # In "sak 2026/22334455" the word stands before both numbers.
    if run.plus or set(run.gaps[:first]) - {"/"}:
        return False
    if amounts_and_references.is_money_or_reference_before(run.before):
        return True
    letters = amounts_and_references.is_letters_of_reference(run.before)
    return letters and not phone_numbers.is_called_phone(run.before)


def _is_amount(run: Run, end: int) -> bool:
    return end == len(run.groups) and amounts_and_references.is_money_after(run.after)
