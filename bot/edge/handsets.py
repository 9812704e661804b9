"""What ``/phones`` shows: which handsets, what stands on them, what can be sent with one button."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import phonenumbers
import yaml

from bot.delivery.handsets import (
    CallState,
    Shown,
    ShownCall,
    calls_on_handsets,
    numbers_used,
    on_handsets,
)
from bot.escalation.codes import open_pages
from bot.language.served import own_name
from bot.register import DutyLine, Register
from bot.store.transaction import Transaction

FIRST_WORDS = Path(__file__).parent / "first_words.yml"
MOST_PERSONS = 999
_PERSON = re.compile(r"\+4799910(\d{3})")
"""In the series of the demo's duty lines, which is given to nobody."""
_ANSWERS = (
    ("", "take it"),
    (" 10", "take it, phone within 10 minutes"),
    (" nei", "pass it on"),
    (" snakket", "have spoken with them"),
    (" ferdig", "finish it"),
)


@dataclass(frozen=True)
class View:
    """Which handsets are wanted: a person, counted from one, and a duty line by its id."""

    person: int
    line: str

    @classmethod
    def asked_for(cls, fields: Mapping[str, str], person: int = 1) -> "View":
        """What the fields of an address or a form say; ``person`` when they name none."""
        asked = fields.get("person", "")
        if re.fullmatch(r"[0-9]{1,3}", asked) and int(asked) > 0:
            person = int(asked)
        return cls(person, fields.get("line", ""))

    @property
    def address(self) -> str:
        return f"/phones?{urlencode({'person': self.person, 'line': self.line})}"


@dataclass(frozen=True)
class Chip:
    """A button that sends its text at once."""

    label: str
    language: str
    text: str


@dataclass(frozen=True)
class Handset:
    number: str
    title: str
    is_person: bool
    log: Sequence[Shown | ShownCall]
    """Messages, and calls that are over, newest last."""
    call: ShownCall | None
    """The one that is under way."""
    chips: Sequence[tuple[str, Sequence[Chip]]]
    """Buttons under their headings."""

    @property
    def rings(self) -> bool:
        return self.call is not None and self.call.state is CallState.RINGING


@dataclass(frozen=True)
class Scene:
    """Everything on the page."""

    view: View
    handsets: Sequence[Handset]
    persons: Sequence[int]
    """Those to choose from, the one shown among them."""
    lines: Sequence[DutyLine]
    now: datetime
    ahead: timedelta
    """How far the clock has been forwarded."""

    @property
    def next_person(self) -> int:
        return min(max(self.persons) + 1, MOST_PERSONS)


def set_scene(tx: Transaction, register: Register, fields: Mapping[str, str]) -> Scene:
    """The person who wrote or was chosen last, and the duty phones that have rung."""
    used = numbers_used(tx)
    persons = {person for person in map(person_of, used) if person is not None}
    view = View.asked_for(fields, person=max(persons, default=1))
    own = number_of(view.person)
    titles = _duty_phones(register, used, view.line)
    numbers = [own, *titles]
    messages, calls = on_handsets(tx, numbers), calls_on_handsets(tx, numbers)

    def handset(number: str, title: str, chips: Sequence[tuple[str, Sequence[Chip]]]) -> Handset:
        log = _log(messages[number], calls[number])
        return Handset(number, title, number == own, log, _under_way(calls[number]), chips)

    handsets = [handset(own, f"Person {view.person}", openings())]
    handsets += [handset(number, title, answers(tx, number)) for number, title in titles.items()]
    return Scene(
        view=view,
        handsets=handsets,
        persons=sorted(persons | {view.person}),
        lines=register.lines,
        now=tx.now,
        ahead=tx.now - tx.raw_now,
    )


def shown_number(number: str) -> str:
    """A number in E.164 as people read it, with its country."""
    parsed = phonenumbers.parse(number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def number_of(person: int) -> str:
    return f"+4799910{person:03d}"


def person_of(number: str) -> int | None:
    match = _PERSON.fullmatch(number)
    return int(match[1]) or None if match else None


def is_handset(register: Register, number: str) -> bool:
    return person_of(number) is not None or any(line.number == number for line in register.lines)


@cache
def openings() -> list[tuple[str, list[Chip]]]:
    """What a person may begin with, in every language."""
    stories = yaml.safe_load(FIRST_WORDS.read_text(encoding="utf-8"))
    return [
        (
            story["title"],
            [Chip(own_name(language), language, text) for language, text in story["texts"].items()],
        )
        for story in stories
    ]


def answers(tx: Transaction, number: str) -> list[tuple[str, list[Chip]]]:
    """What an officer may answer to the page that came last."""
    pages = open_pages(tx, number)
    code = max(pages, key=lambda page: page.id).code if pages else 1
    chips = [Chip(f"{code}{more} – {meaning}", "en", f"{code}{more}") for more, meaning in _ANSWERS]
    return [("Answer a page", chips)]


def _log(messages: Sequence[Shown], calls: Sequence[ShownCall]) -> list[Shown | ShownCall]:
    over = [call for call in calls if call.state is CallState.ENDED]
    return sorted([*messages, *over], key=lambda entry: entry.at)


def _under_way(calls: Sequence[ShownCall]) -> ShownCall | None:
    """The call somebody is on, before one that rings meanwhile."""
    open_calls = [call for call in calls if call.state is not CallState.ENDED]
    answered = [call for call in open_calls if call.state is CallState.ANSWERED]
    return next(iter(answered or open_calls), None)


def _duty_phones(register: Register, used: Collection[str], wanted: str) -> dict[str, str]:
    """Number → label: the first connected line, those with a message, and the one asked for."""
    connected = [line for line in register.lines if _is_connected(register, line)]
    first = (connected or register.lines)[:1]
    labels: dict[str, list[str]] = {}
    for line in register.lines:
        if line in first or line.number in used or line.id == wanted:
            labels.setdefault(line.number, []).append(line.label)
    return {number: " / ".join(those) for number, those in labels.items()}


def _is_connected(register: Register, line: DutyLine) -> bool:
    place = register.place(line.kommune, line.bydel) if line.kommune else None
    return place is not None and place.connected
