"""The grammar of an officer's reply, in bokmål, nynorsk and English.

    1             takes the case with code 1
    1 10          takes it, or says anew: I phone within ten minutes
    1 nei         cannot: the next line is paged at once
    1 snakket     has been in contact with the person
    1 ferdig      is done with it; asked what came of it, or says it at once: 1 ferdig 2

Quotes, capitals, full stops and the order of words do not matter. Where a phone holds one case its
code may be left out, except before minutes. Whatever is no order is a note in free words.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    TAKE = "take"
    PROMISE = "promise"
    DECLINE = "decline"
    CONTACTED = "contacted"
    DONE = "done"
    NUMBER = "number"
    """A number alone: a code, or the answer to the question what came of a case."""
    NOTE = "note"


@dataclass(frozen=True)
class Command:
    """A reply understood: which code it names, and what it wants."""

    verb: Verb
    code: int | None = None
    minutes: int | None = None
    outcome: int | None = None
    """Which of the numbered outcomes, from 1."""


OUTCOMES = 5

_WORD = re.compile(r"\d+|[^\W\d_]+")
_CODE = re.compile(r"\d{1,4}")
_EMERGENCY_NUMBERS = frozenset({110, 112, 113})
"""Never minutes: "1 ring 112" is no promise."""
_VERBS = {
    Verb.DECLINE: "nei ikke ikkje no cannot kan~ikke kan~ikkje kanikke can~not cant can~t avslå",
    Verb.CONTACTED: "snakket snakka snakt kontakt kontaktet kontakta ringt oppringt nådd"
    " spoke spoken talked called reached contacted",
    Verb.DONE: "ferdig ferdige ferdigt avslutt avsluttet avslutta lukk lukket lukka done close"
    " closed finished finish",
    Verb.TAKE: "ja ok okei okay tar tek tatt teke tek~den tar~den tar~saken tek~saka jeg~tar~den"
    " eg~tek~den yes y j mottatt motteke taking take taken got~it i~take~it ack acknowledged",
}
_FILLERS = frozenset(
    "jeg eg vi i we har have has den det saken saka med with personen the person er is are am it"
    " fått hatt tok nå no now henne ham han hun ho dem dei de her him them just nettopp".split()
)
_PROMISING = frozenset(
    "jeg eg vi i we ringer ring ringjer ringje phone call calling kommer kjem om innen innan in"
    " within skal will m min mins minutt minutter minuttar minute minutes tar tek den take it"
    " til more mer meir".split()
)


def read_command(text: str, longest_promise: int) -> Command:
    """Understand a reply. ``longest_promise``: how many minutes an officer may ask for."""
    words = _WORD.findall(text.lower())
    if not words:
        return Command(Verb.NOTE)
    code, rest = _code(words)
    if code is not None and not rest:
        return Command(Verb.NUMBER, code)
    if code is not None and (minutes := _minutes(rest, longest_promise)) is not None:
        return Command(Verb.PROMISE, code, minutes=minutes)
    return _order(code, rest) or Command(Verb.NOTE, code)


def _code(words: list[str]) -> tuple[int | None, list[str]]:
    if _CODE.fullmatch(words[0]):
        return int(words[0]), words[1:]
    return None, words


def _minutes(rest: list[str], longest: int) -> int | None:
    numbers = [int(word) for word in rest if word.isdecimal()]
    others = [word for word in rest if not word.isdecimal()]
    if len(numbers) != 1 or numbers[0] in _EMERGENCY_NUMBERS:
        return None
    if 0 < numbers[0] <= longest and _PROMISING.issuperset(others):
        return numbers[0]
    return None


def _order(code: int | None, rest: list[str]) -> Command | None:
    numbers = [int(word) for word in rest if word.isdecimal()]
    words = [word for word in rest if not word.isdecimal()]
    for verb, forms in _FORMS.items():
        if not (_is(words, forms)):
            continue
        if not numbers:
            return Command(verb, code)
        if verb is Verb.DONE and len(numbers) == 1 and 1 <= numbers[0] <= OUTCOMES:
            return Command(verb, code, outcome=numbers[0])
    return None


def _is(words: list[str], forms: frozenset[tuple[str, ...]]) -> bool:
    return tuple(words) in forms or tuple(w for w in words if w not in _FILLERS) in forms


_FORMS = {
    verb: frozenset(tuple(form.split("~")) for form in forms.split())
    for verb, forms in _VERBS.items()
}
