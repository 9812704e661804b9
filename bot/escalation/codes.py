"""The short codes that cases, and tests of a line, have on a duty phone."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.register import DutyLine
from bot.store.tables import Escalation, LineTest, Page
from bot.store.transaction import Transaction

DUTY_PHONE = "duty phone"


def phone_hashes(tx: Transaction, number: str) -> Sequence[bytes]:
    """What a duty phone's number (E.164) is looked up by, the newest key first."""
    return tx.master_keys.lookup_hashes(DUTY_PHONE, number)


def open_pages(tx: Transaction, number: str) -> list[Page]:
    """The pages a duty phone holds, lowest code first."""
    return list(
        tx.scalars(
            select(Page)
            .where(Page.duty_phone.in_(phone_hashes(tx, number)), Page.ended_at.is_(None))
            .order_by(Page.code)
        )
    )


def ended_page(tx: Transaction, number: str, code: int | None = None) -> Page | None:
    """The last case that ended on a duty phone; with ``code`` the last that had that code."""
    query = (
        select(Page)
        .where(
            Page.duty_phone.in_(phone_hashes(tx, number)),
            Page.ended_at.is_not(None),
            Page.escalation_id.is_not(None),
            Page.times > 0,
        )
        .order_by(Page.ended_at.desc(), Page.id.desc())
        .limit(1)
    )
    return tx.scalar(query if code is None else query.where(Page.code == code))


def page_of_case(tx: Transaction, escalation: Escalation, line: DutyLine) -> Page:
    """The page of a case on the line's phone; one that has ended begins again with a new code."""
    hashes = phone_hashes(tx, line.number)
    page = tx.scalar(
        select(Page).where(Page.escalation_id == escalation.id, Page.duty_phone.in_(hashes))
    )
    if page is None:
        page = _new_page(tx, line, hashes[0])
        page.escalation_id = escalation.id
    if page.ended_at is not None:
        _give_code(tx, page, line.number)
    page.line_id = line.id  # another line may ring at the same phone
    return page


def page_of_test(tx: Transaction, test: LineTest, line: DutyLine) -> Page:
    """The page of a new test on the line's phone."""
    page = _new_page(tx, line, phone_hashes(tx, line.number)[0])
    page.line_test_id = test.id
    _give_code(tx, page, line.number)
    return page


def _new_page(tx: Transaction, line: DutyLine, duty_phone: bytes) -> Page:
    return Page(
        line_id=line.id,
        duty_phone=duty_phone,
        times=0,
        created_at=tx.now,
        ended_at=tx.now,
    )


def _give_code(tx: Transaction, page: Page, number: str) -> None:
    """The lowest number not in use on this phone; given out again only when a case is closed.

    A unique index on open codes makes one of two pagers at once fail; it takes the next number.
    """
    for last_try in (False, False, False, True):
        try:
            with tx.begin_nested():
                page.code = _lowest_free_code(tx, number)
                page.ended_at = None
                page.outcome_asked_at = None
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
