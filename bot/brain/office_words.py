"""What somebody who asks for an office reads: where it is, when it is open, what never waits."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from bot.delivery.speaker import Speaker
from bot.language.wording import moment, time_of_day, week
from bot.register import Hours, Office, OfficeService, Place

UNKNOWN = "utter_office_unknown"
PAPER_TOPICS = ("apply_without_bankid", "money_for_living")
TODAY_TOPICS = ("emergency_help_rules", "payment_date")
SERVICE_OF_TOPIC: dict[str, OfficeService] = {
    "debt_advice": "debt_advice",
    "housing_allowance": "housing_allowance",
    "introduction_programme": "introduction",
    "collective_protection_ukraine": "settlement",
    "addiction_help": "addiction",
}
"""Topics about what an office may have or not; of the others the law says that it must."""
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


def office_note(speaker: Speaker, language: str, area: str, topic: str) -> str:
    """What the kommune has told of itself that bears on a topic; "" where it has told nothing."""
    register, say = speaker.register, partial(speaker.catalogue.text, language=language)
    place = register.place(area)
    office = register.office_for(place) if place else None
    if office is None:
        return ""
    notes = []
    if topic in PAPER_TOPICS and office.paper_form:
        notes.append(say("utter_office_paper_form", paper_form=office.paper_form))
    if topic in TODAY_TOPICS and office.same_day_before:
        notes.append(say("utter_office_same_day", same_day_before=office.same_day_before))
    service = SERVICE_OF_TOPIC.get(topic)
    if service and office.services is not None and service not in office.services:
        notes.append(say("utter_office_elsewhere", office=office.name))
    return "\n".join(notes)
