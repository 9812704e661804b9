"""Pages: the short code an escalation has on a duty phone, and the messages that carry it."""

from sqlalchemy import select

from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.escalation.events import What, note
from bot.register import DutyLine
from bot.store.tables import Escalation, Page
from bot.store.transaction import Transaction

DUTY_PHONE = "duty phone"


def send_page(tx: Transaction, speaker: Speaker, escalation: Escalation, line: DutyLine) -> Page:
    """Page a line, for the first time or again: reference, urgency and code, never the story."""
    page = _page(tx, escalation, line)
    page.times += 1
    speaker.page(
        tx,
        page,
        "utter_page_first" if page.times == 1 else "utter_page_again",
        conversation_id=escalation.conversation_id,
        key=f"page:{page.id}:{page.times}",
        reference=escalation.reference,
        urgency=speaker.catalogue.text(f"utter_urgency_{escalation.urgency}", NORWEGIAN),
        code=page.code,
    )
    note(tx, escalation, What.PAGED, line_id=line.id)
    return page


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


def _page(tx: Transaction, escalation: Escalation, line: DutyLine) -> Page:
    hashes = tx.master_keys.lookup_hashes(DUTY_PHONE, line.number)
    page = tx.scalar(
        select(Page).where(Page.escalation_id == escalation.id, Page.duty_phone.in_(hashes))
    )
    if page is None:
        page = Page(
            escalation_id=escalation.id,
            line_id=line.id,
            duty_phone=hashes[0],
            code=_lowest_free_code(tx, line.number),
            times=0,
            created_at=tx.now,
        )
        tx.add(page)
        tx.flush()
    return page


def _lowest_free_code(tx: Transaction, number: str) -> int:
    """The lowest number not in use on this phone; given out again only when a case is closed.

    A unique index on open codes makes a race between two pagers fail and be tried again.
    """
    taken = {page.code for page in open_pages(tx, number)}
    return next(code for code in range(1, len(taken) + 2) if code not in taken)
