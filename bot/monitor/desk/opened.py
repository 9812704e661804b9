"""What happens now with what was just opened for a caller: what is true, and no more."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.speaker import Speaker
from bot.escalation.holder import holder_name
from bot.escalation.lines import label_of
from bot.monitor.accounts import WITH_AN_OFFICE
from bot.monitor.sessions import Visitor
from bot.monitor.sight import find_case
from bot.register import Register
from bot.store.tables import CallbackRequest, Conversation, Escalation, Page
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class OpenedEscalation:
    reference: str
    state: str
    holder: str | None
    line: str | None
    """The duty line that is being paged; None when there is none to page."""
    is_held_back: bool
    """The line has more pages than it can take and hears how many wait."""
    place: str | None
    gets_texts: bool


@dataclass(frozen=True)
class OpenedCallback:
    reference: str
    office: str | None
    latest_at: datetime


def find_opened(
    tx: Transaction, speaker: Speaker, visitor: Visitor, reference: str
) -> OpenedEscalation | OpenedCallback | None:
    """None when there is none that this visitor may see."""
    found = find_case(tx, speaker.register, visitor, reference)
    if found is not None:
        return _escalation(tx, speaker.register, found[0])
    request = _request(tx, visitor, reference)
    if request is None:
        return None
    office = speaker.register.office(request.office_id) if request.office_id else None
    return OpenedCallback(request.reference, office.name if office else None, request.latest_at)


def _escalation(tx: Transaction, register: Register, case: Escalation) -> OpenedEscalation:
    conversation = tx.get_one(Conversation, case.conversation_id)
    line_id = case.ladder[case.rung] if case.rung < len(case.ladder) else None
    page = tx.scalar(select(Page).where(Page.escalation_id == case.id, Page.line_id == line_id))
    place = register.place(case.place) if case.place else None
    return OpenedEscalation(
        reference=case.reference,
        state=case.state,
        holder=holder_name(tx, register, case),
        line=label_of(register, line_id) if line_id else None,
        is_held_back=page is not None and page.held_back_at is not None,
        place=place.name if place else None,
        gets_texts=conversation.channel == Channel.SMS
        and conversation.no_texts_at is None
        and conversation.opted_out_at is None,
    )


def _request(tx: Transaction, visitor: Visitor, reference: str) -> CallbackRequest | None:
    if not reference.isalnum():
        return None
    request = tx.scalar(
        select(CallbackRequest).where(CallbackRequest.reference == reference.upper())
    )
    if request is None:
        return None
    theirs = request.opened_by_staff_id == visitor.staff_id
    if visitor.role in WITH_AN_OFFICE:
        theirs = request.office_id == visitor.office_id
    return request if theirs else None
