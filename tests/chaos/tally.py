"""What is counted when everything has settled, and how much of it there may be."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.outbox import OutboxState
from bot.escalation.events import What
from bot.inbox.receiving import InboundState
from bot.store import Transaction
from bot.store.tables import Conversation, Escalation, EscalationEvent, Inbound, Outbox
from tests.chaos.faults import Interruption, Trouble
from tests.chaos.people import Post
from tests.chaos.postman import Postman
from tests.product import Product
from tests.twilio_standin import TwilioStandin

GIVEN_UP = (What.RELEASED, What.PROMISE_BROKEN, What.CLOSED)
BY_THE_CARRIER = (Channel.SMS, Channel.VOICE)


@dataclass(frozen=True)
class Taken:
    """A text or a call as the carrier has it."""

    key: str | None
    to: str
    words: str | None
    at: datetime
    arrived: bool


@dataclass(frozen=True)
class Figure:
    """One number. ``most``: above it a rule is broken; None when it breaks none."""

    name: str
    value: int
    most: int | None = 0
    which: Sequence[str] = ()
    """What was counted, for whoever has to find out why."""

    @property
    def breaks_a_rule(self) -> bool:
        return self.most is not None and self.value > self.most

    def __str__(self) -> str:
        rule = "" if self.most is None else f" (at most {self.most})"
        broken = " BROKEN " + ", ".join(self.which) if self.breaks_a_rule else ""
        return f"{self.name}: {self.value}{rule}{broken}"


def count(house: Product, post: Post, postman: Postman, trouble: Trouble) -> list[Figure]:
    taken = _taken(house.twilio)
    with house.store.read() as tx:
        return [
            *_of_messages(tx, postman),
            *_of_people(tx, post),
            *_of_escalations(tx),
            *_of_outbox(tx, taken),
            *_of_duplicates(taken, trouble.interruptions),
            Figure("requests the carrier's description forbids", len(house.twilio.violations)),
            Figure("receipts no edge was there to take", len(house.twilio.lost_receipts), None),
            *(Figure(name, times, None) for name, times in sorted(trouble.done.items())),
        ]


def _taken(twilio: TwilioStandin) -> list[Taken]:
    texts = [
        Taken(text.key, text.to, text.words, text.taken_at, arrived=text.error_code is None)
        for text in twilio.messages
    ]
    calls = [Taken(call.key, call.to, None, call.made_at, arrived=True) for call in twilio.calls]
    return texts + calls


def _of_messages(tx: Transaction, postman: Postman) -> Iterator[Figure]:
    rows = tx.execute(select(Inbound.carrier_id, Inbound.state))
    states = {row.carrier_id: row.state for row in rows}
    unread = [state for state in states.values() if state != InboundState.READ]
    yield Figure("messages written and taken", len(postman.accepted), None)
    yield Figure("brought again", postman.brought - len(postman.accepted), None)
    yield Figure("tries until they were taken", postman.attempts, None)
    yield Figure("messages no door took", len(postman.given_up))
    yield Figure("messages taken and not stored", len(postman.accepted - states.keys()))
    yield Figure("messages stored and not read", len(unread))


def _of_people(tx: Transaction, post: Post) -> Iterator[Figure]:
    conversations = {
        tx.unseal(row.id, row.address): row.id
        for row in tx.execute(select(Conversation.id, Conversation.address))
    }
    cases = Counter(tx.scalars(select(Escalation.conversation_id)))
    answered = set(tx.scalars(select(Outbox.conversation_id).where(Outbox.line_id.is_(None))))
    in_danger = {conversations.get(number, number) for number in post.in_danger}
    asking = {conversations.get(number, number) for number in post.asking}
    yield Figure("people in danger", len(in_danger), None)
    yield Figure("people in danger without an escalation", len(in_danger - cases.keys()))
    yield Figure("escalations of somebody else, or once more", cases.total() - len(in_danger))
    yield Figure("people who met silence", len((in_danger | asking) - answered))


def _of_escalations(tx: Transaction) -> Iterator[Figure]:
    states = Counter(tx.scalars(select(Escalation.state)))
    stranded = tx.scalars(
        select(Escalation.id).where(Escalation.state == "open", Escalation.due_at.is_(None))
    ).all()
    held: Counter[int] = Counter()
    twice = set()
    history = select(EscalationEvent.escalation_id, EscalationEvent.what).order_by(
        EscalationEvent.id
    )
    for escalation_id, what in tx.execute(history):
        if what == What.ACKNOWLEDGED:
            held[escalation_id] += 1
            if held[escalation_id] > 1:
                twice.add(escalation_id)
        elif what in GIVEN_UP:
            held[escalation_id] = 0
    yield from (Figure(f"escalations {state}", n, None) for state, n in sorted(states.items()))
    yield Figure("open escalations without a next act", len(stranded))
    yield Figure("cases given to two at once", len(twice))


def _of_outbox(tx: Transaction, taken: Sequence[Taken]) -> Iterator[Figure]:
    keys = {one.key for one in taken}
    rows = tx.execute(
        select(Outbox.key, Outbox.channel, Outbox.state, Outbox.attempts, Outbox.due_at)
    ).all()
    wanted = [row for row in rows if row.state != OutboxState.DROPPED]
    never = [
        row
        for row in wanted
        if row.state == OutboxState.QUEUED
        or (row.channel in BY_THE_CARRIER and row.key not in keys)
    ]
    yield Figure("outbox rows", len(rows), None)
    yield Figure("wanted no longer when they were to leave", len(rows) - len(wanted), None)
    yield Figure("outbox rows never sent", len(never), which=[str(row) for row in never])
    yield Figure("messages at the carrier of no row", len(keys - {row.key for row in rows}))


def _of_duplicates(
    taken: Sequence[Taken], interruptions: Sequence[Interruption]
) -> Iterator[Figure]:
    """A message that was taken, not brought, and comes again is no duplicate: it is the first."""
    pairs = list(_repeated(taken))
    unexplained = [
        first
        for first, _ in pairs
        if not any(pause.begin <= first.at <= pause.end for pause in interruptions)
    ]
    changed = [
        first for first, again in pairs if (first.to, first.words) != (again.to, again.words)
    ]
    yield Figure("texts and calls the carrier took", len(taken), None)
    yield Figure("duplicates", len(pairs), sum(pause.sends for pause in interruptions))
    yield Figure("duplicates of what no interruption explains", len(unexplained))
    yield Figure("duplicates that are not the same message", len(changed))


def _repeated(taken: Sequence[Taken]) -> Iterator[tuple[Taken, Taken]]:
    """Pairs that both reached a phone under one key."""
    arrived: dict[str | None, Taken] = {}
    for one in taken:
        if one.key in arrived:
            yield arrived[one.key], one
        if one.arrived:
            arrived[one.key] = one
