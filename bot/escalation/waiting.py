"""Which lack of food or money may wait until a duty line opens, where its kommune decided so."""

from datetime import datetime
from typing import cast

from bot.delivery.speaker import Speaker
from bot.escalation.ladder import place_of, wake
from bot.escalation.ways import usable_lines
from bot.register import Kind
from bot.safety import may_wait
from bot.store.tables import Escalation
from bot.store.transaction import Transaction


def waits_until(
    tx: Transaction, speaker: Speaker, escalation: Escalation, words: str | None
) -> datetime | None:
    """When the first page of a new case leaves; None: now.

    Medicine, infants and cold never wait, nor a place that is not known, nor words we have not got.
    """
    place = place_of(speaker, escalation)
    if place is None or words is None or escalation.children == "yes" or not may_wait(words):
        return None
    usable = usable_lines(tx, speaker.register)
    kind = cast(Kind, escalation.kind)
    return speaker.register.waits_until(place, kind, tx.now, usable)


def wake_unless_it_may_wait(
    tx: Transaction, speaker: Speaker, escalation: Escalation, words: str
) -> None:
    """More is said of a case that waits: it is paged now, unless it is still only about food."""
    if escalation.waits_until is not None and not may_wait(words):
        wake(tx, speaker, escalation)
