"""The structured message of a callback request: what an office's own system and its archive get.

Version 1 is published in ``docs/schemas/callback-request-1.json`` and is not changed: a field that
is added, taken away or means something else is a version of its own.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from bot.callbacks.reach import reach_of
from bot.escalation.account import read_account
from bot.escalation.holder import staff_name
from bot.register import Register
from bot.store.keys import Ciphertext
from bot.store.tables import CallbackEvent, CallbackNote, CallbackRequest, Staff
from bot.store.transaction import Transaction

SCHEMA_ID = "urn:lavterskel:schema:callback-request:1"


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


class CallbackMessage(Part):
    """A callback request as it is at this moment, whole."""

    format: Literal["lavterskel/callback-request/1"] = "lavterskel/callback-request/1"
    delivery: str | None
    """The same for every attempt to deliver this; take one you have already had only once. Null in
    a copy that somebody fetched."""
    reference: str
    """What the person was given to name it by."""
    state: Literal["open", "unplaced", "unconnected", "closed"]
    office: OfficePart | None
    """Null while nobody knows where the person is."""
    place: PlacePart | None
    moments: Moments
    person: PersonPart
    need: NeedPart
    handling: HandlingPart


def published_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the message."""
    schema = CallbackMessage.model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **schema,
    }


def message_of(
    tx: Transaction, register: Register, request: CallbackRequest, delivery: str | None = None
) -> CallbackMessage:
    """The request as it is now, for this delivery."""
    office = register.office(request.office_id) if request.office_id else None
    place = register.place(request.place) if request.place else None
    return CallbackMessage.model_validate(
        {
            "delivery": delivery,
            "reference": request.reference,
            "state": request.state,
            "office": office and {"id": office.id, "name": office.name},
            "place": place and {"code": place.area, "name": place.name, "bydel": place.bydel},
            "moments": {name: getattr(request, name) for name in Moments.model_fields},
            "person": _person(tx, request),
            "need": _need(tx, request),
            "handling": _handling(tx, register, request),
        }
    )


def _person(tx: Transaction, request: CallbackRequest) -> dict[str, object]:
    account, reach = read_account(tx, request), reach_of(tx, request)
    return {
        "called": (account and account.who) or None,
        "phone": _unsealed(tx, request, request.phone),
        "phone_safe": reach.phone_safe,
        "may_be_phoned": not reach.no_calls,
        "language": request.language,
        "interpreter": _unsealed(tx, request, request.interpreter),
        "contact_by": request.contact_by,
        "window": _unsealed(tx, request, request.window),
        "may_text": reach.may_text,
        "may_leave_voicemail": reach.may_leave_voicemail,
        "others_may_answer": reach.others_may_answer,
        "contact": (account and account.contact) or None,
        "children": request.children,
    }


def _need(tx: Transaction, request: CallbackRequest) -> dict[str, object]:
    account = read_account(tx, request)
    added = select(CallbackNote).where(CallbackNote.request_id == request.id)
    return {
        "own_words": _unsealed(tx, request, request.own_words),
        "since": (account and account.since) or None,
        "added": [
            {"at": note.at, "words": _unsealed(tx, request, note.words)}
            for note in tx.scalars(added.order_by(CallbackNote.id))
        ],
        "needs": request.needs,
        "possible_application": request.possible_application,
        "tried_before": request.tried_before,
        "human_wanted": request.human_wanted,
    }


def _handling(tx: Transaction, register: Register, request: CallbackRequest) -> dict[str, object]:
    def name(staff_id: int | None) -> str | None:
        return None if staff_id is None else staff_name(register, tx.get_one(Staff, staff_id))

    account = read_account(tx, request)
    events = select(CallbackEvent).where(CallbackEvent.request_id == request.id)
    return {
        "opened_by": name(request.opened_by_staff_id),
        "told": (account and account.told) or None,
        "owner": name(request.owner_staff_id),
        "attempts": request.attempts,
        "missed": request.missed,
        "close_reason": request.close_reason,
        "history": [
            {
                "at": event.at,
                "what": event.what,
                "by": name(event.staff_id),
                "words": _unsealed(tx, request, event.words),
            }
            for event in tx.scalars(events.order_by(CallbackEvent.id))
        ],
    }


def _unsealed(tx: Transaction, request: CallbackRequest, sealed: Ciphertext | None) -> str | None:
    return None if sealed is None else tx.unseal(request.conversation_id, sealed)
