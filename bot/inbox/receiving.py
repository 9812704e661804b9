"""A message becomes a row, once, before anything happens because of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.delivery import attachments
from bot.store.conversations import conversation_of
from bot.store.phone_tokens import Phone
from bot.store.tables import Inbound
from bot.store.transaction import Transaction

SCREENING_GRACE = timedelta(seconds=2)
"""The edge screens at once; after this the courier does it instead."""
HOLDING_AFTER = timedelta(seconds=60)


class InboundState(StrEnum):
    RECEIVED = "received"
    SCREENED = "screened"
    READ = "read"
    PARKED = "parked"


@dataclass(frozen=True)
class Arrival:
    """A message as a door hands it in: identity numbers removed, phone numbers as tokens."""

    channel: str
    carrier_id: str
    sender: str
    text: str
    phones: Mapping[str, Phone]
    """What each token stands for."""
    notices: tuple[str, ...] = ()
    """Texts the person must get about the message itself."""
    sent: tuple[attachments.Sent, ...] = ()
    """What came with it besides words."""


def receive(tx: Transaction, arrival: Arrival) -> int | None:
    """Store a message, and what came with it, once; None when the carrier has sent it before."""
    conversation = conversation_of(tx, arrival.channel, arrival.sender)
    conversation.no_texts_at = None  # they write themselves: an answer is what they want
    dialect = tx.get_bind().dialect.name
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    row = tx.execute(
        insert(Inbound)
        .values(
            conversation_id=conversation.id,
            channel=arrival.channel,
            carrier_id=arrival.carrier_id,
            text=tx.seal(conversation.id, arrival.text),
            phones=tx.seal(conversation.id, json.dumps(dict(arrival.phones)))
            if arrival.phones
            else None,
            notices=list(arrival.notices),
            received_at=tx.now,
            state=InboundState.RECEIVED,
            due_at=tx.now + SCREENING_GRACE,
            holding_at=tx.now + HOLDING_AFTER,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["channel", "carrier_id"])
        .returning(Inbound.id)
    ).first()
    if row is None:
        return None
    attachments.add(tx, conversation.id, int(row.id), arrival.sent)
    return int(row.id)
