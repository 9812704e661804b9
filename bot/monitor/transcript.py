"""What was said through an interpreter, as staff read it: who, when, and in which language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from unicodedata import bidirectional

from bot.callbacks.relayed import Relayed
from bot.delivery.relayed import relay_behind
from bot.language.identify import identify
from bot.language.served import NORWEGIAN, language_name
from bot.monitor.pages import NORWEGIAN as READER
from bot.monitor.relay_words import day
from bot.monitor.sessions import Visitor
from bot.monitor.sight import find_case
from bot.monitor.story_views import View, log_view, read_views
from bot.monitor.worklist.sight import find_request
from bot.register import Register
from bot.relay.transcript import Transcript, Turn, read_transcript
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Said:
    """One turn, in the columns it belongs to; each is empty where there is nothing for it."""

    at: datetime
    speaker: str
    """person, interpreter or assistant."""
    words: str | None
    """As they were written, unless in Norwegian."""
    in_norwegian: str | None

    @property
    def has_letters(self) -> bool:
        """Whether the words are of a language at all: digits are of none."""
        return any(sign.isalpha() for sign in self.words or "")

    @property
    def direction(self) -> str:
        """Of the words: a number among them never runs from the right."""
        from_the_right = any(bidirectional(sign) in ("R", "AL") for sign in self.words or "")
        return "rtl" if from_the_right else "ltr"


@dataclass(frozen=True)
class TranscriptView:
    reference: str
    relayed: Relayed
    language: str | None
    """Of the person, as staff read it."""
    days: Sequence[tuple[str, Sequence[Said]]]
    views: Sequence[View]
    """Who has seen the story of the case or the request, this time too."""


def view_of_request(
    tx: Transaction, register: Register, visitor: Visitor, reference: str
) -> TranscriptView | None:
    """Of a callback request; the look is logged before anything is read. None: not for them."""
    found = find_request(tx, visitor, reference)
    if found is None or not found[1].story:
        return None
    request = found[0]
    return _view(tx, register, visitor, request.reference, request.conversation_id)


def view_of_case(
    tx: Transaction, register: Register, visitor: Visitor, reference: str
) -> TranscriptView | None:
    """The same of an emergency."""
    found = find_case(tx, register, visitor, reference)
    if found is None or not found[1].story:
        return None
    case = found[0]
    return _view(tx, register, visitor, case.reference, case.conversation_id)


def _view(
    tx: Transaction, register: Register, visitor: Visitor, reference: str, conversation_id: str
) -> TranscriptView | None:
    if relay_behind(tx, conversation_id) is None:
        return None
    log_view(tx, visitor.staff_id, reference)
    transcript = read_transcript(tx, conversation_id)
    assert transcript is not None  # noqa: S101
    language = transcript.relayed.language
    return TranscriptView(
        reference=reference,
        relayed=transcript.relayed,
        language=language_name(language, READER) if language else None,
        days=_by_day(transcript),
        views=read_views(tx, register, reference),
    )


def _by_day(transcript: Transcript) -> Sequence[tuple[str, Sequence[Said]]]:
    language = transcript.relayed.language
    turns = (_said(turn, language) for turn in transcript.turns)
    return [(name, list(said)) for name, said in groupby(turns, lambda each: day(each.at))]


def _said(turn: Turn, language: str | None) -> Said:
    """A human's words stand where their language does: an interpreter may write either."""
    words, in_norwegian = turn.words, turn.in_norwegian
    if in_norwegian is None and _is_norwegian(words, language):
        return Said(turn.at, turn.speaker, None, words)
    return Said(turn.at, turn.speaker, words, in_norwegian)


def _is_norwegian(words: str, language: str | None) -> bool:
    return identify(words, remembered=language).language in NORWEGIAN
