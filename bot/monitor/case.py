"""One case as a visitor may see it: its state; and, for those who may, what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from starlette.responses import Response

from bot.callbacks.attachments import Attached, attached
from bot.callbacks.relayed import Relayed, relayed_of
from bot.delivery.relayed import relayed_by
from bot.delivery.speaker import Speaker
from bot.escalation.account import Account, read_account
from bot.escalation.attachments import attachments_of_case
from bot.escalation.events import What
from bot.escalation.holder import staff_name
from bot.escalation.lines import label_of
from bot.escalation.reach import is_unsafe, phone_of
from bot.escalation.writing import can_be_written_to
from bot.monitor.attached import FILE, file_of
from bot.monitor.board import Case, read_cases
from bot.monitor.chat_thread import Message, read_thread
from bot.monitor.sessions import Visitor
from bot.monitor.sight import Sight, find_case
from bot.monitor.story_views import View, log_open_page, log_view, read_views
from bot.store.tables import Conversation, Escalation, EscalationEvent, Staff
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Entry:
    """One thing that happened."""

    at: datetime
    what: str
    who: str | None
    """A member of staff or a duty line; None for the person and for what the house did itself."""
    words: str | None


@dataclass(frozen=True)
class Story:
    kind: str
    children: str | None
    channel: str
    relayed: Relayed | None
    """None where the person writes themselves."""
    interpreter_phone: str | None
    """The interpreter's own (E.164), while they still write for the person."""
    phone: str | None
    """E.164."""
    is_unsafe: bool
    """Others may answer or read their phone."""
    no_calls: bool
    """They cannot speak on the phone."""
    no_texts: bool
    """They asked for silence, or it is not safe to text them."""
    can_write: bool
    account: Account | None
    opened_by: str | None
    outcome: str | None
    history: Sequence[Entry]
    thread: Sequence[Message]
    attached: Sequence[Attached]
    """What the person sent besides words."""
    views: Sequence[View]

    @property
    def own_words(self) -> Sequence[Entry]:
        """What the person wrote, in order."""
        return [entry for entry in self.history if entry.words and entry.who is None]


@dataclass(frozen=True)
class CaseView:
    at: datetime
    case: Case
    sight: Sight
    story: Story | None


def view_case(
    tx: Transaction, speaker: Speaker, visitor: Visitor, reference: str, *, fetched: bool = False
) -> CaseView | None:
    """The case, with its story logged as seen before it is read; None when it is not for them.

    ``fetched``: by a page that was open already.
    """
    found = find_case(tx, speaker.register, visitor, reference)
    if found is None:
        return None
    escalation, sight = found
    (case,) = read_cases(tx, speaker.register, Escalation.id == escalation.id)
    story = None
    if sight.story:
        (log_open_page if fetched else log_view)(tx, visitor.staff_id, escalation.reference)
        story = _story(tx, speaker, escalation)
    return CaseView(tx.now, case, sight, story)


def file_of_case(
    tx: Transaction, speaker: Speaker, visitor: Visitor, reference: str, attachment_id: int
) -> Response | None:
    """Something the person sent, logged as seen before it is read; None when not for them."""
    found = find_case(tx, speaker.register, visitor, reference)
    if found is None or not found[1].story:
        return None
    escalation, _ = found
    log_view(tx, visitor.staff_id, escalation.reference, via=FILE)
    return file_of(tx, _attached(tx, escalation), attachment_id, escalation.reference)


def _attached(tx: Transaction, escalation: Escalation) -> Sequence[Attached]:
    return [attached(row) for row in attachments_of_case(tx, escalation)]


def _story(tx: Transaction, speaker: Speaker, escalation: Escalation) -> Story:
    conversation = tx.get_one(Conversation, escalation.conversation_id)
    can_write, interpreter = can_be_written_to(tx, conversation), relayed_by(tx, conversation)
    opener = escalation.opened_by_staff_id
    return Story(
        kind=escalation.kind,
        children=escalation.children,
        channel=conversation.channel,
        relayed=relayed_of(tx, conversation.id),
        interpreter_phone=interpreter.phone if interpreter else None,
        phone=phone_of(tx, conversation),
        is_unsafe=is_unsafe(tx, conversation, escalation),
        no_calls=conversation.no_calls_at is not None,
        no_texts=conversation.opted_out_at is not None or conversation.no_texts_at is not None,
        can_write=can_write,
        account=read_account(tx, escalation),
        opened_by=staff_name(speaker.register, tx.get_one(Staff, opener)) if opener else None,
        outcome=escalation.outcome,
        history=_history(tx, speaker, escalation),
        thread=read_thread(tx, escalation) if can_write else (),
        attached=_attached(tx, escalation),
        views=read_views(tx, speaker.register, escalation.reference),
    )


def _history(tx: Transaction, speaker: Speaker, escalation: Escalation) -> Sequence[Entry]:
    rows = tx.execute(
        select(EscalationEvent, Staff)
        .outerjoin(Staff, Staff.id == EscalationEvent.staff_id)
        .where(EscalationEvent.escalation_id == escalation.id)
        .order_by(EscalationEvent.id)
    )
    entries = []
    for event, staff in rows:
        who = label_of(speaker.register, event.line_id) if event.line_id else None
        if staff is not None:
            who = staff_name(speaker.register, staff)
        words = tx.unseal(escalation.conversation_id, event.note) if event.note else None
        entries.append(Entry(event.at, What(event.what), who, words))
    return entries
