"""Callback requests as the staff API shows them."""

from datetime import datetime
from typing import Literal

from bot.callbacks.handover.due import HandoverState
from bot.monitor.api.models import CallerAccount, Event, PlaceName, Shown
from bot.monitor.api.relayed import RelayedBy


class HandedOver(Shown):
    """One delivery to the system of an office."""

    office: str
    at: datetime
    state: HandoverState
    acknowledged_at: datetime | None
    status: int | None
    """The HTTP status last answered; null while nothing has answered."""
    tells_of_end: bool


class CallbackState(Shown):
    """How a request stands: nothing of what it is about."""

    reference: str
    state: Literal["open", "unplaced", "unconnected", "closed"]
    first_contact_at: datetime
    submitted_at: datetime
    latest_at: datetime
    """When somebody will have phoned at the latest."""
    late: bool
    """A promised time has passed, and nobody has phoned since."""
    urgent_at: datetime | None
    """When a sign of danger was heard, or a silence taken for one."""
    reached_at: datetime | None
    """When staff spoke with the person, who has not said yet that it helped."""
    attempts: int
    missed: int
    """Attempts in a row that did not reach the person."""
    office: str | None
    """Its id; null while none is known."""
    owner: str | None
    owned_by_you: bool
    closed_at: datetime | None
    close_reason: Literal["person", "staff", "silence"] | None
    place: PlaceName | None
    language: str | None
    handovers: list[HandedOver]


class CallbackOnBehalf(Shown):
    """Somebody made the request for the person. Case data needs more than that: a power of
    attorney, guardianship or the person's consent."""

    relation: Literal["child", "family", "friend", "guardian", "work", "unknown"]
    """What they are to the person; a child is a son or daughter of any age."""
    for_whom: str | None
    writer: str | None
    whom_to_phone: Literal["person", "writer"]
    phone_of: Literal["person", "writer"]
    power_of_attorney: Literal["yes", "no", "unknown"]
    """As the writer says it."""
    writer_is_child: Literal["yes", "no", "unknown"]
    """Under 18: never to interpret (tolkeloven § 4)."""
    own_need: str | None
    """What a child says of itself."""


class Callback(CallbackState):
    """A person who waits to be phoned, whole."""

    needs: list[str]
    """Of money, home, food and children."""
    possible_application: bool
    """A need for money, food or a home was voiced, first at ``first_contact_at``."""
    tried_before: bool
    contact_by: Literal["phone", "text", "meeting"]
    may_text: bool
    may_leave_voicemail: bool
    others_may_answer: bool
    may_be_phoned: bool
    """False where the person cannot speak on the phone."""
    interpreter: str | None
    phone: str | None
    phone_safe: str
    children: str
    window: str
    human_wanted: bool
    own_words: str
    added: list[str]
    """What the person wrote later."""
    account: CallerAccount | None
    on_behalf: CallbackOnBehalf | None
    """Null where the person asked themselves."""
    relayed: RelayedBy | None
    """Null where the person writes themselves."""
    history: list[Event]
    """What has been tried and what happened, in order."""


class CallbackList(Shown):
    callbacks: list[Callback]
    next: str | None
