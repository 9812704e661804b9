"""Who has vouched for a translation, bound to the very texts they read.

The state is a translator's comment in the catalogue, so that it travels with the entry:

    # state: drafted source:3fa90c1e
    # state: reviewed 2026-12-01 source:3fa90c1e text:77ab01cd by Kari Nordmann

When the source changes, the bound hash no longer fits and the translation counts as stale;
when a reviewed translation is edited, it counts as drafted again.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel.messages.catalog import Message

State = Literal["missing", "drafted", "reviewed", "stale"]

_COMMENT = re.compile(
    r"state: (?:drafted source:(?P<drafted>[0-9a-f]{8})"
    r"|reviewed (?P<on>[\d-]{10}) source:(?P<source>[0-9a-f]{8})"
    r" text:(?P<text>[0-9a-f]{8}) by (?P<by>.+))"
)


@dataclass(frozen=True)
class Review:
    """A state as written in the catalogue; `by` and `on` only when a person has reviewed."""

    source: str
    text: str | None = None
    by: str | None = None
    on: date | None = None

    def comment(self) -> str:
        if self.by is None or self.on is None:
            return f"state: drafted source:{self.source}"
        return (
            f"state: reviewed {self.on.isoformat()} source:{self.source} "
            f"text:{self.text} by {self.by}"
        )


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def drafted(source: str) -> Review:
    return Review(fingerprint(source))


def reviewed(source: str, translation: str, by: str, on: date) -> Review:
    return Review(fingerprint(source), fingerprint(translation), by, on)


def review_of(message: Message) -> Review | None:
    # Babel wraps long comments, so the lines are joined before they are read.
    found = _COMMENT.search(" ".join(message.user_comments))
    if found is None:
        return None
    if found["drafted"]:
        return Review(found["drafted"])
    return Review(found["source"], found["text"], found["by"], date.fromisoformat(found["on"]))


def with_review(comments: list[str], review: Review) -> list[str]:
    """The translator's comments with the state in place of an older one."""
    other = _COMMENT.sub("", " ".join(comments)).strip()
    return [*([other] if other else []), review.comment()]


def state_of(message: Message | None, source: str) -> State:
    """The state of a catalogue entry, seen from the source text as it is today."""
    if message is None or not message.string:
        return "missing"
    review = review_of(message)
    if message.id != source or message.fuzzy:
        return "stale"
    if review is None:
        return "drafted"
    if review.source != fingerprint(source):
        return "stale"
    unchanged = review.text == fingerprint(str(message.string))
    return "reviewed" if review.by and unchanged else "drafted"
