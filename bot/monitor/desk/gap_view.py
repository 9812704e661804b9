"""Gaps as staff read them: place by place, from when until when, and for what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.language.wording import moment
from bot.monitor.line_news import Lines, is_soon
from bot.monitor.pages import NORWEGIAN
from bot.register import KINDS, Gap, Kind, Office, Place
from bot.register.gaps import GAPS_AHEAD

KIND_WORDS: dict[Kind, str] = {
    "life": "fare for liv",
    "suicide": "selvmordsfare",
    "violence": "vold eller trusler",
    "child": "barn i fare",
    "shelter": "uten sted å sove",
    "necessities": "uten mat, medisin eller strøm",
}
EVERY_KIND = "alle slags saker"


@dataclass(frozen=True)
class GapWords:
    time: str
    kinds: str
    is_now: bool
    is_soon: bool


def gaps_by_place(lines: Lines, gaps: Iterable[Gap]) -> Sequence[tuple[str, Sequence[GapWords]]]:
    """Each place by its name, with its gaps in order."""
    return [
        (_name(place), [_words(gap, lines.at) for gap in of_place])
        for place, of_place in groupby(gaps, key=lambda gap: gap.place)
    ]


def gaps_of_office(lines: Lines, office: Office) -> list[Gap]:
    """Those of the kommuner, or of the bydel, that the office serves."""
    return [
        gap
        for gap in lines.gaps
        if gap.place.code in office.kommuner
        and (office.bydel is None or gap.place.bydel in (None, office.bydel))
    ]


def _words(gap: Gap, now: datetime) -> GapWords:
    is_now, goes_on = gap.begins <= now, gap.ends >= now + GAPS_AHEAD
    begins = "nå" if is_now else moment(gap.begins, NORWEGIAN)
    ends = "og videre" if goes_on else f"til {moment(gap.ends, NORWEGIAN)}"
    return GapWords(
        time=_capital(f"{begins} {ends}"),
        kinds=EVERY_KIND if gap.kinds == KINDS else ", ".join(KIND_WORDS[k] for k in gap.kinds),
        is_now=is_now,
        is_soon=is_soon(gap, now),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _name(place: Place) -> str:
    return f"{place.name}, {place.bydel}" if place.bydel else place.name
