"""Places in Norway as the dialogue keeps them: plain values that fit in a slot."""

from collections.abc import Mapping

from bot.register import Place, Register, register_at
from bot.settings import Settings

MOST_CHOICES = 4


def register() -> Register:
    return register_at(Settings().register_dir)


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


def place_of(area: str) -> dict[str, str]:
    """The place with the code of a kommune or bydel that we have named ourselves."""
    place = register().place(area)
    assert place is not None, area  # noqa: S101 -- only codes of the register are offered
    return _value(place)


def _value(place: Place) -> dict[str, str]:
    return {
        "kommune": place.code,
        "area": place.area,
        "place": place.bydel or place.name,
        "bydel": place.bydel or "",
    }
