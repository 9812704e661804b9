"""A transaction: the session rooms work in, with the clock and the conversation keys."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import TextClause, delete, select, text
from sqlalchemy.orm import Session

from bot.store.columns import EPOCH
from bot.store.keys import KEY_BYTES, Ciphertext, KeyUnusable, MasterKeys, seal_bytes, unseal_bytes
from bot.store.tables import DataKey

_READ_CLOCK = {
    "sqlite": text(
        "SELECT CAST((julianday('now') - 2440587.5) * 86400000000.0 AS INTEGER),"
        " offset_microseconds FROM clock"
    ),
    "postgresql": text(
        "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT),"
        " offset_microseconds FROM clock"
    ),
}


class Transaction(Session):
    """An SQLAlchemy session that knows what time it is and whose words it may read.

    ``now`` is product time and is fixed for the transaction; ``raw_now`` is the database's own.
    """

    master_keys: MasterKeys
    now: datetime
    raw_now: datetime

    def begin_with(self, master_keys: MasterKeys) -> None:
        self.master_keys = master_keys
        self._data_keys: dict[str, bytes] = {}
        raw, offset = self.execute(self._clock_query()).one()
        self.raw_now = EPOCH + timedelta(microseconds=raw)
        self.now = self.raw_now + timedelta(microseconds=offset)

    def seal(self, conversation_id: str, words: str) -> Ciphertext:
        """Encrypt for a conversation, making its data key at the first word."""
        return self.seal_bytes(conversation_id, words.encode())

    def unseal(self, conversation_id: str, sealed: Ciphertext) -> str:
        """Decrypt; raises :class:`KeyUnusable` when the conversation has been erased."""
        return self.unseal_bytes(conversation_id, sealed).decode()

    def seal_bytes(self, conversation_id: str, content: bytes) -> Ciphertext:
        """Encrypt what is no text, such as a picture."""
        key = self._data_key(conversation_id) or self._make_data_key(conversation_id)
        return seal_bytes(key, content, conversation_id)

    def unseal_bytes(self, conversation_id: str, sealed: Ciphertext) -> bytes:
        """Decrypt what is no text; raises as :meth:`unseal` does."""
        key = self._data_key(conversation_id)
        if key is None:
            raise KeyUnusable("this conversation's key has been destroyed")
        return unseal_bytes(key, sealed, conversation_id)

    def destroy_key(self, conversation_id: str) -> None:
        """Erase for good everything sealed for a conversation."""
        self._data_keys.pop(conversation_id, None)
        self.execute(delete(DataKey).where(DataKey.conversation_id == conversation_id))

    def _clock_query(self) -> TextClause:
        return _READ_CLOCK[self.get_bind().dialect.name]

    def _data_key(self, conversation_id: str) -> bytes | None:
        if conversation_id not in self._data_keys:
            row = self.scalar(select(DataKey).where(DataKey.conversation_id == conversation_id))
            if row is None:
                return None
            self._data_keys[conversation_id] = self.master_keys.unwrap(
                row.master_id, row.wrapped, conversation_id
            )
        return self._data_keys[conversation_id]

    def _make_data_key(self, conversation_id: str) -> bytes:
        key = secrets.token_bytes(KEY_BYTES)
        master_id, wrapped = self.master_keys.wrap(key, conversation_id)
        self.add(DataKey(conversation_id=conversation_id, master_id=master_id, wrapped=wrapped))
        self._data_keys[conversation_id] = key
        return key
