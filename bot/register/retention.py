"""How long what people have told is kept: ``retention.yml``."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from bot.register.files import Entry


def _days(raw: object) -> timedelta:
    # A bool is an int, and a day is whole: a period must not be read from a slip of the pen.
    if type(raw) is not int or raw < 1:
        raise ValueError(f"{raw!r} is no number of days: write a whole number, at least 1")
    return timedelta(days=raw)


Days = Annotated[timedelta, BeforeValidator(_days)]


class RetentionPeriods(Entry):
    """A period for each kind of thing that is kept."""

    draft: Days
    """The dialogue of a conversation without an open case, after its last turn."""
    conversation: Days
    """Messages and answers, once no case is left in their conversation."""
    request: Days
    """A callback request, after it was closed and its last handover acknowledged."""
    escalation: Days
    """An escalation, after it was closed."""
    wish: Days
    """That a phone wants no texts or is not safe, after its words were destroyed."""
    receipt: Days
    story_view: Days
    erased: Days
    """That a request was erased because the person asked."""
    sign_in: Days


class Retention(Entry):
    decided_on: date
    decided_by: str
    days: RetentionPeriods
