"""Which of the requests a visitor wants to see: what stands in the address of the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, String, cast

from bot.language.served import LANGUAGES
from bot.monitor.accounts import WITH_AN_OFFICE
from bot.monitor.sessions import Visitor
from bot.monitor.worklist.alerts import of_lead, of_nks
from bot.monitor.worklist.words import NEEDS
from bot.store.tables import CallbackRequest

OWNERS = ("mine", "none")
MOST_DIGITS = 4


@dataclass(frozen=True)
class Filters:
    owner: str = ""
    """mine, none, or anybody's."""
    late: bool = False
    missed: bool = False
    """Tried so often in vain that the lead of an office, or NKS, is alerted."""
    interpreter: bool = False
    language: str = ""
    need: str = ""
    unplaced: bool = False
    page: int = 1

    def conditions(self, visitor: Visitor) -> Sequence[ColumnElement[bool]]:
        """All but ``late``. What people need is no question from those who may not read it."""
        asked: list[ColumnElement[bool]] = []
        if self.owner == "mine":
            asked.append(CallbackRequest.owner_staff_id == visitor.staff_id)
        if self.owner == "none":
            asked.append(CallbackRequest.owner_staff_id.is_(None))
        if self.missed:
            asked.append(alerted(visitor))
        if self.language:
            asked.append(CallbackRequest.language == self.language)
        if self.unplaced:
            asked.append(CallbackRequest.office_id.is_(None))
        if visitor.role in WITH_AN_OFFICE:
            asked += self._about_the_story()
        return asked

    def address(self, page: int) -> str:
        """The query of another page of the same list."""
        asked = {
            "owner": self.owner,
            "late": "1" if self.late else "",
            "missed": "1" if self.missed else "",
            "interpreter": "1" if self.interpreter else "",
            "language": self.language,
            "need": self.need,
            "unplaced": "1" if self.unplaced else "",
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"?{query}" if query else ""

    def _about_the_story(self) -> Sequence[ColumnElement[bool]]:
        asked = []
        if self.interpreter:
            asked.append(CallbackRequest.interpreter.is_not(None))
        if self.need:
            asked.append(cast(CallbackRequest.needs, String).like(f'%"{self.need}"%'))
        return asked


def alerted(visitor: Visitor) -> ColumnElement[bool]:
    """The missed attempts that are this visitor's matter: an office's own, else what NKS hears."""
    return of_lead(visitor.office_id) if visitor.office_id else of_nks()


def read_filters(query: Mapping[str, str]) -> Filters:
    """What is asked for; nothing that means nothing."""
    return Filters(
        owner=_one_of(query.get("owner"), OWNERS),
        late=query.get("late") == "1",
        missed=query.get("missed") == "1",
        interpreter=query.get("interpreter") == "1",
        language=_one_of(query.get("language"), LANGUAGES),
        need=_one_of(query.get("need"), tuple(NEEDS)),
        unplaced=query.get("unplaced") == "1",
        page=_page(query.get("page", "")),
    )


def _one_of(value: str | None, known: Sequence[str]) -> str:
    return value if value is not None and value in known else ""


def _page(value: str) -> int:
    return max(1, int(value)) if value.isdecimal() and len(value) <= MOST_DIGITS else 1
