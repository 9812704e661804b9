"""Verified facts: kommuner, offices, duty lines, help lines, opening hours, holidays."""

from bot.register.calendar import OSLO
from bot.register.checks import Finding, check
from bot.register.clocks import Clocks
from bot.register.errors import RegisterError
from bot.register.gaps import Gap
from bot.register.helplines import HelpLine, LocalLine
from bot.register.hours import Hours, Interval
from bot.register.kinds import KINDS, Kind
from bot.register.kommuner import Kommune
from bot.register.lines import DutyLine
from bot.register.offices import Office, OfficeService
from bot.register.places import Place
from bot.register.register import Register, register_at
from bot.register.retention import RetentionPeriods

__all__ = [
    "KINDS",
    "OSLO",
    "Clocks",
    "DutyLine",
    "Finding",
    "Gap",
    "HelpLine",
    "Hours",
    "Interval",
    "Kind",
    "Kommune",
    "LocalLine",
    "Office",
    "OfficeService",
    "Place",
    "Register",
    "RegisterError",
    "RetentionPeriods",
    "check",
    "register_at",
]
