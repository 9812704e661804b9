"""That an interpreter or helper wrote for somebody, as the staff API tells it."""

from typing import Literal

from pydantic import BaseModel

from bot.callbacks.relayed import relayed_of
from bot.store.transaction import Transaction


class RelayedBy(BaseModel):
    """An interpreter or helper wrote for the person. What was said is on the staff pages alone."""

    called: str | None
    """First name or interpreter number, as they wrote it; null while they have not said it."""
    language: str | None
    """Of the person: an interpreter must be booked in it."""
    consent: Literal["unasked", "given", "refused"]
    """Of the person, to what is kept; ``unasked`` while they have not answered."""
    ended_by_person: bool
    """The person ended it alone: do not use this interpreter again."""


def relayed_by(tx: Transaction, conversation_id: str) -> RelayedBy | None:
    """None for a person who writes themselves."""
    relayed = relayed_of(tx, conversation_id)
    if relayed is None:
        return None
    return RelayedBy.model_validate(
        {
            "called": relayed.called,
            "language": relayed.language,
            "consent": relayed.consent,
            "ended_by_person": relayed.interpreter_unwanted,
        }
    )
