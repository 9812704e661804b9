"""People who wait to be phoned, as the dialogue would have left them in the store."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.callbacks.attempts import Result, log_attempt
from bot.callbacks.beginning import begin
from bot.delivery.speaker import Speaker
from bot.monitor.worklist.sight import request_of
from bot.store import Store
from bot.store.conversations import conversation_of
from bot.store.reference import new_reference
from bot.store.tables import CallbackRequest, Staff
from bot.store.transaction import Transaction

WORDS = "لا أملك نقودا للطعام ولدي طفلان"
PHONE = "+4799920001"
LYKKEFJORD = "9901"


@dataclass
class Waiting:
    """Makes requests, each of somebody at a number of their own."""

    store: Store
    speaker: Speaker
    _numbers: Any = field(default_factory=lambda: count(1))

    def ask(
        self,
        *,
        place: str | None = LYKKEFJORD,
        words: str = WORDS,
        language: str | None = "ar",
        window: str = "any",
        interpreter: str | None = None,
        ago: timedelta = timedelta(hours=2),
        phone: str | None = None,
        channel: str = "sms",
        address: str | None = None,
        **columns: Any,
    ) -> str:
        """Give the reference of a request that was made some time ``ago``."""
        number = next(self._numbers)
        with self.store.write() as tx:
            conversation = conversation_of(tx, channel, address or f"+479992{number:04d}")
            conversation.language = language
            where = self.speaker.register.place(place) if place else None
            office = self.speaker.register.office_for(where) if where else None
            request = CallbackRequest(
                reference=new_reference(tx),
                key=f"test:{number}",
                conversation_id=conversation.id,
                state="open" if where else "unplaced",
                first_contact_at=tx.now - ago,
                submitted_at=tx.now - ago,
                latest_at=self.speaker.register.latest_callback(where, tx.now - ago),
                own_words=tx.seal(conversation.id, words),
                phone=tx.seal(conversation.id, phone or f"+479992{number:04d}"),
                place=where.area if where else None,
                office_id=office.id if office else None,
                language=language,
                interpreter=tx.seal(conversation.id, interpreter) if interpreter else None,
                window=tx.seal(conversation.id, window),
                **{
                    "phone_safe": "unknown",
                    "children": "unknown",
                    "human_wanted": False,
                    **columns,
                },
            )
            begin(tx, self.speaker.register, request, where, window)
            return request.reference

    def try_(self, reference: str, *results: Result, staff_id: int | None = None) -> None:
        """Somebody has tried, with these results in turn."""
        for result in results:
            with self.store.write() as tx:
                log_attempt(
                    tx,
                    self.speaker,
                    _one(tx, reference),
                    result,
                    staff_id=staff_id or _somebody(tx),
                    key=f"test:{next(self._numbers)}",
                )

    def change(self, reference: str, **columns: Any) -> None:
        with self.store.write() as tx:
            request = _one(tx, reference)
            for name, value in columns.items():
                setattr(request, name, value)

    def request(self, reference: str) -> CallbackRequest:
        with self.store.read() as tx:
            return _one(tx, reference)

    def now(self) -> datetime:
        with self.store.read() as tx:
            return tx.now


def _one(tx: Transaction, reference: str) -> CallbackRequest:
    request = request_of(tx, reference)
    assert request is not None
    return request


def _somebody(tx: Transaction) -> int:
    return tx.scalars(select(Staff.id).order_by(Staff.id).limit(1)).one()
