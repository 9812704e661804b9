"""One callback request as a visitor may see it.

Its state; and, for those who may read it, the structured message: who, what, how urgent, since
when, children, language and interpreter, how to reach them safely, what they were told, in whose
words, and what has been tried (Helsetilsynet 5/2021: messages so vague that seriousness was lost).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from starlette.responses import Response

from bot.callbacks.attachments import SILENT, Attached, attachments_of
from bot.callbacks.on_behalf import OnBehalf, read_on_behalf
from bot.callbacks.reach import Reach, reach_of
from bot.callbacks.relayed import Relayed, is_interpreters, relayed_of
from bot.delivery.speaker import Speaker
from bot.escalation.account import Account, read_account
from bot.escalation.holder import staff_name
from bot.language.served import language_name
from bot.monitor.attached import FILE, file_of
from bot.monitor.board import place_name
from bot.monitor.pages import NORWEGIAN
from bot.monitor.sessions import Visitor
from bot.monitor.story_views import View, log_view, read_views
from bot.monitor.worklist.handed_over import HandedOver, read_handovers
from bot.monitor.worklist.sight import RequestSight, find_request
from bot.monitor.worklist.standing import is_request_late, office_name
from bot.store.keys import Ciphertext
from bot.store.tables import CallbackEvent, CallbackNote, CallbackRequest, Conversation, Staff
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Entry:
    """One thing that happened."""

    at: datetime
    what: str
    who: str | None
    """A member of staff; None for the person and for what the house did itself."""
    words: str | None


@dataclass(frozen=True)
class OwnWords:
    """What the person wrote, in the language they wrote it in."""

    at: datetime
    words: str


@dataclass(frozen=True)
class Message:
    """What only those who handle a request may read."""

    needs: Sequence[str]
    possible_application: bool
    tried_before: bool
    human_wanted: bool
    children: str
    interpreter: str | None
    phone: str | None
    """E.164."""
    phone_is_interpreters: bool
    """Somebody gave the interpreter's own number as the person's."""
    reach: Reach
    contact_by: str
    window: str
    channel: str
    relayed: Relayed | None
    """None where the person writes themselves."""
    on_behalf: OnBehalf | None
    """Who wrote for the person, when somebody did."""
    account: Account | None
    """What an adviser wrote down, in place of words of the person's own."""
    opened_by: str | None
    own_words: Sequence[OwnWords]
    attached: Sequence[Attached]
    """What they sent besides words."""
    is_silent: bool
    """It is there because they sent something and then wrote nothing: they do not know of it."""
    history: Sequence[Entry]
    views: Sequence[View]


@dataclass(frozen=True)
class RequestView:
    """``office``, ``place``: None while not known."""

    at: datetime
    reference: str
    state: str
    office: str | None
    place: str | None
    first_contact_at: datetime
    latest_at: datetime
    is_late: bool
    late_since: datetime | None
    urgent_at: datetime | None
    reached_at: datetime | None
    closed_at: datetime | None
    close_reason: str | None
    missed: int
    language: str | None
    """Its name, as staff read it."""
    language_code: str | None
    owner: str | None
    owner_staff_id: int | None
    handovers: Sequence[HandedOver]
    """To the office's own system, where it has one."""
    sight: RequestSight
    message: Message | None


def view_request(
    tx: Transaction, speaker: Speaker, visitor: Visitor, reference: str
) -> RequestView | None:
    """The request, with its message logged as seen before it is read; None when not for them."""
    found = find_request(tx, visitor, reference)
    if found is None:
        return None
    request, sight = found
    message = None
    if sight.story:
        log_view(tx, visitor.staff_id, request.reference)
        message = _message(tx, speaker, request)
    return _view(tx, speaker, request, sight, message)


