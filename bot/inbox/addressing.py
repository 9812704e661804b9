"""For whom an interpreter writes: "1: ..." is the first person, "0: ..." the interpreter."""

import re
from dataclasses import dataclass

OWN_VOICE = 0
_PREFIX = re.compile(r"\s*(\d{1,2})\s*[:：](?!\d)\s*(.*)", re.DOTALL)
_COMMAND = re.compile(r"\s*(\d{1,2})\s*[:：.]?\s+(\S+)\s*")


@dataclass(frozen=True)
class Addressed:
    number: int
    words: str


def read_address(text: str) -> Addressed | None:
    """The number a message begins with and what follows it; "12:30" is a time."""
    found = _PREFIX.fullmatch(text)
    return Addressed(int(found[1]), found[2].strip()) if found else None


def read_numbered_word(text: str) -> Addressed | None:
    """A number and one word: "2 start", "1: slutt"."""
    found = _COMMAND.fullmatch(text)
    return Addressed(int(found[1]), found[2]) if found else None
