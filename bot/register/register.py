"""The register: verified facts about places, phones and hours, loaded once per process."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from bot.register.atlas import Atlas
from bot.register.calendar import OSLO, Calendar
from bot.register.clocks import LONGEST_WAIT, Clocks, read_clocks
from bot.register.defaults import (
    CallbackDefaults,
    Defaults,
    PageDefaults,
    RelayDefaults,
    Windows,
    YouthDefaults,
    callback_deadline,
)
from bot.register.files import Folder, read_document
from bot.register.gaps import GAPS_AHEAD, Gap, find_gaps
from bot.register.helplines import HelpLine, LocalLine, placeholders, read_helplines
from bot.register.hours import Hours
from bot.register.kinds import Kind
from bot.register.kommuner import Kommune
from bot.register.ladders import Ladders, build_ladder
from bot.register.lines import DutyLine, LinesFile, check_duty_lines, read_public_lines
from bot.register.offices import CallbackDays, Office, read_offices
from bot.register.places import Place
from bot.register.public_numbers import PublicNumbers
from bot.register.retention import Retention, RetentionPeriods
from bot.register.services import Service, read_services


@dataclass(frozen=True, repr=False)
class Register:
    path: Path
    made_up: bool
    """Whether its kommuner and duty lines are made up, for the demo and for tests."""
    atlas: Atlas
    calendar: Calendar
    defaults: Defaults
    helplines: Mapping[str, HelpLine]
    local_lines: tuple[LocalLine, ...]
    services: tuple[Service, ...]
    offices: Mapping[str, Office]
    lines: tuple[DutyLine, ...]
    """All duty lines, confirmed or not; among them the public services that have duty."""
    ladders: Ladders
    clocks_by_kind: Mapping[tuple[Kind, str | None], Clocks]
    retention: Retention

    @classmethod
    def load(cls, path: Path) -> "Register":
        """Read a register folder; raises :class:`RegisterError` naming file, row and fault."""
        folder = Folder(path)
        defaults = read_document(folder.nearest("defaults.yml"), Defaults)
        helplines = read_helplines(folder.all("helplines.yml"))
        services = [row for file in folder.all("services.tsv") for row in read_services(file)]
        extended = read_public_lines(folder.extended("lines.yml"))
        own = read_document(folder.own("lines.yml"), LinesFile)
        lines = own.every_duty_line()
        public = PublicNumbers.of(
            helplines.values(), services, extended, own.public_lines, made_up=folder.about.made_up
        )
        check_duty_lines(folder.own("lines.yml"), lines, public)
        register = cls(
            path=path,
            made_up=folder.about.made_up,
            atlas=Atlas.read(folder),
            calendar=Calendar(frozenset(defaults.closed_days)),
            defaults=defaults,
            helplines=helplines,
            local_lines=(*extended, *own.public_lines),
            services=tuple(services),
            offices=read_offices(folder.all("offices.yml")),
            lines=lines,
            ladders=read_document(folder.nearest("ladders.yml"), Ladders),
            clocks_by_kind=read_clocks(folder.nearest("clocks.yml")),
            retention=read_document(folder.nearest("retention.yml"), Retention),
        )
        _ = register.atlas.finder  # built now, not at the first message
        return register

    # Places

    @property
    def kommuner(self) -> Mapping[str, Kommune]:
        """The kommuner of today by code."""
        return self.atlas.kommuner

    def kommune(self, code: str) -> Kommune | None:
        """The kommune with this code, of today or former; None if none, or if it was split."""
        codes = self.atlas.codes_today(code)
        return self.kommuner[codes[0]] if len(codes) == 1 else None

    def place(self, code: str, bydel: str | None = None) -> Place | None:
        """The place with a kommune's code (and a bydel's name), or with a bydel's code."""
        return self.atlas.place(code, bydel)

    def find_places(self, text: str) -> list[Place]:
        """The places an answer to "where are you?" may mean; several when it is not clear."""
        return self.atlas.places(self.atlas.finder.find(text))

    def mentioned_places(self, text: str) -> list[Place]:
        """The places any other text surely speaks of; the rule is in :mod:`bot.register.places`."""
        return self.atlas.places(self.atlas.finder.mentioned(text))

    def mentioned_place(self, text: str) -> Place | None:
        """The one place a text surely speaks of; None where it names none, or several."""
        found = self.mentioned_places(text)
        return found[0] if len(found) == 1 else None

    def named_places(self, text: str) -> list[Place]:
        """The places a message names that says nothing else, and that is not a word as well."""
        return self.atlas.places(self.atlas.finder.named(text))

    def bydeler(self, code: str) -> list[Place]:
        """The bydeler of a kommune, to choose from; empty where there are none."""
        if code != self.atlas.bydel_kommune:
            return []
        return self.atlas.places(list(self.atlas.bydeler))

    # Offices and hours

    def office(self, office_id: str) -> Office | None:
        return self.offices.get(office_id)

    def office_for(self, place: Place) -> Office | None:
        """The bydel's or the whole kommune's office; None while a bydel must be asked for."""
        served = [office for office in self.offices.values() if place.code in office.kommuner]
        closest = [office for office in served if office.bydel == place.bydel]
        whole = [office for office in served if office.bydel is None]
        return next(iter(closest or whole), None)

    def phone_of(self, office: Office | None) -> str:
        """The number people phone it at; the contact centre's where there is none of its own."""
        line = self.helplines.get(office.phone) if office else None
        return (line or self.helplines["nks"]).number

    def open_at(self, hours: Hours, when: datetime) -> bool:
        return hours.open_at(when, self.calendar)

    def next_opening(self, hours: Hours, after: datetime) -> datetime | None:
        """The first moment from ``after`` on when it is open (UTC); ``after`` itself if it is."""
        return hours.next_opening(after, self.calendar)

    # Callbacks

    @property
    def callback(self) -> CallbackDefaults:
        return self.defaults.callback

    @property
    def youth(self) -> YouthDefaults:
        return self.defaults.youth

    @property
    def windows(self) -> Windows:
        return self.callback.windows

    def latest_callback(
        self, place: Place | None, first_contact: datetime, needs: Collection[str] = ()
    ) -> datetime:
        """When a person who asked for a call must have been phoned (UTC)."""
        days = self.callback_days(self.office_for(place) if place else None)
        return self._deadline(place, first_contact, days.within(needs))

    def callback_days(self, office: Office | None) -> CallbackDays:
        """The working days an office has promised, or the register's."""
        return (office and office.callback_days) or self.callback.days

    def next_callback(self, place: Place | None, now: datetime) -> datetime:
        """By when to phone a person again whom a call did not reach, or none was made to (UTC)."""
        return self._deadline(place, now, self.callback.again_working_days)

    def decent_moment(self, after: datetime) -> datetime:
        """The first moment from ``after`` on when we may start writing to somebody (UTC)."""
        hours = Hours(week=((self.callback.decent_hours,),) * 7, holidays=None)
        return hours.next_opening(after, self.calendar) or after

    def silence_ends(self, since: datetime) -> datetime:
        """When a silence that began at ``since`` has lasted its whole working days (UTC)."""
        days = self.callback.silent_working_days
        last = self.calendar.working_days_after(since.astimezone(OSLO).date(), days)
        return datetime.combine(last + timedelta(days=1), time(), OSLO).astimezone(UTC)

    def _deadline(self, place: Place | None, since: datetime, working_days: int) -> datetime:
        office = self.office_for(place) if place else None
        return callback_deadline(self.callback, office, since, self.calendar, working_days)

    # What is kept

    @property
    def kept_for(self) -> RetentionPeriods:
        return self.retention.days

    # Emergencies

    def line(self, line_id: str) -> DutyLine:
        """The duty line with this id; raises KeyError when the register has it no longer."""
        line = self.find_line(line_id)
        if line is None:
            raise KeyError(line_id)
        return line

    def find_line(self, line_id: str) -> DutyLine | None:
        return next((line for line in self.lines if line.id == line_id), None)

    @property
    def relay(self) -> RelayDefaults:
        return self.defaults.relay

    @property
    def page(self) -> PageDefaults:
        return self.defaults.page

    def clocks(self, kind: Kind, place: Place | None) -> Clocks:
        national = self.clocks_by_kind[kind, None]
        return self.clocks_by_kind.get((kind, place.code), national) if place else national

    def ladder(
        self, place: Place | None, kind: Kind, when: datetime, *, confirmed: Collection[str]
    ) -> list[DutyLine]:
        """The rungs to climb now, the fallback last; ``confirmed``: ids of confirmed lines."""
        lines = self._lines(confirmed)
        return build_ladder(lines, place, kind, self.ladders, when, self.calendar)

    def waits_until(
        self, place: Place | None, kind: Kind, when: datetime, confirmed: Collection[str]
    ) -> datetime | None:
        """When a right line of the place opens (UTC), where the kommune lets this kind wait for it.

        None where it may not wait: the kommune has not decided so, somebody right is there now, or
        nobody is within three days.
        """
        if place is None or not place.connected or not self.clocks(kind, place).waits_for_morning:
            return None
        openings = [
            line.hours.next_opening(when, self.calendar)
            for line in self._lines(confirmed)
            if self.ladders.is_right(line, place, kind)
        ]
        opens = min((opening for opening in openings if opening), default=None)
        return opens if opens and when < opens <= when + LONGEST_WAIT else None

    def gaps(self, usable: Collection[str], now: datetime) -> list[Gap]:
        """The times of the next fortnight in which no line of a connected place is open.

        ``usable``: ids of the lines that are confirmed and have not failed.
        """
        lines = self._lines(usable)
        places = self.atlas.connected
        ends = now + GAPS_AHEAD
        return find_gaps(lines, places, self.ladders, self.calendar, now, ends)

    def _lines(self, line_ids: Collection[str]) -> list[DutyLine]:
        return [line for line in self.lines if line.id in line_ids]

    # Numbers

    def numbers(self) -> dict[str, str]:
        """What texts may hold in braces: numbers, hours and counts, as they are shown."""
        kept = self.kept_for
        return {
            **placeholders(self.helplines),
            **self.windows.placeholders(),
            **self.youth.placeholders(),
            "callback_working_days": str(self.callback.days.any),
            "message_days": str(kept.conversation.days),
            "case_days": str(max(kept.request, kept.escalation).days),
        }

    def local_lines_for(self, place: Place, kind: Kind) -> list[LocalLine]:
        """Public lines of the kommune that help with this kind."""
        return [
            line
            for line in self.local_lines
            if line.public and place.code in line.kommuner and kind in line.kinds
        ]


@lru_cache
def register_at(path: Path) -> Register:
    """The register of a folder, read once in a process.

    Raises RegisterError, naming the file and what is wrong in it.
    """
    return Register.load(path)
