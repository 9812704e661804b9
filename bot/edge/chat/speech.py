"""Which language the page speaks, and its words in that language."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from bot.delivery.speaker import Speaker
from bot.edge.chat.digits import with_numbers
from bot.language.served import BOKMAL, is_right_to_left, is_served

_SAME = {"no": BOKMAL}
"""Tags of browsers for a language that has another here."""


@dataclass(frozen=True)
class Speech:
    """The words of the page, whose names all begin with ``utter_chat_``."""

    speaker: Speaker
    language: str
    phones: Mapping[str, str]
    """Numbers that become links (``digits.phones_of``)."""

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    def say(self, name: str, **values: object) -> str:
        return self.speaker.catalogue.text(f"utter_chat_{name}", self.language, **values)

    def lines(self, name: str, **values: object) -> list[Markup]:
        """A longer text, a line each, its phone numbers to press."""
        return self.lines_of(f"utter_chat_{name}", **values)

    def lines_of(self, name: str, **values: object) -> list[Markup]:
        """The same for a text that is said elsewhere too, by its whole name."""
        text = self.speaker.catalogue.text(name, self.language, **values)
        return [with_numbers(line, self.phones) for line in text.splitlines()]


def direction_of(language: str) -> str:
    return "rtl" if is_right_to_left(language) else "ltr"


def spoken(language: str | None) -> str | None:
    """What the page is in, for a language a person writes: English where we do not have theirs."""
    if language is None:
        return None
    return language if is_served(language) else "en"


def preferred_language(accept_language: str) -> str:
    """The served language the browser likes best, else bokmål (RFC 9110, 12.5.4)."""
    wished = [_wish(part) for part in accept_language.split(",")]
    for _, tag in sorted(wished, key=lambda wish: -wish[0]):
        primary = tag.partition("-")[0]
        language = _SAME.get(primary, primary)
        if is_served(language):
            return language
    return BOKMAL


def _wish(part: str) -> tuple[float, str]:
    """How much a language is liked, 0 to 1, and its tag."""
    tag, _, quality = part.partition(";")
    try:
        liked = float(quality.strip().removeprefix("q=")) if quality.strip() else 1.0
    except ValueError:
        liked = 0.0
    return liked, tag.strip().lower() if liked > 0 else ""
