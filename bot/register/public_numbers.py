"""Numbers the public is shown, and whether a page may go to one of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.register.helplines import HelpLine
from bot.register.numbers import COUNTRY_CODE, dialled
from bot.register.services import Service


@dataclass(frozen=True)
class PublicNumbers:
    """In every form the number of a duty line might have."""

    never: frozenset[str]
    """No page goes there: help lines, national services."""
    by_call: frozenset[str]
    """They may be phoned and are never texted: services of a kommune."""

    @classmethod
    def of(
        cls,
        helplines: Iterable[HelpLine],
        services: Iterable[Service],
        extended: Iterable[HelpLine],
        own: Iterable[HelpLine],
        *,
        made_up: bool,
    ) -> "PublicNumbers":
        """``extended``, ``own``: public lines of kommuner, from the folders extended and the own.

        A made-up register rings no real phone: of the services of kommuner only its own.
        """
        never = [line.number for line in helplines]
        local = [line.number for line in extended]
        for service in services:
            (never if service.is_national else local).append(service.phone)
        by_call = [line.number for line in own]
        (never if made_up else by_call).extend(local)
        return cls(_every_form(never), _every_form(by_call))

    def fault(self, number: str, reach: str) -> str | None:
        """Why a page may not reach this number in this way; None when it may."""
        if number in self.never:
            return f"{number} is a public number, no duty line"
        if number in self.by_call and reach != "call":
            return f"{number} is the public number of a service: reach: call"
        return None


def _every_form(shown: Iterable[str]) -> frozenset[str]:
    numbers = {dialled(number) for number in shown if number}
    return frozenset(numbers | {COUNTRY_CODE + number for number in numbers})
