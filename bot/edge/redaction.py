"""What may be kept of a person's words, and what the dialogue may see of them.

National identity numbers and account numbers are taken out before anything is stored. Phone
numbers stay in the person's words, but the dialogue gets opaque tokens in their place.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.edge.number_readings import Kind, Reading, read_run, read_whole_run
from bot.edge.number_runs import Run, digit_runs

IDENTITY_MARK = "⟨identity number removed⟩"
ACCOUNT_MARK = "⟨account number removed⟩"

_MARKS = {
    Kind.IDENTITY: IDENTITY_MARK,
    Kind.ACCOUNT: ACCOUNT_MARK,
    Kind.CALLED_ACCOUNT: ACCOUNT_MARK,
}
_PHONES = (Kind.PHONE, Kind.ANNOUNCED)

# Brackets that a person typed, other than those of the marks, which resolve to nothing.
_OPENING = re.compile(r"⟨(?!(?:identity|account) number removed⟩)")
_CLOSING = re.compile(r"(?<!⟨identity number removed)(?<!⟨account number removed)⟩")
_TOKEN = re.compile(r"⟨phone [1-9][0-9]*⟩")


@dataclass(frozen=True, slots=True)
class PhoneToken:
    """``⟨phone 1⟩`` stands for a phone number; ``written`` is how the person first wrote it."""

    token: str
    written: str
    e164: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """A message as it may be kept and shown to the dialogue.

    ``ambiguous_phone``: a number was removed that may have been a phone number; the person should
    be told to write it with + and the country code.
    """

    text: str
    phones: tuple[PhoneToken, ...]
    removed_identity: int
    removed_accounts: int
    ambiguous_phone: bool


def redact(text: str) -> Redacted:
    """Takes identity and account numbers out of a text and puts tokens for its phone numbers.

    The same number has the same token, however it is written. Nobody can forge a token: the
    brackets ⟨ ⟩ in a person's own text become ‹ ›.
    """
    words, removed = _without_private_numbers(text)
    phones: dict[str, PhoneToken] = {}

    def token(reading: Reading, written: str) -> str:
        new = PhoneToken(f"⟨phone {len(phones) + 1}⟩", written, reading.e164)
        return phones.setdefault(reading.e164, new).token

    tokenised = _replace(words, _phone_readings, token, between=_without_brackets)
    identities = sum(reading.kind is Kind.IDENTITY for reading in removed)
    return Redacted(
        text=tokenised,
        phones=tuple(phones.values()),
        removed_identity=identities,
        removed_accounts=len(removed) - identities,
        ambiguous_phone=any(reading.perhaps_phone for reading in removed),
    )


def restore(text: str, phones: Iterable[PhoneToken]) -> str:
    """The person's words: every token as the number was first written.

    A token that is not among ``phones`` stays.
    """
    written = {phone.token: phone.written for phone in phones}
    return _TOKEN.sub(lambda match: written.get(match[0], match[0]), text)


def _without_private_numbers(text: str) -> tuple[str, list[Reading]]:
    removed: list[Reading] = []

    def mark(reading: Reading, _written: str) -> str:
        removed.append(reading)
        return _MARKS[reading.kind]

    return _replace(text, _private_readings, mark), removed


def _private_readings(run: Run) -> list[Reading]:
    return [reading for reading in read_run(run) if reading.kind in _MARKS]


def _phone_readings(run: Run) -> list[Reading]:
    readings = read_run(run)
    explained = sum(reading.end - reading.first for reading in readings)
    if explained < len(run.groups) and all(reading.kind in _PHONES for reading in readings):
        whole = read_whole_run(run)
        readings = [whole] if whole else readings
    return [reading for reading in readings if reading.kind in _PHONES]


def _replace(
    text: str,
    readings_of: Callable[[Run], list[Reading]],
    replacement: Callable[[Reading, str], str],
    between: Callable[[str], str] = str,
) -> str:
    pieces: list[str] = []
    place = 0
    for run in digit_runs(text):
        for reading in readings_of(run):
            start, end = _span(run, reading)
            pieces.append(between(text[place:start]))
            pieces.append(replacement(reading, text[start:end]))
            place = end
    pieces.append(between(text[place:]))
    return "".join(pieces)


def _span(run: Run, reading: Reading) -> tuple[int, int]:
    start, end = run.groups[reading.first].start, run.groups[reading.end - 1].end
    if reading.kind is Kind.ANNOUNCED and reading.first == 0:
        start = run.start
        if not run.plus and run.plus_after and reading.end == len(run.groups):
            end = run.plus_after
    return start, end


def kept_words(text: str) -> str:
    """The words as staff may keep them: identity and account numbers out, phone numbers left in."""
    redacted = redact(text)
    written = {phone.token: phone.written for phone in redacted.phones}
    return _TOKEN.sub(lambda match: written.get(match[0], match[0]), redacted.text)


def _without_brackets(text: str) -> str:
    return _CLOSING.sub("›", _OPENING.sub("‹", text))
