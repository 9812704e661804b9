"""The kommuner of Norway, their names in Norwegian, Sámi and Kven, and the codes they once had."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.register.errors import RegisterError
from bot.register.files import read_rows

CODE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Kommune:
    code: str
    name: str
    """As it is shown; several kommuner of one name carry their fylke in brackets."""
    official_name: str
    """Every official form: "Gáivuotna - Kåfjord - Kaivuono"."""
    fylke: str

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.name, *self.official_name.split(" - "))))


@dataclass(frozen=True, slots=True)
class Change:
    """A code or name given up; a kommune that was split has several."""

    old_code: str
    old_name: str
    new_code: str
    changed_on: date


class FormerCodes:
    """What became of codes given up, followed through every later change."""

    def __init__(self, changes: list[Change]) -> None:
        self._changes = changes
        self._by_code: Mapping[str, list[Change]] = defaultdict(list)
        for change in sorted(changes, key=lambda change: change.changed_on):
            self._by_code[change.old_code].append(change)

    def successors(self, code: str, after: date = date.min) -> tuple[str, ...]:
        """The codes of today for one in use ``after`` that day; itself if never changed."""
        later = [c for c in self._by_code.get(code, ()) if c.changed_on > after]
        if not later:
            return (code,)
        first = [change for change in later if change.changed_on == later[0].changed_on]
        found = (c for change in first for c in self.successors(change.new_code, change.changed_on))
        return tuple(dict.fromkeys(found))

    def names(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every name given up, form by form, with the codes of today it may mean."""
        for old in self._changes:
            day_before = old.changed_on - timedelta(days=1)
            for form in old.old_name.split(" - "):
                yield form, self.successors(old.old_code, day_before)


def read_kommuner(paths: list[Path]) -> dict[str, Kommune]:
    kommuner: dict[str, Kommune] = {}
    for path in paths:
        for line, (code, name, official, fylke) in read_rows(
            path, ("code", "name", "official_name", "fylke_code")
        ):
            if not is_code(code) or not name:
                raise RegisterError(path, f"line {line}, code: {code!r} is no code of a kommune")
            if code in kommuner:
                raise RegisterError(path, f"line {line}, code: {code} stands twice")
            kommuner[code] = Kommune(code, name, official, fylke)
    return kommuner


def read_former_codes(path: Path, kommuner: Mapping[str, Kommune]) -> FormerCodes:
    changes = []
    for line, (old_code, old_name, new_code, _, changed_on) in read_rows(
        path, ("old_code", "old_name", "new_code", "new_name", "changed_on")
    ):
        try:
            changes.append(Change(old_code, old_name, new_code, date.fromisoformat(changed_on)))
        except ValueError as error:
            raise RegisterError(path, f"line {line}, changed_on: {error}") from error
    former = FormerCodes(changes)
    for change in changes:
        for code in former.successors(change.new_code, change.changed_on):
            if code not in kommuner:
                raise RegisterError(path, f"{change.old_code} ends in {code}, no kommune of today")
    return former


def read_postcodes(paths: list[Path], known: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Postnummer → (code of the kommune, poststed); ``known`` maps the codes that may occur."""
    postcodes: dict[str, tuple[str, str]] = {}
    for path in paths:
        for line, (postcode, town, code, _, _) in read_rows(
            path, ("postcode", "town", "code", "kommune", "type"), heading=False
        ):
            if not is_code(postcode) or postcode in postcodes:
                raise RegisterError(path, f"line {line}: postcode {postcode!r} is wrong or twice")
            if code not in known:
                raise RegisterError(path, f"line {line}: no kommune has the code {code!r}")
            postcodes[postcode] = (known[code], town)
    return postcodes


def is_code(text: str) -> bool:
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit()
