"""Pages: the short code an escalation has on a duty phone, and the messages that carry it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.delivery.channel import Channel
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.escalation import flood
from bot.escalation.events import What, note
from bot.register import DutyLine
from bot.store.tables import Conversation, Escalation, Page
from bot.store.transaction import Transaction

DUTY_PHONE = "duty phone"


def send_page(tx: Transaction, speaker: Speaker, escalation: Escalation, line: DutyLine) -> None:
    """Page a line, for the first time or again: reference, urgency and code, never the story.

    A phone that has had as many pages as it can take hears how many wait instead.
    """
    page = _page(tx, escalation, line)
    if flood.may_page(tx, speaker, page):
        _send(tx, speaker, escalation, page)
        note(tx, escalation, What.PAGED, line_id=line.id)
    else:
        page.held_back_at = page.held_back_at or tx.now
        tx.flush()
        flood.say_how_many_wait(tx, speaker, page)
        note(tx, escalation, What.HELD_BACK, line_id=line.id)


def bring_next(tx: Transaction, speaker: Speaker, taken: Page) -> None:
    """A phone has dealt with a case: the oldest it has only heard the number of comes by itself."""
    held_back = flood.oldest_held_back(tx, taken.duty_phone)
    if held_back is not None:
        page, escalation = held_back
        _send(tx, speaker, escalation, page)
        note(tx, escalation, What.PAGED, line_id=page.line_id)


def open_pages(tx: Transaction, number: str) -> list[Page]:
    """The pages a duty phone holds, lowest code first."""
    return list(
        tx.scalars(
            select(Page)
            .where(
                Page.duty_phone.in_(tx.master_keys.lookup_hashes(DUTY_PHONE, number)),
                Page.ended_at.is_(None),
            )
            .order_by(Page.code)
        )
    )


def _send(tx: Transaction, speaker: Speaker, escalation: Escalation, page: Page) -> None:
    page.times += 1
    page.held_back_at = None
    name = "utter_page_first" if page.times == 1 else "utter_page_again"
    values: dict[str, Any] = {
        "reference": escalation.reference,
        "urgency": speaker.catalogue.text(f"utter_urgency_{escalation.urgency}", NORWEGIAN),
        "code": page.code,
    }
    reach = _reach(tx, escalation)
    if reach is not None:
        name = f"{name}_reach"
        values["reach"] = speaker.catalogue.text(reach, NORWEGIAN)
    speaker.page(
        tx,
        page,
        name,
        conversation_id=escalation.conversation_id,
        key=f"page:{page.id}:{page.times}",
        **values,
    )


def _reach(tx: Transaction, escalation: Escalation) -> str | None:
    """What an officer must know before they take it: that a text, or a call, reaches nobody."""
    conversation = tx.get_one(Conversation, escalation.conversation_id)
    if conversation.channel == Channel.CHAT and conversation.contact_phone is None:
        return "utter_page_reach_chat"
    if conversation.channel == Channel.CALL:
        return "utter_page_reach_no_phone"
    if conversation.opted_out_at is not None or conversation.no_texts_at is not None:
        return "utter_page_reach_no_texts"
    return None


def _page(tx: Transaction, escalation: Escalation, line: DutyLine) -> Page:
    """The page of a case on the line's phone; one that has ended begins again with a new code."""
    hashes = tx.master_keys.lookup_hashes(DUTY_PHONE, line.number)
    page = tx.scalar(
        select(Page).where(Page.escalation_id == escalation.id, Page.duty_phone.in_(hashes))
    )
    if page is None:
        page = Page(
            escalation_id=escalation.id,
            line_id=line.id,
            duty_phone=hashes[0],
            times=0,
            created_at=tx.now,
            ended_at=tx.now,
        )
    if page.ended_at is not None:
        _give_code(tx, page, line.number)
    return page


def _give_code(tx: Transaction, page: Page, number: str) -> None:
    """The lowest number not in use on this phone; given out again only when a case is closed.

    A unique index on open codes makes one of two pagers at once fail; it takes the next number.
    """
    for last_try in (False, False, False, True):
        try:
            with tx.begin_nested():
                page.code = _lowest_free_code(tx, number)
                page.ended_at = None
                tx.add(page)
                tx.flush()
        except IntegrityError:
            if last_try:
                raise
        else:
            return


def _lowest_free_code(tx: Transaction, number: str) -> int:
    with tx.no_autoflush:
        taken = {page.code for page in open_pages(tx, number)}
    return next(code for code in range(1, len(taken) + 2) if code not in taken)
