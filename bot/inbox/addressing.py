"""For whom an interpreter writes: "1: ..." is the first person, "0: ..." the interpreter."""

import re
from dataclasses import dataclass

OWN_VOICE = 0
_PREFIX = re.compile(r"\s*(\d{1,2})\s*[:：](?!\d)\s*(.*)", re.DOTALL)
_COMMAND = re.compile(r"\s*(\d{1,2})\s*[:：.]?\s+(\S+)\s*")
_FROM_TAB = re.compile(r"⟨relay (\d{1,18})( own)?⟩ (.*)", re.DOTALL)
_PASSED_ON = "relay:"
_MARK = re.compile(r"\d{1,2}:")


@dataclass(frozen=True)
class Addressed:
    number: int
    words: str


@dataclass(frozen=True)
class FromTab:
    """Written in the tab of one relay on the chat's page: no word in it begins or ends a relay."""

    relay_id: int
    is_own: bool
    """The interpreter's own words."""
    words: str


def written_in_tab(relay_id: int, words: str, *, is_own: bool) -> str:
    """A message with the token that says in which tab it was written."""
    return f"⟨relay {relay_id}{' own' if is_own else ''}⟩ {words}"


def read_tab(text: str) -> FromTab | None:
    found = _FROM_TAB.fullmatch(text)
    return FromTab(int(found[1]), found[2] is not None, found[3]) if found else None


def mark_of(number: int) -> str:
    """What stays of a message in the interpreter's own conversation."""
    return f"{number}:"


def is_of_a_relay(text: str) -> bool:
    """Whether a message of an interpreter's own conversation was for one of their people."""
    return _MARK.fullmatch(text) is not None or read_tab(text) is not None


def passed_on_as(inbound_id: int) -> str:
    """The carrier's id of an interpreter's message once more, as one of the person's."""
    return f"{_PASSED_ON}{inbound_id}"


def passed_on_from(carrier_id: str) -> int | None:
    """The interpreter's own message that was passed on."""
    is_passed_on = carrier_id.startswith(_PASSED_ON)
    return int(carrier_id.removeprefix(_PASSED_ON)) if is_passed_on else None


def read_address(text: str) -> Addressed | None:
    """The number a message begins with and what follows it; "12:30" is a time."""
    found = _PREFIX.fullmatch(text)
    return Addressed(int(found[1]), found[2].strip()) if found else None


def read_numbered_word(text: str) -> Addressed | None:
    """A number and one word: "2 start", "1: slutt"."""
    found = _COMMAND.fullmatch(text)
    return Addressed(int(found[1]), found[2]) if found else None
