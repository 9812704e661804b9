"""What somebody who asks for an office reads: where it is, when it is open, what never waits."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from bot.delivery.speaker import Speaker
from bot.language.wording import moment, time_of_day, week
from bot.register import Hours, Office, Place

UNKNOWN = "utter_office_unknown"
ACUTE = "utter_office_acute"
"""Opening hours are never the whole truth without it (the directorate's letter of 2022)."""


def office_words(speaker: Speaker, language: str, area: str, now: datetime) -> str:
    """The office of a place, a text a line; the contact centre where we do not know the office."""
    register, say = speaker.register, partial(speaker.catalogue.text, language=language)
    place = register.place(area)
    office = register.office_for(place) if place else None
    if place is None or office is None:
        name = place.name if place else area
        return "\n".join([say(UNKNOWN, place=name), say(ACUTE)])
    return "\n".join(_lines(speaker, language, place, office, now))


def _lines(
    speaker: Speaker, language: str, place: Place, office: Office, now: datetime
) -> Iterator[str]:
    say = partial(speaker.catalogue.text, language=language)
    yield say("utter_office", place=place.bydel or place.name, office=office.name)
    yield from office.addresses
    if office.drop_in is not None:
        yield say("utter_office_drop_in", hours=week(office.drop_in.groups(), language))
        yield from _now(speaker, language, office.drop_in, now)
    else:
        yield say("utter_office_first")
    yield say("utter_office_phone", office_phone=speaker.register.phone_of(office))
    yield say(ACUTE)


def _now(speaker: Speaker, language: str, hours: Hours, now: datetime) -> Iterator[str]:
    calendar = speaker.register.calendar
    if hours.open_at(now, calendar):
        spans = hours.spans(now, now, calendar)
        closes = max(closes for _, closes in spans)
        yield speaker.catalogue.text(
            "utter_office_open_now", language, closes=time_of_day(closes, language)
        )
        return
    opens = hours.next_opening(now, calendar)
    if opens is not None:
        yield speaker.catalogue.text("utter_office_opens", language, opens=partial(moment, opens))
