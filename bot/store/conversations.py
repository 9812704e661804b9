"""The conversation of an address: a phone's number, or the secret a browser holds."""

import secrets

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.store.tables import Conversation
from bot.store.transaction import Transaction

ADDRESS = "address"
IN_TURN = {"key_share": True}
"""One message of a conversation at a time, without keeping others from writing rows that point to
it: staff and ladders do so while they hold the lock of a case that this one waits for."""


def conversation_of(tx: Transaction, channel: str, address: str) -> Conversation:
    """The conversation of an address, begun at its first message."""
    conversation = known_conversation(tx, channel, address)
    if conversation is not None:
        return conversation
    dialect = tx.get_bind().dialect.name
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    new_id = secrets.token_hex(12)
    claimed = tx.execute(
        insert(Conversation)
        .values(
            id=new_id,
            channel=channel,
            address_index=tx.master_keys.lookup_hash(ADDRESS, address),
            address=tx.seal(new_id, address),
            created_at=tx.now,
            language_chosen=False,
        )
        .on_conflict_do_nothing(index_elements=["channel", "address_index"])
        .returning(Conversation.id)
    ).first()
    if claimed is None:  # two first messages at once: the other one began the conversation
        tx.destroy_key(new_id)
    return tx.scalars(_of_address(tx, channel, address)).one()


def known_conversation(tx: Transaction, channel: str, address: str) -> Conversation | None:
    return tx.scalar(_of_address(tx, channel, address))


def _of_address(tx: Transaction, channel: str, address: str) -> Select[Conversation]:
    hashes = tx.master_keys.lookup_hashes(ADDRESS, address)
    return select(Conversation).where(
        Conversation.channel == channel, Conversation.address_index.in_(hashes)
    )
