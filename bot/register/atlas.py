"""All places the register knows, by code and by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.register.areas import Agreement, AgreementsFile, Bydel, BydelerFile, PlaceNamesFile
from bot.register.errors import RegisterError
from bot.register.files import Folder, read_document
from bot.register.kommuner import (
    FormerCodes,
    Kommune,
    read_former_codes,
    read_kommuner,
    read_postcodes,
)
from bot.register.names import Codes, Names, with_fylke
from bot.register.place_words import PlaceWords
from bot.register.places import Place, PlaceFinder


@dataclass(frozen=True, repr=False)
class Atlas:
    """Kommuner, bydeler, postnumre and every name they go by."""

    kommuner: Mapping[str, Kommune]
    bydel_kommune: str
    bydeler: Mapping[str, Bydel]
    territories: Mapping[str, str]
    further_names: Mapping[str, tuple[str, ...]]
    former: FormerCodes
    postcodes: Mapping[str, tuple[str, str]]
    words: PlaceWords
    agreements: tuple[Agreement, ...]

    @classmethod
    def read(cls, folder: Folder) -> "Atlas":
        kommuner = read_kommuner(folder.all("kommuner.tsv"))
        names = read_document(folder.nearest("place_names.yml"), PlaceNamesFile)
        territories = {each.code: each.name for each in names.territories}
        bydeler_path = folder.nearest("oslo_bydeler.yml")
        bydeler = read_document(bydeler_path, BydelerFile)
        if clashes := {bydel.code for bydel in bydeler.bydeler} & kommuner.keys():
            raise RegisterError(bydeler_path, f"{sorted(clashes)} are codes of kommuner")
        known = {code: code for code in (*kommuner, *territories)}
        return cls(
            kommuner=kommuner,
            bydel_kommune=bydeler.kommune,
            bydeler={bydel.code: bydel for bydel in bydeler.bydeler},
            territories=territories,
            further_names={each.code: each.names for each in names.also},
            former=read_former_codes(folder.nearest("kommune_changes.tsv"), kommuner),
            postcodes=read_postcodes(folder.all("postal_codes_no.tsv"), known),
            words=PlaceWords(folder.nearest("place_words.yml")),
            agreements=read_document(folder.own("agreements.yml"), AgreementsFile).agreements,
        )

    @cached_property
    def finder(self) -> PlaceFinder:
        return PlaceFinder(
            names=Names.of(self._names(), self._towns()),
            words=self.words,
            postcodes=self.postcodes,
            codes_of=self.codes_today,
        )

    def place(self, code: str, bydel: str | None = None) -> Place | None:
        """The place with this code, a kommune's or a bydel's; None when there is none."""
        if code in self.bydeler:
            return self.place(self.bydel_kommune, self.bydeler[code].name)
        name = self.territories.get(code)
        if code in self.kommuner:
            name = self.kommuner[code].name
        if name is None:
            return None
        codes = (each.code for each in self.bydeler.values() if each.name == bydel)
        bydel_code = next(codes, None) if code == self.bydel_kommune else None
        if bydel_code is None:
            bydel = None
        return Place(code, name, bydel, self._connected(code, bydel), bydel_code)

    def places(self, codes: list[str]) -> list[Place]:
        """The places with these codes, without a kommune of which a bydel is among them."""
        if any(code in self.bydeler for code in codes):
            codes = [code for code in codes if code != self.bydel_kommune]
        return [place for code in codes if (place := self.place(code))]

    @property
    def connected(self) -> list[Place]:
        """The places there is an agreement for, each once."""
        found = (self.place(agreement.kommune, agreement.bydel) for agreement in self.agreements)
        return list(dict.fromkeys(place for place in found if place and place.connected))

    def codes_today(self, code: str) -> Codes:
        """A kommune's code of today for one that may be former; several where it was split."""
        if code in self.kommuner:
            return (code,)
        return tuple(today for today in self.former.successors(code) if today in self.kommuner)

    def _connected(self, code: str, bydel: str | None) -> bool:
        return any(
            agreement.kommune == code and agreement.bydel in (None, bydel)
            for agreement in self.agreements
        )

    def _names(self) -> Iterator[tuple[str, Codes]]:
        current: dict[str, str] = {}
        for kommune in self.kommuner.values():
            for form in kommune.forms:
                for name in with_fylke(form):
                    current[name] = kommune.code
                    yield name, (kommune.code,)
        for code, bydel in self.bydeler.items():
            yield from ((name, (code,)) for name in bydel.names)
        for code, name in self.territories.items():
            yield name, (code,)
        for code, names in self.further_names.items():
            yield from ((name, (code,)) for name in names)
        for form, codes in self.former.names():
            for name in with_fylke(form):
                # A kommune that kept its name, or took it up again, is the one meant by it.
                yield name, (current[name],) if current.get(name) in codes else codes

    def _towns(self) -> Iterator[tuple[str, Codes]]:
        for code, town in self.postcodes.values():
            yield town, (code,)
