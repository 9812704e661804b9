"""A human takes a case: one truth, the first wins, everybody who should hears of it."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from bot.delivery.outbox import Lane
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.escalation import ladder
from bot.escalation.events import What, note
from bot.language.served import language_name
from bot.language.wording import time_of_day
from bot.register import DutyLine
from bot.store.tables import Conversation, Escalation, Page
from bot.store.transaction import Transaction

UNKNOWN = "utter_page_unknown"


def acknowledge(
    tx: Transaction,
    speaker: Speaker,
    escalation: Escalation,
    page: Page,
    line: DutyLine,
    *,
    via: str,
    promise: timedelta | None = None,
) -> bool:
    """Give an open case to a duty line; False when another has it already.

    Only now does the line get what the case is about, and the person hears that somebody has it.
    The caller holds the escalation's row lock.
    """
    if escalation.state != "open":
        return False
    escalation.state = "acknowledged"
    escalation.acknowledged_at = tx.now
    escalation.acknowledged_by = line.id
    escalation.acknowledged_via = via
    escalation.promise_at = tx.now + promise if promise else None
    ladder.rest(escalation)
    note(tx, escalation, What.ACKNOWLEDGED, line_id=line.id)
    _brief(tx, speaker, escalation, page, key=f"page:{page.id}:taken")
    _tell_other_lines(tx, speaker, escalation, page, line)
    _tell_person(tx, speaker, escalation)
    return True


def tell_holder(tx: Transaction, speaker: Speaker, escalation: Escalation, *, key: str) -> None:
    """Give whoever holds the case what is known of it by now; nobody, while nobody does."""
    page = tx.scalar(
        select(Page).where(
            Page.escalation_id == escalation.id, Page.line_id == escalation.acknowledged_by
        )
    )
    if escalation.state == "acknowledged" and page is not None:
        _brief(tx, speaker, escalation, page, key)


def _brief(
    tx: Transaction,
    speaker: Speaker,
    escalation: Escalation,
    page: Page,
    key: str,
) -> None:
    conversation = tx.get_one(Conversation, escalation.conversation_id)
    text = partial(speaker.catalogue.text, language=NORWEGIAN)
    place = speaker.register.place(escalation.place) if escalation.place else None
    language = conversation.language
    speaker.page(
        tx,
        page,
        "utter_page_taken",
        conversation_id=escalation.conversation_id,
        key=key,
        reference=escalation.reference,
        kind=text(f"utter_kind_{escalation.kind}"),
        children=text(f"utter_page_children_{escalation.children or 'unknown'}"),
        language_name=language_name(language, NORWEGIAN) if language else text(UNKNOWN),
        place=place.name if place else text(UNKNOWN),
        phone=tx.unseal(conversation.id, conversation.address),
        phone_safe=text(UNKNOWN),
    )


def _tell_other_lines(
    tx: Transaction, speaker: Speaker, escalation: Escalation, taken: Page, holder: DutyLine
) -> None:
    others = tx.scalars(
        select(Page).where(
            Page.escalation_id == escalation.id, Page.id != taken.id, Page.ended_at.is_(None)
        )
    )
    for page in others:
        page.ended_at = tx.now
        speaker.page(
            tx,
            page,
            "utter_page_taken_elsewhere",
            conversation_id=escalation.conversation_id,
            key=f"page:{page.id}:elsewhere",
            reference=escalation.reference,
            holder=holder.label,
        )


def _tell_person(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    conversation = tx.get_one(Conversation, escalation.conversation_id)
    key = f"escalation:{escalation.id}:acknowledged"
    if escalation.promise_at is None:
        name, values = "utter_emergency_acknowledged", {}
    else:
        name = "utter_emergency_promised"
        values = {"time": partial(time_of_day, escalation.promise_at)}
    speaker.tell(tx, conversation, name, key=key, lane=Lane.EMERGENCY_REPLY, **values)
