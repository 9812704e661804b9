"""A request and everybody who acts on it: the person, the staff, the courier and the clock.

Everything is the product's own but the carrier: what would leave stays in the outbox.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import select, update

from bot.callbacks.attempts import Result, log_attempt
from bot.callbacks.submitting import OWN_PHONE, Draft, submit
from bot.courier.rounds import Rounds
from bot.delivery.attachments import Sent
from bot.delivery.media import content_type_of
from bot.delivery.speaker import Speaker
from bot.edge.sms import arrival_of
from bot.edge.twilio_form import InboundText
from bot.inbox.receiving import receive
from bot.inbox.screening import screen_conversation
from bot.language.wording import OSLO
from bot.monitor.accounts import add_staff
from bot.store import Store
from bot.store.clock import forward
from bot.store.conversations import conversation_of
from bot.store.tables import Attachment, CallbackEvent, CallbackRequest, Clock, Inbound, Outbox

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=OSLO)
"""No holiday is near: Easter 2027 begins on 25 March."""
LYKKEFJORD, FAGERDAL = "9901", "9902"
NAV_FAGERDAL = "nav-fagerdal"
numbers = count(1)


def set_clock(store: Store, moment: datetime) -> None:
    with store.write() as tx:
        offset = (moment - tx.raw_now) // timedelta(microseconds=1)
        tx.execute(update(Clock).values(offset_microseconds=offset))


def new_staff(store: Store) -> int:
    with store.write() as tx:
        name = f"Veileder {next(numbers)}"
        return add_staff(tx, name=name, role="office", office_id="nav-lykkefjord").staff.id


@dataclass
class Life:
    """One person's request. Its ``number`` is where they write from: a phone, or a browser."""

    store: Store
    speaker: Speaker
    staff_id: int
    number: str = "+4790000001"
    channel: str = "sms"
    request_id: int = 0
    rounds: Rounds = field(init=False)
    _keys: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """The courier dies, and another begins with nothing but the database."""
        self.rounds = Rounds(self.store, self.speaker, f"courier-{next(numbers)}")

    def begins(
        self,
        *,
        window: str = "any",
        phone: str = OWN_PHONE,
        phone_safe: str = "yes",
        place: str | None = LYKKEFJORD,
    ) -> "Life":
        """The person sends it, as the dialogue does once they have confirmed it."""
        self.writes("hei")
        draft = Draft("strømregningen", place, phone, window, phone_safe, "no", "no")
        key = f"{self.number}:{next(self._keys)}"
        with self.store.write() as tx:
            conversation = conversation_of(tx, self.channel, self.number)
            conversation.language, conversation.greeted_at = "nb", tx.now
            submit(tx, self.speaker, conversation, draft, key)
            newest = select(CallbackRequest.id).where(CallbackRequest.key == key)
            self.request_id = tx.scalars(newest).one()
        return self

    def writes(self, text: str) -> str | None:
        """The person writes; gives the name of the reader."""
        message = InboundText(f"SM-{next(numbers)}", self.number, "", text, media=())
        with self.store.write() as tx:
            inbound_id = receive(tx, arrival_of(message, self.channel))
            conversation_id = conversation_of(tx, self.channel, self.number).id
        screen_conversation(self.store, self.speaker, conversation_id)
        with self.store.read() as tx:
            return tx.scalars(select(Inbound.reader).where(Inbound.id == inbound_id)).one()

    def sends(self, content: bytes, words: str = "") -> int:
        """The person sends a picture or voice message in the chat; gives its id."""
        sent = (Sent(content_type_of(content), content),)
        message = InboundText(f"SM-{next(numbers)}", self.number, "", words, media=())
        with self.store.write() as tx:
            inbound_id = receive(tx, arrival_of(message, self.channel, sent))
            conversation_id = conversation_of(tx, self.channel, self.number).id
        screen_conversation(self.store, self.speaker, conversation_id)
        with self.store.read() as tx:
            wanted = select(Attachment.id).where(Attachment.inbound_id == inbound_id)
            return tx.scalars(wanted).one()

    def is_told(self, name: str) -> None:
        """The dialogue says something else to the person."""
        with self.store.write() as tx:
            conversation = conversation_of(tx, self.channel, self.number)
            self.speaker.tell(tx, conversation, name, key=f"told:{next(numbers)}")

    def tries(
        self,
        result: Result,
        *,
        note: str | None = None,
        office_id: str | None = None,
        key: str | None = None,
    ) -> bool:
        """Staff log an attempt."""
        with self.store.write() as tx:
            request = tx.get_one(CallbackRequest, self.request_id)
            key = key or f"click-{next(self._keys)}"
            return log_attempt(
                tx,
                self.speaker,
                request,
                result,
                staff_id=self.staff_id,
                key=key,
                note=note,
                office_id=office_id,
            )

    def passes(self, span: timedelta) -> None:
        """Time passes, and the courier goes its rounds at the end of it."""
        with self.store.write() as tx:
            forward(tx, span)
        self.goes_round()

    def passes_to(self, moment: datetime) -> None:
        set_clock(self.store, moment)
        self.goes_round()

    def goes_round(self) -> None:
        self.rounds.go()

    @property
    def request(self) -> CallbackRequest:
        with self.store.read() as tx:
            return tx.get_one(CallbackRequest, self.request_id)

    @property
    def history(self) -> list[str]:
        return self.as_it_stands()[1]

    def as_it_stands(self) -> tuple[CallbackRequest, list[str]]:
        """The request and its history, at one moment."""
        events = (
            select(CallbackEvent.what)
            .where(CallbackEvent.request_id == self.request_id)
            .order_by(CallbackEvent.id)
        )
        with self.store.read() as tx:
            return tx.get_one(CallbackRequest, self.request_id), list(tx.scalars(events))

    @property
    def told(self) -> list[str]:
        """The names of everything the person was told, first to last."""
        return [row.name for row in self._outbox()]

    @property
    def last_text(self) -> str:
        row = self._outbox()[-1]
        with self.store.read() as tx:
            return tx.unseal(row.conversation_id, row.body)

    def unsealed(self, name: str) -> str | None:
        """What a sealed column of the request holds."""
        request = self.request
        sealed = getattr(request, name)
        with self.store.read() as tx:
            return tx.unseal(request.conversation_id, sealed) if sealed is not None else None

    def _outbox(self) -> list[Outbox]:
        with self.store.read() as tx:
            mine = select(Outbox).where(Outbox.conversation_id == self.request.conversation_id)
            return list(tx.scalars(mine.order_by(Outbox.id)))
