"""Services read from public pages (``services.tsv``): what is public, and what must stay secret."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.register.errors import RegisterError
from bot.register.files import read_rows

COLUMNS = (
    "name",
    "municipality",
    "categories",
    "phone",
    "chat",
    "website",
    "opening_hours",
    "address",
    "address_is_secret",
    "source_url",
    "verified_on",
)
CRISIS_CENTRE = "krisesenter"
WHOLE_COUNTRY = "(national)"


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    municipality: str
    phone: str
    opening_hours: str
    address: str
    source: str
    verified_on: date

    @property
    def is_national(self) -> bool:
        return self.municipality == WHOLE_COUNTRY


def read_services(path: Path) -> list[Service]:
    """Raises :class:`RegisterError` where a secret address, or a crisis centre's, is given."""
    services = []
    for line, row in read_rows(path, COLUMNS):
        field = dict(zip(COLUMNS, row, strict=True))
        secret = field["address_is_secret"] or CRISIS_CENTRE in field["name"].casefold()
        if secret and field["address"]:
            raise RegisterError(path, f"line {line}, address: this address must never be kept")
        try:
            verified_on = date.fromisoformat(field["verified_on"])
        except ValueError as error:
            raise RegisterError(path, f"line {line}, verified_on: {error}") from error
        services.append(
            Service(
                name=field["name"],
                municipality=field["municipality"],
                phone=field["phone"],
                opening_hours=field["opening_hours"],
                address=field["address"],
                source=field["source_url"],
                verified_on=verified_on,
            )
        )
    return services
