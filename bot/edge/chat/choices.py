"""Numbered choices in a text of ours: lines such as ``1 ja`` that the page makes buttons of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.edge.chat.topic_icons import icon_titled

_CHOICE = re.compile(r"([0-9]) (?=\D)\S.*")


@dataclass(frozen=True)
class Choice:
    """A button: what is sent when it is pressed, and what it says, number included."""

    value: str
    label: str
    language: str | None = None
    """None where it is the page's own."""
    icon: str | None = None
    """The picture of the topic it names."""
    norwegian: str | None = None
    """The same for an interpreter, who reads it to somebody in another language."""


def is_choice(line: str) -> bool:
    return _CHOICE.fullmatch(line) is not None


def choices_in(lines: Sequence[str], language: str | None = None) -> list[Choice]:
    """The choices among the lines, in their order."""
    found = (_CHOICE.fullmatch(line) for line in lines)
    return [
        Choice(match[1], match[0], language, icon_titled(match[0][2:])) for match in found if match
    ]
