"""Bydeler, places that are no kommuner, further names, and who has agreed to take part."""

from datetime import date

from bot.register.files import Entry


class Bydel(Entry):
    code: str
    """The unit number of its NAV office; never the code of a kommune."""
    name: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.also)


class BydelerFile(Entry):
    kommune: str
    verified_on: date
    bydeler: tuple[Bydel, ...]


class Territory(Entry):
    """A place with postnumre that is no kommune: Svalbard."""

    code: str
    name: str


class FurtherNames(Entry):
    code: str
    names: tuple[str, ...]


class PlaceNamesFile(Entry):
    territories: tuple[Territory, ...]
    also: tuple[FurtherNames, ...]


class Agreement(Entry):
    """That a kommune, or one bydel, is connected: its duty lines are paged, its office asked."""

    kommune: str
    bydel: str | None = None
    agreed_on: date
    approved_by: str
    """Who in the kommune approved what people are told, by role."""


class AgreementsFile(Entry):
    agreements: tuple[Agreement, ...]
