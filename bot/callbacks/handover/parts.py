"""The parts of the message of a callback request, as they are published."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Every field is always there; null says that nothing is known. Moments are UTC (RFC 3339)."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )


class OfficePart(Part):
    """The office that answers for the request."""

    id: str
    name: str


class PlacePart(Part):
    """The kommune or bydel the person named."""

    code: str
    """Kommunenummer of four digits; a bydel's own code where it is one."""
    name: str
    bydel: str | None


class Moments(Part):
    first_contact_at: datetime
    """When the need was first voiced: the date that counts if it is an application."""
    submitted_at: datetime
    latest_at: datetime
    """When the person was told that somebody will have phoned at the latest."""
    urgent_at: datetime | None
    """When it was said to have become urgent."""
    reached_at: datetime | None
    """When staff logged that they had reached the person."""
    closed_at: datetime | None


class PersonPart(Part):
    called: str | None
    """What the person wants to be called; no name is asked for."""
    phone: str | None
    """E.164."""
    phone_safe: str
    """yes, no (nothing may be sent or left there, nor said to anybody else) or unknown."""
    may_be_phoned: bool
    """False where the person cannot speak on the phone."""
    language: str | None
    """CLDR code of the language the person writes."""
    interpreter: str | None
    """The language an interpreter is needed in, in words; null when none is asked for."""
    contact_by: str
    """phone, text or meeting."""
    window: str
    """any, morning, afternoon, or the person's own words."""
    may_text: bool
    may_leave_voicemail: bool
    others_may_answer: bool
    contact: str | None
    """How else to reach them safely, as an adviser noted it."""
    children: str
    """Whether there are children in the household: yes, no, or not said."""


class AddedPart(Part):
    at: datetime
    words: str


class NeedPart(Part):
    own_words: str
    """The person's own words, whole and not translated, without identity numbers."""
    since: str | None
    added: list[AddedPart]
    """What the person wrote later."""
    needs: list[str]
    """Of money, home, food, children: what the person named, or said yes to."""
    possible_application: bool
    """A need for money, food or a home was voiced: whether it is an application is the office's."""
    tried_before: bool
    """By their own words they have tried to reach NAV before, or were turned away."""
    human_wanted: bool
    """The person asked for a human at once."""


class OnBehalfPart(Part):
    """Somebody made the request for the person it is about. They have no access by that: case data
    needs a power of attorney, guardianship or the person's consent."""

    writer: str | None
    """What they are called; not asked of a child."""
    relation: str
    """What they are to the person: child (a son or daughter of any age), family, friend, guardian,
    work or unknown."""
    for_whom: str | None
    """In the writer's words."""
    whom_to_phone: Literal["person", "writer"]
    phone_of: Literal["person", "writer"]
    """Whose ``person.phone`` is."""
    power_of_attorney: Literal["yes", "no", "unknown"]
    """Written, or guardianship, as the writer says it; nobody has seen it."""
    writer_is_child: Literal["yes", "no", "unknown"]
    """Under 18: never to interpret or to pass messages on (tolkeloven § 4)."""
    own_need: str | None
    """What a child says of itself."""


class AttachmentPart(Part):
    """Something the person sent; not the thing itself."""

    kind: Literal["picture", "voice", "document"]
    content_type: str
    received_at: datetime


class RelayedPart(Part):
    """An interpreter or helper wrote what the person said."""

    called: str | None
    """First name or interpreter number of who wrote, as they gave it."""
    language: str | None
    """CLDR code of what the person speaks."""
    consent: Literal["unasked", "given", "refused"]
    """Of the person, to what is kept; unasked while they have not answered."""
    interpreter_to_book: str | None
    """In Norwegian: the language in which the office books an interpreter of its own."""
    interpreter_unwanted: bool
    """The person ended it alone: another interpreter is to be booked."""


class EventPart(Part):
    """One thing that happened to the request."""

    at: datetime
    what: str
    by: str | None
    """The member of staff; null for the person and for the product."""
    words: str | None


class HandlingPart(Part):
    opened_by: str | None
    """The adviser who opened it for a caller."""
    told: str | None
    """What the adviser had told the caller already."""
    owner: str | None
    attempts: int
    missed: int
    """Attempts in a row that did not reach the person."""
    close_reason: str | None
    """person, staff or silence."""
    history: list[EventPart]
