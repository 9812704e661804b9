"""NAV offices: whom they serve, where they are, when one may walk in and when they answer."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, PositiveInt

from bot.register.errors import RegisterError
from bot.register.files import Entry, read_document
from bot.register.hours import HoursField

SAFE_ADDRESS = r"^(https://[^/\s]+|http://(127\.0\.0\.1|localhost)(:\d+)?)(/\S*)?$"
"""Words of people leave this house encrypted, or not at all."""


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
