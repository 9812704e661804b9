"""Where the digits of a text stand: runs of groups, whatever the script and the separators.

A *run* is digits with only separators between them; a *group* is digits with nothing visible
between them. "Ring 900 00 001, takk" has one run of the groups 900, 00 and 001.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

INVISIBLE = "\0"
OTHER = "x"
LINE_BREAK = "\n"

_SEPARATORS = {
    **dict.fromkeys(".·•", "."),
    **dict.fromkeys(",،٫٬", ","),
    **dict.fromkeys("/\\⁄∕", "/"),
    **dict.fromkeys("_−", "-"),
    **dict.fromkeys("()[]", "("),
    "+": "+",
}

# A comma with a space after it parts two things ("900 00 001, 411 23 456"; amounts in a list).
# Possessive, so that ten thousand separators in a row cost ten thousand steps.
_RUN = re.compile(r"(?:\+[ (\0]*+)?\d(?:(?:[ \n./(\0-]|,(?![ \n]))*+\d)*+")
_GROUP = re.compile(r"\d(?:\0*+\d)*+")
_PLUS_AFTER = re.compile(r"\0*+\+(?!\0*\d)")
_CONTEXT = 40  # characters on each side in which a cue word is looked for


def cue(words: str, links: str) -> re.Pattern[str]:
    """A pattern for the text before some digits, when its last word announces what they are.

    ``words`` and ``links`` are alternatives in the syntax of ``re``; links are the small words
    that may follow: "kontoen min er: 1234".
    """
    return re.compile(rf"(?:{words})\.?(?: (?:{links}))*[ .:=#(-]*$")


@dataclass(frozen=True, slots=True)
class Group:
    """Digits without a visible gap; ``start`` and ``end`` are places in the person's text."""

    start: int
    end: int
    digits: str


@dataclass(frozen=True, slots=True)
class Run:
    """Groups of digits with only separators between them.

    ``gaps[i]`` is what stands between group i and the next, made plain (any dash is "-", any white
    space or bracket is " ", a line break wins over all); ``before`` and ``after`` are the words
    around the run, lower case and without invisible characters. ``plus_after`` is where a plus
    that follows the run ends.
    """

    start: int
    end: int
    plus: bool
    plus_after: int | None
    groups: tuple[Group, ...]
    gaps: tuple[str, ...]
    before: str
    after: str

    def digits(self, first: int, end: int) -> str:
        return "".join(group.digits for group in self.groups[first:end])

    def lengths(self, first: int, end: int) -> tuple[int, ...]:
        return tuple(len(group.digits) for group in self.groups[first:end])


def digit_runs(text: str) -> Iterator[Run]:
    """The runs of ``text`` in order. Time grows with the length of the text, no faster."""
    plain = "".join(map(_plain, text))
    for match in _RUN.finditer(plain):
        yield _run(text, plain, match.start(), match.end())


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """One character for one: the digit it means, the kind of separator it is, or OTHER."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character in "\n\r\u2028\u2029":
        return LINE_BREAK
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Pd":
        return "-"
    if category in ("Cf", "Cc", "Mn", "Me"):
        return INVISIBLE
    return _SEPARATORS.get(unicodedata.normalize("NFKC", character), OTHER)


def _run(text: str, plain: str, start: int, end: int) -> Run:
    groups = tuple(
        Group(match.start(), match.end(), match.group().replace(INVISIBLE, ""))
        for match in _GROUP.finditer(plain, start, end)
    )
    gaps = tuple(_gap(plain[left.end : right.start]) for left, right in pairwise(groups))
    plus_after = _PLUS_AFTER.match(plain, end)
    return Run(
        start=start,
        end=end,
        plus=plain[start] == "+",
        plus_after=plus_after.end() if plus_after else None,
        groups=groups,
        gaps=gaps,
        before=_words(text[max(0, start - _CONTEXT) : start]),
        after=_words(text[end : end + _CONTEXT]),
    )


def _gap(plain: str) -> str:
    marks = plain.replace(INVISIBLE, "")
    if LINE_BREAK in marks:
        return LINE_BREAK
    return marks.replace(" ", "").replace("(", "") or " "


def _words(text: str) -> str:
    return "".join(mark for mark in text if _plain(mark) != INVISIBLE).casefold()
