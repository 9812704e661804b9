"""The structured message of a callback request: what an office's own system and its archive get.

Version 2 is published in ``docs/schemas/callback-request-2.json``. A published version is not
changed: a field that is added, taken away or means something else is a version of its own.
"""

from dataclasses import asdict
from typing import Any, Literal

from sqlalchemy import select

from bot.callbacks.handover.beside import attachments_of, relay_of
from bot.callbacks.handover.parts import (
    AttachmentPart,
    HandlingPart,
    Moments,
    NeedPart,
    OfficePart,
    OnBehalfPart,
    Part,
    PersonPart,
    PlacePart,
    RelayedPart,
)
from bot.callbacks.on_behalf import read_on_behalf
from bot.callbacks.reach import reach_of
from bot.escalation.account import read_account
from bot.escalation.holder import staff_name
from bot.register import Register
from bot.store.keys import Ciphertext
from bot.store.tables import CallbackEvent, CallbackNote, CallbackRequest, Staff
from bot.store.transaction import Transaction

SCHEMA_ID = "urn:lavterskel:schema:callback-request:2"


class CallbackMessage(Part):
    """A callback request as it is at this moment, whole."""

    format: Literal["lavterskel/callback-request/2"] = "lavterskel/callback-request/2"
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
    on_behalf: OnBehalfPart | None
    """Null where the person asked themselves."""
    relayed: RelayedPart | None
    need: NeedPart
    attachments: list[AttachmentPart]
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
            "on_behalf": _on_behalf(tx, request),
            "relayed": relay_of(tx, request),
            "need": _need(tx, request),
            "attachments": attachments_of(tx, request),
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


def _on_behalf(tx: Transaction, request: CallbackRequest) -> dict[str, object] | None:
    of = read_on_behalf(tx, request)
    return None if of is None else {name: value or None for name, value in asdict(of).items()}


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
