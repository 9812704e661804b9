"""A human takes a case: one truth, the first wins, everybody who should hears of it."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.escalation import ladder
from bot.escalation.briefing import brief
from bot.escalation.contact import expect_contact
from bot.escalation.events import What, note
from bot.escalation.holder import Holder
from bot.escalation.pages import bring_next
from bot.escalation.reach import may_be_phoned
from bot.escalation.telling_lines import tell_line
from bot.language.wording import time_of_day
from bot.store.tables import Conversation, Escalation, Page
from bot.store.transaction import Transaction


def acknowledge(
    tx: Transaction,
    speaker: Speaker,
    escalation: Escalation,
    holder: Holder,
    *,
    via: str,
    promise: timedelta | None = None,
) -> bool:
    """Give an open case to a duty line or a member of staff; False when another has it already.

    Only now does a line get what the case is about, and the person hears that somebody has it.
    The caller holds the escalation's row lock. ``via``: sms, call, monitor or api.
    """
    if escalation.state != "open":
        return False
    escalation.state = "acknowledged"
    escalation.acknowledged_at = tx.now
    escalation.acknowledged_by = holder.line_id
    escalation.acknowledged_staff_id = holder.staff_id
    escalation.acknowledged_via = via
    ladder.rest(escalation)
    expect_contact(tx, speaker, escalation, promise)
    event = note(
        tx, escalation, What.ACKNOWLEDGED, line_id=holder.line_id, staff_id=holder.staff_id
    )
    if holder.page is not None:
        brief(tx, speaker, escalation, holder.page, key=f"event:{event}:taken")
    _tell_other_lines(tx, speaker, escalation, holder)
    tell_promise(tx, speaker, escalation, key=f"event:{event}:acknowledged")
    if holder.page is not None:
        bring_next(tx, speaker, holder.page)
    return True


def end_pages(tx: Transaction, escalation: Escalation, besides: Page | None = None) -> list[Page]:
    """Free the codes the case has on duty phones; gives the pages that ended."""
    query = select(Page).where(Page.escalation_id == escalation.id, Page.ended_at.is_(None))
    ended = [page for page in tx.scalars(query) if besides is None or page.id != besides.id]
    for page in ended:
        page.ended_at = tx.now
    tx.flush()
    return ended


def _tell_other_lines(
    tx: Transaction, speaker: Speaker, escalation: Escalation, holder: Holder
) -> None:
    for page in end_pages(tx, escalation, besides=holder.page):
        if page.times:  # a phone that only heard how many wait does not know this one
            tell_line(
                tx,
                speaker,
                page,
                "utter_page_taken_elsewhere",
                conversation_id=escalation.conversation_id,
                key=f"page:{page.id}:{page.times}:elsewhere",
                reference=escalation.reference,
                holder=holder.name,
            )
        bring_next(tx, speaker, page)


def tell_promise(tx: Transaction, speaker: Speaker, escalation: Escalation, *, key: str) -> None:
    """Tell the person by when they are phoned, where they can be; else that a human has it."""
    conversation = tx.get_one(Conversation, escalation.conversation_id)
    if escalation.promise_at is None or may_be_phoned(tx, conversation, escalation) is None:
        name, values = "utter_emergency_acknowledged", {}
    else:
        name = "utter_emergency_promised"
        values = {"time": partial(time_of_day, escalation.promise_at)}
    speaker.tell(tx, conversation, name, key=key, lane=Lane.EMERGENCY_REPLY, **values)
