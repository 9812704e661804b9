"""Places in Norway as the dialogue keeps them: plain values that fit in a slot."""

from collections.abc import Mapping
from functools import lru_cache

from bot.register import Place, Register
from bot.settings import Settings

MOST_CHOICES = 4


@lru_cache
def register() -> Register:
    """The register, read once for all actions of the process."""
    return Register.load(Settings().register_dir)


def places_answered(text: str) -> list[dict[str, str]]:
    """The places a whole answer can mean."""
    return [_value(place) for place in register().find_places(text)][:MOST_CHOICES]


def places_mentioned(text: str) -> list[dict[str, str]]:
    """The places somewhere in a longer message."""
    return [_value(place) for place in register().mentioned_places(text)][:MOST_CHOICES]


def has_unsaid_bydel(place: Mapping[str, str]) -> bool:
    """Is the kommune divided into bydeler, and was none named?"""
    return not place["bydel"] and bool(register().bydeler(place["kommune"]))


def windows() -> dict[str, str]:
    """The hours of a morning and an afternoon callback, as they are shown."""
    hours = register().windows
    return {"morning": str(hours.morning), "afternoon": str(hours.afternoon)}


def _value(place: Place) -> dict[str, str]:
    return {
        "kommune": place.code,
        "area": place.area,
        "place": place.bydel or place.name,
        "bydel": place.bydel or "",
    }
