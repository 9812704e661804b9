"""The menu of a call, and nothing else: what a key means at each step, and what is heard next.

    language → 1 a person phones back → may we text you?
             → 2 danger → what is it about? → may we text you?

Whatever a key means is done when it is pressed, so that whoever hangs up has lost nothing. A hidden
number is asked for one to phone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from bot.language.voices import key_pages, language_on_key

MOST_ROUNDS = 2
"""The languages are named so often to somebody who presses no key."""
MOST_ASKED = 3
"""Any other question is put so often."""
MOST_ASKED_IN_DANGER = 2
MORE, SAFE_TO_TEXT = "0", "1"
KINDS: Mapping[str, str] = {"1": "life", "2": "child", "3": "shelter", "4": "necessities"}
"""Which key stands for which emergency kind."""


class Step(StrEnum):
    LANGUAGE = "language"
    MENU = "menu"
    NUMBER = "number"
    MAY_TEXT = "may_text"
    KIND = "kind"
    DANGER_NUMBER = "danger_number"
    OVER = "over"


class Outcome(StrEnum):
    CALLBACK = "callback"
    DANGER = "danger"
    MISSED = "missed"
    """They chose nothing, and are phoned back."""
    UNREACHABLE = "unreachable"
    """A hidden number that left none to phone."""
    OURS = "ours"
    """From a duty phone, or from our own number."""


class Act(StrEnum):
    """What is to be done because of a key."""

    LANGUAGE = "language"
    CALLBACK = "callback"
    DANGER = "danger"
    KIND = "kind"
    NUMBER = "number"
    MAY_TEXT = "may_text"
    MISSED = "missed"


@dataclass(frozen=True)
class Standing:
    """Where a call stands. ``may_ask``: whether a text could go to this phone at all."""

    step: Step = Step.LANGUAGE
    page: int = 0
    asked: int = 0
    language: str | None = None
    hidden: bool = False
    may_ask: bool = True
    outcome: Outcome | None = None

    def at(self, step: Step) -> "Standing":
        return replace(self, step=step, asked=0)

    def again(self) -> "Standing":
        return replace(self, asked=self.asked + 1)


@dataclass(frozen=True)
class Move:
    standing: Standing
    act: Act | None = None
    value: str = field(default="", repr=False)


@dataclass(frozen=True)
class Line:
    """A text to be spoken; ``language`` None: in Norwegian and in English."""

    name: str
    language: str | None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Prompt:
    """What is heard next, and what can be keyed in meanwhile."""

    lines: tuple[Line, ...]
    takes: Literal["key", "number", "nothing"]


def press(standing: Standing, keys: str, number: str | None) -> Move:
    """What follows ``keys`` ("": none in time); ``number`` is what they make in E.164, if any."""
    return _PRESSED[standing.step](standing, keys, number)


def prompt(standing: Standing, *, danger: Line, days: str) -> Prompt:
    """What is heard at this step.

    ``danger``: what is said first to somebody in danger. ``days``: working days until a person
    has phoned.
    """
    spoken = standing.language

    def line(name: str, **values: object) -> Line:
        return Line(f"utter_voice_{name}", spoken, values)

    called_back = line("callback", callback_working_days=days)
    first = standing.asked == 0
    match standing.step:
        case Step.LANGUAGE:
            return Prompt(_languages(standing), "key")
        case Step.MENU:
            welcome = (line("welcome"),) if first else ()
            return Prompt((*welcome, line("menu"), line("more")), "key")
        case Step.NUMBER | Step.DANGER_NUMBER:
            return Prompt((line("number"),), "number")
        case Step.MAY_TEXT:
            is_callback = standing.outcome is Outcome.CALLBACK
            return Prompt((*((called_back,) if is_callback else ()), line("may_text")), "key")
        case Step.KIND:
            return Prompt((*((danger,) if first else ()), line("kind")), "key")
        case Step.OVER:
            return Prompt(_last_words(standing, called_back), "nothing")


def _languages(standing: Standing) -> tuple[Line, ...]:
    is_first = standing.page == 0 and standing.asked == 0
    welcome = (Line("utter_voice_welcome", None),) if is_first else ()
    languages = enumerate(key_pages()[standing.page], start=1)
    choices = (Line("utter_voice_language", each, {"key": key}) for key, each in languages)
    return (*welcome, *choices, Line("utter_voice_more", None))


def _last_words(standing: Standing, called_back: Line) -> tuple[Line, ...]:
    spoken = standing.language
    match standing.outcome:
        case Outcome.OURS:
            return (Line("utter_voice_duty_phone", "nb"),)
        case Outcome.UNREACHABLE:
            return (Line("utter_voice_no_number", spoken),)
        case Outcome.CALLBACK if standing.asked == 0:
            return called_back, Line("utter_voice_goodbye", spoken)
    return (Line("utter_voice_goodbye", spoken),)


def _language(standing: Standing, keys: str, _number: str | None) -> Move:
    chosen = language_on_key(standing.page, keys)
    if chosen is not None:
        return Move(replace(standing.at(Step.MENU), language=chosen), Act.LANGUAGE, chosen)
    pages = len(key_pages())
    if keys not in ("", MORE):
        return _again_or_missed(standing, pages * MOST_ROUNDS)
    following = replace(standing, page=(standing.page + 1) % pages)
    if keys == MORE:
        return Move(replace(following, asked=1))
    return _again_or_missed(following, pages * MOST_ROUNDS)


def _menu(standing: Standing, keys: str, _number: str | None) -> Move:
    match keys:
        case "1" if standing.hidden:
            return Move(standing.at(Step.NUMBER))
        case "1":
            following = Step.MAY_TEXT if standing.may_ask else Step.OVER
            return Move(replace(standing.at(following), outcome=Outcome.CALLBACK), Act.CALLBACK)
        case "2":
            return Move(replace(standing.at(Step.KIND), outcome=Outcome.DANGER), Act.DANGER)
        case "0":
            return Move(replace(standing.at(Step.LANGUAGE).again(), page=0))
    return _again_or_missed(standing, MOST_ASKED)


def _number(standing: Standing, _keys: str, number: str | None) -> Move:
    if number is not None:
        over = replace(standing.at(Step.OVER), outcome=Outcome.CALLBACK)
        return Move(over, Act.NUMBER, number)
    return _again_or_missed(standing, MOST_ASKED)


def _may_text(standing: Standing, keys: str, _number: str | None) -> Move:
    act = Act.MAY_TEXT if keys == SAFE_TO_TEXT else None
    return Move(standing.at(Step.OVER).again(), act)


def _kind(standing: Standing, keys: str, _number: str | None) -> Move:
    kind = KINDS.get(keys)
    if kind is None and standing.asked + 1 < MOST_ASKED_IN_DANGER:
        return Move(standing.again())
    following = Step.OVER
    if standing.hidden:
        following = Step.DANGER_NUMBER
    elif standing.may_ask:
        following = Step.MAY_TEXT
    return Move(standing.at(following), Act.KIND if kind else None, kind or "")


def _danger_number(standing: Standing, _keys: str, number: str | None) -> Move:
    if number is not None:
        return Move(standing.at(Step.OVER), Act.NUMBER, number)
    if standing.asked + 1 < MOST_ASKED_IN_DANGER:
        return Move(standing.again())
    return Move(standing.at(Step.OVER))


def _over(standing: Standing, _keys: str, _number: str | None) -> Move:
    return Move(standing)


def _again_or_missed(standing: Standing, most: int) -> Move:
    if standing.asked + 1 < most:
        return Move(standing.again())
    outcome = Outcome.UNREACHABLE if standing.hidden else Outcome.MISSED
    return Move(replace(standing.at(Step.OVER), outcome=outcome), Act.MISSED)


_PRESSED = {
    Step.LANGUAGE: _language,
    Step.MENU: _menu,
    Step.NUMBER: _number,
    Step.MAY_TEXT: _may_text,
    Step.KIND: _kind,
    Step.DANGER_NUMBER: _danger_number,
    Step.OVER: _over,
}
