"""The demo's handsets: phones whose messages are rows, to be shown in a browser."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from bot.delivery.carrier import OutgoingCall, OutgoingMessage
from bot.store import Store
from bot.store.tables import HandsetMessage
from bot.store.transaction import Transaction

OWNER = "demo-handsets"
"""Whose data key seals them: no conversation's, because a handset is not the product's."""


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


def deliver(store: Store, message: OutgoingMessage, _carrier_id: str) -> None:
    """What the simulated carrier does with a message: it arrives at once."""
    with store.write() as tx:
        _add(tx, message.to, Direction.IN, message.body)


def ring(store: Store, call: OutgoingCall, _carrier_id: str) -> None:
    """What the simulated carrier does with a call: the handset shows that it rings, and its token.

    Who holds the token can ask for the words of the call.
    """
    with store.write() as tx:
        _add(tx, call.to, Direction.IN, f"☎ {call.token}")


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


def numbers_used(tx: Transaction) -> list[str]:
    """The numbers with a message, in the order of their first one."""
    first = func.min(HandsetMessage.id)
    return list(
        tx.scalars(select(HandsetMessage.number).group_by(HandsetMessage.number).order_by(first))
    )


def _add(tx: Transaction, number: str, direction: Direction, body: str) -> None:
    tx.add(HandsetMessage(number=number, direction=direction, body=tx.seal(OWNER, body), at=tx.now))
