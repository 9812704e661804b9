"""What the staff API takes and gives, as its description says it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.callbacks.attempts import Result
from bot.escalation.ending import Outcome
from bot.monitor.api.relayed import RelayedBy
from bot.monitor.caller import KEY, Known, Words
from bot.register import Kind, Place

ShortWords = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"\S", max_length=1000)
]
State = Literal["open", "acknowledged", "closed"]
MOST_IN_ONE_LIST = 200


class Given(BaseModel):
    """What comes in: nothing that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shown(BaseModel):
    """What goes out: every field, always."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class PlaceName(Shown):
    """A kommune, or a bydel."""

    code: str
    name: str

    @classmethod
    def of(cls, place: Place) -> "PlaceName":
        name = f"{place.name}, {place.bydel}" if place.bydel else place.name
        return cls(code=place.area, name=name)


# What is asked for


class EscalationFilter(Given):
    state: State = "open"
    after: Annotated[str, Field(max_length=12)] | None = None
    """The reference of the last one already seen."""
    limit: Annotated[int, Field(ge=1, le=MOST_IN_ONE_LIST)] = 50


class CallbackFilter(Given):
    state: Literal["open", "closed"] = "open"
    after: Annotated[str, Field(max_length=12)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_IN_ONE_LIST)] = 50


class Taking(Given):
    promise_minutes: Annotated[int, Field(ge=1)] | None = None
    """Within which you will have reached the person; at most what the register lets one promise."""


class Note(Given):
    words: Words


class ChatMessage(Given):
    words: ShortWords
    """What the person reads in the chat, as it stands."""
    key: Annotated[str, StringConstraints(pattern=KEY)] = ""


class Closing(Given):
    outcome: Outcome
    words: Words | None = None


class CallbackAttempt(Given):
    result: Result
    note: Words | None = None
    """As staff read it. Needed for what is ``done``: why."""
    office: Annotated[str, Field(max_length=64)] | None = None
    """The id of the office that a request is ``moved`` to."""
    key: Annotated[str, StringConstraints(pattern=KEY)] = ""


class CallbackClosing(Given):
    words: Words
    """Why. It stays with the request."""
    key: Annotated[str, StringConstraints(pattern=KEY)] = ""


class CallbackMessage(Given):
    words: Words
    """For the person's chat."""
    key: Annotated[str, StringConstraints(pattern=KEY)] = ""


class CallbackOwner(Given):
    to: Annotated[str, Field(max_length=80)] | None = None
    """The name of an account of the same office; null: your own."""
    reason: ShortWords | None = None
    """Needed where somebody else owns it."""
    key: Annotated[str, StringConstraints(pattern=KEY)] = ""


# What is given


class Opened(Shown):
    """What was opened, or what it joined: the same person's open case takes it up."""

    reference: str


class EscalationState(Shown):
    """What everybody may see who may see the case at all."""

    reference: str
    state: State
    urgency: Literal["now", "today"]
    red: bool
    """Nobody took it in time."""
    opened_at: datetime
    place: PlaceName | None
    language: str | None
    rung: int
    """Which duty line of ``rungs`` is paged now, from 1."""
    rungs: int
    holder: str | None
    held_by_you: bool
    acknowledged_at: datetime | None
    promise_at: datetime | None
    """When the holder has promised to reach the person at the latest."""
    reminded_at: datetime | None
    """When the holder was reminded that no contact is logged; next the case goes on to another."""
    contacted_at: datetime | None
    """When the holder first logged a contact with the person."""
    waits_until: datetime | None
    """When the first duty line is paged, where the kommune lets this case wait for opening."""
    closed_at: datetime | None


class Event(Shown):
    at: datetime
    what: str
    by: str | None
    """A duty line or a member of staff."""
    words: str | None


class CallerAccount(Shown):
    """What an adviser wrote down for a caller."""

    words: str
    who: str
    since: str
    contact: str
    phone_safe: Known
    told: str


class Story(Shown):
    """What the person has told. Every reading of it is logged with who read."""

    kind: Kind
    children: Known
    phone: str | None
    """E.164."""
    may_be_phoned: bool
    """False without a phone, where others may answer it, and where the person cannot speak."""
    can_be_written_to: bool
    """Whether the person has a chat that messages reach."""
    account: CallerAccount | None
    relayed: RelayedBy | None
    """Null where the person writes themselves."""
    outcome: Outcome | None
    history: list[Event]


class Escalation(EscalationState):
    story: Story | None
    """Null when it is not yours to read."""


class EscalationList(Shown):
    escalations: list[EscalationState]
    next: str | None
    """What ``after`` must be for those that follow; null at the end."""


class FieldFault(Shown):
    field: str
    reason: str


class ProblemBody(Shown):
    """RFC 9457. Act on ``code``; ``detail`` is for people and may change."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    holder: str | None = None
    """Who has the case."""
    errors: list[FieldFault] | None = None
    places: list[PlaceName] | None = None
    """To choose from, or the one that is the matter."""
    phone: str | None = None
    """What the person must phone in place of this."""
