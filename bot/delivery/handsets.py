"""The demo's handsets: phones whose messages and calls are rows, to be shown in a browser."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from bot.delivery.carrier import OutgoingCall, OutgoingMessage
from bot.store import Store
from bot.store.tables import HandsetCall, HandsetMessage
from bot.store.transaction import Transaction

OWNER = "demo-handsets"
"""Whose data key seals them: no conversation's, because a handset is not the product's."""
NO_TOKEN = ""
"""Of a call that the handset makes: it speaks no page."""


class Direction(StrEnum):
    """As the handset sees it."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True)
class Shown:
    """One message as it stands on a handset."""

    direction: Direction
    body: str = field(repr=False)
    at: datetime


class CallState(StrEnum):
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"


@dataclass(frozen=True)
class Heard:
    """What was spoken last on a call."""

    sentences: tuple[str, ...] = field(repr=False)
    by_machine: bool
    connected_with: str | None = field(default=None, repr=False)
    """E.164: with whom it has been connected before that."""
    languages: tuple[str, ...] = ()
    """Of each sentence; without them all are in Norwegian."""


@dataclass(frozen=True)
class ShownCall:
    """One call as it stands on a handset. ``heard`` is None until somebody picks up."""

    id: int
    state: CallState
    heard: Heard | None
    at: datetime
    """When it came to this state, or something was spoken last."""
    is_to_us: bool = False
    """The handset has called the product."""


def deliver(store: Store, message: OutgoingMessage, _carrier_id: str) -> None:
    """What the simulated carrier does with a message: it arrives at once."""
    with store.write() as tx:
        _add(tx, message.to, Direction.IN, message.body)


def ring(store: Store, call: OutgoingCall, carrier_id: str) -> None:
    """What the simulated carrier does with a call: the handset rings, and for no other any more.

    Whoever is on the phone is not cut off: the new call rings when they have hung up.
    """
    with store.write() as tx:
        is_replaced = HandsetCall.number == call.to, HandsetCall.state == CallState.RINGING
        tx.execute(update(HandsetCall).where(*is_replaced).values(state=CallState.ENDED, at=tx.now))
        tx.add(
            HandsetCall(
                number=call.to,
                carrier_id=carrier_id,
                token=call.token,
                key=call.key,
                state=CallState.RINGING,
                at=tx.now,
            )
        )


def dial(tx: Transaction, number: str, carrier_id: str) -> HandsetCall | None:
    """The handset calls the product; None while it is on the phone already."""
    is_on_it = HandsetCall.number == number, HandsetCall.state != CallState.ENDED
    if tx.scalar(select(HandsetCall.id).where(*is_on_it).limit(1)) is not None:
        return None
    call = HandsetCall(
        number=number,
        carrier_id=carrier_id,
        token=NO_TOKEN,
        key=carrier_id,
        state=CallState.ANSWERED,
        at=tx.now,
    )
    tx.add(call)
    tx.flush()
    return call


def write(tx: Transaction, number: str, body: str) -> None:
    """Keep what was written on a handset."""
    _add(tx, number, Direction.OUT, body)


def on_handsets(tx: Transaction, numbers: Collection[str]) -> dict[str, list[Shown]]:
    """The messages on each of these handsets (E.164), newest last."""
    shown: dict[str, list[Shown]] = {number: [] for number in numbers}
    rows = select(HandsetMessage).where(HandsetMessage.number.in_(numbers))
    for row in tx.scalars(rows.order_by(HandsetMessage.id)):
        body = tx.unseal(OWNER, row.body)
        shown[row.number].append(Shown(Direction(row.direction), body, row.at))
    return shown


def calls_on_handsets(tx: Transaction, numbers: Collection[str]) -> dict[str, list[ShownCall]]:
    """The calls to each of these handsets (E.164), newest last."""
    shown: dict[str, list[ShownCall]] = {number: [] for number in numbers}
    rows = select(HandsetCall).where(HandsetCall.number.in_(numbers))
    for row in tx.scalars(rows.order_by(HandsetCall.id)):
        is_to_us = row.token == NO_TOKEN
        call = ShownCall(row.id, CallState(row.state), _heard(tx, row), row.at, is_to_us)
        shown[row.number].append(call)
    return shown


def find_call(tx: Transaction, call_id: int) -> HandsetCall | None:
    """The call with this id, locked."""
    return tx.get(HandsetCall, call_id, with_for_update=True)


def hear(tx: Transaction, call: HandsetCall, heard: Heard) -> None:
    """Somebody or something is on the phone, and hears this."""
    call.state = CallState.ANSWERED
    call.words = tx.seal(OWNER, json.dumps(asdict(heard)))
    call.at = tx.now


def end_call(tx: Transaction, call: HandsetCall) -> None:
    call.state = CallState.ENDED
    call.at = tx.now


def numbers_used(tx: Transaction) -> set[str]:
    """The numbers with a message or a call."""
    used = select(HandsetMessage.number).union(select(HandsetCall.number))
    return set(tx.scalars(used))


def _heard(tx: Transaction, call: HandsetCall) -> Heard | None:
    if call.words is None:
        return None
    stored = json.loads(tx.unseal(OWNER, call.words))
    lists = {name: tuple(stored.get(name, ())) for name in ("sentences", "languages")}
    return Heard(**{**stored, **lists})


def _add(tx: Transaction, number: str, direction: Direction, body: str) -> None:
    tx.add(HandsetMessage(number=number, direction=direction, body=tx.seal(OWNER, body), at=tx.now))
