"""The dialogue of the conversation in hand: given at the start of a turn, taken at its end."""

import json
from collections.abc import Iterable
from itertools import islice
from typing import Any

import structlog
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

log = structlog.get_logger()

MOST_EVENTS = 100
KEPT_OF_A_MESSAGE = ("intent", "entities", "text")


class TurnTrackerStore(TrackerStore):  # type: ignore[misc]  # Rasa has no types
    """Holds the one tracker of a turn; the caller stores what it serialises to.

    Rasa saves twice a turn and reads in between: both stay in memory.
    """

    def __init__(self) -> None:
        super().__init__(domain=None)
        self._tracker: DialogueStateTracker | None = None

    def prime(self, conversation_id: str, dialogue: str | None) -> None:
        """Begin the turn of a conversation with its stored dialogue."""
        self._tracker = None
        if dialogue is not None:
            self._tracker = deserialise(conversation_id, dialogue, self.domain)

    def message(self) -> dict[str, Any]:
        """What the model made of the message of the turn."""
        if self._tracker is None:
            raise RasaException("The turn saved no dialogue")
        return dict(self._tracker.latest_message.parse_data)

    def take(self) -> str:
        """The dialogue at the end of the turn; nothing of it is kept here."""
        tracker, self._tracker = self._tracker, None
        if tracker is None:
            raise RasaException("The turn saved no dialogue")
        return serialise(tracker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        self._tracker = tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        if self._tracker is not None and self._tracker.sender_id != sender_id:
            raise RasaException("The dialogue of another conversation is in hand")
        return self._tracker

    async def keys(self) -> Iterable[str]:
        return [] if self._tracker is None else [self._tracker.sender_id]


def serialise(tracker: DialogueStateTracker) -> str:
    """The current session as JSON, its latest ``MOST_EVENTS`` events at most."""
    events = (_slim(event.as_dict()) for event in _latest(tracker))
    return json.dumps(list(events), ensure_ascii=False)


def deserialise(conversation_id: str, dialogue: str, domain: Domain) -> DialogueStateTracker | None:
    """The dialogue as Rasa holds it; None, a fresh start, when it no longer fits the domain."""
    try:
        events = deserialise_events(json.loads(dialogue))
        misfit = _misfit(events, domain)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        misfit = type(error).__name__
    if misfit:
        log.warning("dialogue_starts_anew", conversation=conversation_id, reason=misfit)
        return None
    return DialogueStateTracker.from_events(conversation_id, events, domain.slots, domain=domain)


def _misfit(events: list[Event], domain: Domain) -> str | None:
    """The first name in the events that the domain does not know."""
    slots = {slot.name for slot in domain.slots}
    for event in events:
        if isinstance(event, SlotSet) and event.key not in slots:
            return f"slot {event.key}"
        if isinstance(event, ActiveLoop) and event.name and event.name not in domain.form_names:
            return f"form {event.name}"
        if (
            isinstance(event, ActionExecuted)
            and event.action_name
            and event.action_name not in domain.action_names_or_texts
        ):
            return f"action {event.action_name}"
    return None


def _latest(tracker: DialogueStateTracker) -> list[Event]:
    # What was said is in the outbox; no rule looks at it here.
    events = [each for each in tracker.applied_events() if not isinstance(each, BotUttered)]
    if len(events) <= MOST_EVENTS:
        return events
    start = _first_whole_turn(events)
    return [*_state_before(tracker, events[:start]), *events[start:]]


def _first_whole_turn(events: list[Event]) -> int:
    """Where the events to keep begin: at a message of the person.

    Room is left for the events that stand for everything before.
    """
    room = len(events) - MOST_EVENTS // 2
    turns = (
        index
        for index, event in islice(enumerate(events), room, None)
        if isinstance(event, UserUttered)
    )
    return next(turns, len(events))


def _state_before(tracker: DialogueStateTracker, events: list[Event]) -> list[Event]:
    """The slots and the form that the given events lead to."""
    slots = list(tracker.slots.values())
    before = DialogueStateTracker.from_events(tracker.sender_id, events, slots)
    filled = [SlotSet(name, value) for name, value in before.current_slot_values().items() if value]
    loop = [ActiveLoop(before.active_loop_name)] if before.active_loop_name else []
    return [SessionStarted(), *loop, *filled, ActionExecuted(ACTION_LISTEN_NAME)]


def _slim(event: dict[str, Any]) -> dict[str, Any]:
    """Without empty fields and the rankings of the classifiers: only the turn itself needs them."""
    slim = {name: value for name, value in event.items() if value is not None or name == "value"}
    if event["event"] == "user":
        slim["parse_data"] = {name: event["parse_data"].get(name) for name in KEPT_OF_A_MESSAGE}
    return slim
