"""Which places a name may mean: kommuner of today and before, bydeler, and post towns."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bot.register.spelling import Level, fold, spellings

Codes = tuple[str, ...]


class Match(NamedTuple):
    """What a name means: codes of kommuner or bydeler."""

    codes: Codes
    level: Level
    town: bool
    """Whether it is the name of a post town and of nothing else."""


@dataclass(frozen=True, repr=False)
class Names:
    """Names folded once, by level of spelling; the name of a kommune goes before a post town's."""

    _kommuner: dict[tuple[Level, str], Codes]
    _towns: dict[tuple[Level, str], Codes]
    longest: int
    """Words in the longest name."""

    @classmethod
    def of(
        cls, kommuner: Iterable[tuple[str, Codes]], towns: Iterable[tuple[str, Codes]]
    ) -> "Names":
        first, second = _by_spelling(kommuner), _by_spelling(towns)
        longest = max((name.count(" ") + 1 for _, name in (*first, *second)), default=1)
        return cls(first, second, longest)

    def find(self, folded: str) -> Match | None:
        """The strictest reading of a folded name."""
        for level, spelling in spellings(folded):
            if codes := self._kommuner.get((level, spelling)):
                return Match(codes, level, town=False)
            if codes := self._towns.get((level, spelling)):
                return Match(codes, level, town=True)
        return None


def with_fylke(name: str) -> tuple[str, ...]:
    """``Våler (Østfold)`` is called Våler, Våler Østfold or Våler i Østfold."""
    bare, bracket, rest = name.partition(" (")
    fylke = rest.rstrip(")")
    return (bare, f"{bare} {fylke}", f"{bare} i {fylke}") if bracket else (name,)


def _by_spelling(names: Iterable[tuple[str, Codes]]) -> dict[tuple[Level, str], Codes]:
    found: dict[tuple[Level, str], dict[str, None]] = defaultdict(dict)
    for name, codes in names:
        for key in spellings(fold(name)):
            found[key].update(dict.fromkeys(codes))
    return {key: tuple(codes) for key, codes in found.items()}
