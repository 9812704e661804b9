"""NAV offices: whom they serve, where they are, when one may walk in and when they answer."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from bot.register.errors import RegisterError
from bot.register.files import Entry, read_document
from bot.register.hours import HoursField

SAFE_ADDRESS = r"^(https://[^/\s]+|http://(127\.0\.0\.1|localhost)(:\d+)?)(/\S*)?$"
"""Words of people leave this house encrypted, or not at all."""


OfficeService = Literal[
    "housing", "debt_advice", "housing_allowance", "settlement", "introduction", "addiction"
]
"""Meld. St. 32 (2020-2021): four in ten offices have none of these."""
TimeField = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class CallbackDays(Entry):
    """Within how many working days a person who asks for a call is phoned."""

    any: PositiveInt
    money: PositiveInt | None = None
    home: PositiveInt | None = None
    food: PositiveInt | None = None
    children: PositiveInt | None = None

    def within(self, needs: Iterable[str]) -> int:
        """The fewest that hold for any of the needs."""
        return min([self.any, *(getattr(self, need, None) or self.any for need in needs)])


class Office(Entry):
    """One office; it may serve several kommuner, or one bydel of a kommune."""

    id: str
    name: str
    kommuner: tuple[str, ...]
    bydel: str | None = None
    """The bydel's name."""
    addresses: tuple[str, ...] = ()
    drop_in: HoursField | None = None
    """When one may come without an appointment; None when unknown or never."""
    phone: str = "nks"
    """The id of the help line one phones."""
    phone_hours: HoursField | None = None
    paper_form: str | None = None
    """Where the paper form is had and handed in; None: ask the office."""
    callback_days: CallbackDays | None = None
    """Where the office has promised other days than the register's."""
    handover_url: Annotated[str, Field(pattern=SAFE_ADDRESS)] | None = None
    """Where the office's own system takes callback requests; None: it has the worklist alone."""
    services: tuple[OfficeService, ...] | None = None
    """What it really has beside the services every office must have; None: nobody has said."""
    same_day_before: TimeField | None = None
    """Until when a payment can still be made the same day; for staff, and no limit on any right."""
    approved_by: str | None = None
    approved_on: date | None = None
    """Who at the kommune stands for what is said here, and since when."""
    source: str
    verified_on: date


class OfficesFile(Entry):
    offices: tuple[Office, ...]


def read_offices(paths: Iterable[Path]) -> dict[str, Office]:
    offices: dict[str, Office] = {}
    served: dict[tuple[str, str | None], str] = {}
    for path in paths:
        for office in read_document(path, OfficesFile).offices:
            if office.id in offices:
                raise RegisterError(path, f"{office.id}: the id stands twice")
            offices[office.id] = office
            for kommune in office.kommuner:
                other = served.setdefault((kommune, office.bydel), office.id)
                if other != office.id:
                    raise RegisterError(path, f"{office.id}: {other} already serves {kommune}")
    return offices