def file_of_request(
    tx: Transaction, visitor: Visitor, reference: str, attachment_id: int
) -> Response | None:
    """Something the person sent, logged as seen before it is read; None when not for them."""
    found = find_request(tx, visitor, reference)
    if found is None or not found[1].story:
        return None
    request, _ = found
    log_view(tx, visitor.staff_id, request.reference, via=FILE)
    return file_of(tx, attachments_of(tx, request), attachment_id, request.reference)


def read_history(tx: Transaction, speaker: Speaker, request: CallbackRequest) -> Sequence[Entry]:
    rows = tx.execute(
        select(CallbackEvent, Staff)
        .outerjoin(Staff, Staff.id == CallbackEvent.staff_id)
        .where(CallbackEvent.request_id == request.id)
        .order_by(CallbackEvent.id)
    )
    return [
        Entry(
            at=event.at,
            what=event.what,
            who=staff_name(speaker.register, staff) if staff is not None else None,
            words=tx.unseal(request.conversation_id, event.words) if event.words else None,
        )
        for event, staff in rows
    ]


def _view(
    tx: Transaction,
    speaker: Speaker,
    request: CallbackRequest,
    sight: RequestSight,
    message: Message | None,
) -> RequestView:
    language = request.language
    owner_id = request.owner_staff_id
    return RequestView(
        at=tx.now,
        reference=request.reference,
        state=request.state,
        office=office_name(speaker.register, request.office_id),
        place=place_name(request.place, speaker.register),
        first_contact_at=request.first_contact_at,
        latest_at=request.latest_at,
        is_late=is_request_late(request, tx.now),
        late_since=request.late_since,
        urgent_at=request.urgent_at,
        reached_at=request.reached_at,
        closed_at=request.closed_at,
        close_reason=request.close_reason,
        missed=request.missed,
        language=language_name(language, NORWEGIAN) if language else None,
        language_code=language,
        owner=tx.get_one(Staff, owner_id).name if owner_id else None,
        owner_staff_id=owner_id,
        handovers=read_handovers(tx, speaker.register, request),
        sight=sight,
        message=message,
    )


def _message(tx: Transaction, speaker: Speaker, request: CallbackRequest) -> Message:
    def unsealed(sealed: Ciphertext | None) -> str | None:
        return None if sealed is None else tx.unseal(request.conversation_id, sealed)

    conversation = tx.get_one(Conversation, request.conversation_id)
    opener, phone = request.opened_by_staff_id, unsealed(request.phone)
    return Message(
        needs=request.needs,
        possible_application=request.possible_application,
        tried_before=request.tried_before,
        human_wanted=request.human_wanted,
        children=request.children,
        interpreter=unsealed(request.interpreter),
        phone=phone,
        phone_is_interpreters=is_interpreters(tx, request.conversation_id, phone),
        reach=reach_of(tx, request),
        contact_by=request.contact_by,
        window=tx.unseal(request.conversation_id, request.window),
        channel=conversation.channel,
        relayed=relayed_of(tx, request.conversation_id),
        on_behalf=read_on_behalf(tx, request),
        account=read_account(tx, request),
        opened_by=staff_name(speaker.register, tx.get_one(Staff, opener)) if opener else None,
        own_words=_own_words(tx, request),
        attached=attachments_of(tx, request),
        is_silent=request.key.startswith(SILENT),
        history=read_history(tx, speaker, request),
        views=read_views(tx, speaker.register, request.reference),
    )


def _own_words(tx: Transaction, request: CallbackRequest) -> Sequence[OwnWords]:
    """What they first said, unless an adviser said it for them, and what they added later.

    Who sent a picture alone has said nothing yet.
    """
    first = []
    if request.account is None:
        words = tx.unseal(request.conversation_id, request.own_words)
        first = [OwnWords(request.first_contact_at, words)] if words else []
    added = tx.execute(
        select(CallbackNote.at, CallbackNote.words)
        .where(CallbackNote.request_id == request.id)
        .order_by(CallbackNote.id)
    )
    return first + [OwnWords(at, tx.unseal(request.conversation_id, words)) for at, words in added]
