"""Weekly proof that somebody answers a duty line: a test page, answered like any other."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select

from bot.delivery.speaker import Speaker
from bot.escalation.calling import ring
from bot.escalation.codes import open_pages, page_of_test
from bot.escalation.lines import confirmed_lines
from bot.escalation.ways import Way, all_ways, forget_failures, ways
from bot.register import OSLO, DutyLine, Register
from bot.store.conversations import conversation_of
from bot.store.due_work import take
from bot.store.tables import LineConfirmation, LineTest, Page
from bot.store.transaction import Transaction

AGAIN_AFTER = timedelta(days=1)
"""After a test that nobody answered."""


class NotSent(StrEnum):
    """Why somebody who asks for a test gets none."""

    UNCONFIRMED = "unconfirmed"
    UNREACHABLE = "unreachable"
    """Its number takes nothing in the way it is to be reached."""
    UNDER_WAY = "under_way"
    """A test of it waits for its answer."""
    BUSY = "busy"
    """Its phone holds a case, or the test of another line."""


def send_test_now(tx: Transaction, speaker: Speaker, line: DutyLine) -> NotSent | None:
    """Test a line because somebody asks for it; gives why it was not tested, if it was not."""
    lock = select(LineConfirmation.line_id).where(LineConfirmation.line_id == line.id)
    tx.execute(lock.with_for_update())
    if line.id not in confirmed_lines(tx, speaker.register):
        return NotSent.UNCONFIRMED
    if not all_ways(line):
        return NotSent.UNREACHABLE
    held = open_pages(tx, line.number)
    if any(page.line_test_id is not None and page.line_id == line.id for page in held):
        return NotSent.UNDER_WAY
    if held or not _send(tx, speaker, line):
        return NotSent.BUSY
    return None


def due_lines(tx: Transaction, register: Register) -> list[str]:
    """Ids of the lines whose time for a test has come."""
    return [line.id for line in _due_lines(tx, register)]


def send_due_test(tx: Transaction, speaker: Speaker, line_id: str) -> bool:
    """Test a line if its time has still come; False when another has, or its phone is busy."""
    if not _lock(tx, line_id):
        return False
    line = next((each for each in _due_lines(tx, speaker.register) if each.id == line_id), None)
    return line is not None and _send(tx, speaker, line)


def _lock(tx: Transaction, line_id: str) -> bool:
    """Nobody else tests this line meanwhile; False when somebody does, or it is not confirmed."""
    lock = select(LineConfirmation).where(LineConfirmation.line_id == line_id)
    return tx.scalar(lock.with_for_update(skip_locked=True)) is not None


def _send(tx: Transaction, speaker: Speaker, line: DutyLine) -> bool:
    """By text where the line takes one, else by call; where all failed, in the first again."""
    open_ways = ways(tx, line) or all_ways(line)
    if not open_ways:
        return False
    rules = speaker.register.page
    test = LineTest(
        line_id=line.id,
        fingerprint=line.fingerprint,
        sent_at=tx.now,
        due_at=tx.now + timedelta(minutes=rules.test_answer_minutes),
    )
    tx.add(test)
    tx.flush()
    page = page_of_test(tx, test, line)
    page.times = 1
    duty_phone = conversation_of(tx, "sms", line.number).id
    key = f"page:{page.id}:test"
    if Way.SMS in open_ways:
        name = "utter_page_test"
        speaker.page(tx, page, name, conversation_id=duty_phone, key=key, code=page.code)
    else:
        ring(tx, speaker, page, duty_phone, key=key)
    return True


def pass_test(tx: Transaction, page: Page) -> None:
    """Somebody has answered: the line is proved, in every way that had failed before."""
    test = tx.get_one(LineTest, page.line_test_id)
    test.answered_at = test.answered_at or tx.now
    test.due_at = None
    page.ended_at = tx.now
    forget_failures(tx, page.line_id)


def end_test(tx: Transaction, _speaker: Speaker, test_id: int) -> None:
    """Nobody has answered in time: the code is free again, and staff see it."""
    test = take(tx, LineTest, test_id, LineTest.due_at <= tx.now)
    if test is not None:
        test.due_at = None
        page = tx.scalar(select(Page).where(Page.line_test_id == test.id))
        if page is not None:
            page.ended_at = tx.now


def last_answers(tx: Transaction) -> dict[str, datetime]:
    """By line, when it last answered a test page."""
    query = select(LineTest.line_id, func.max(LineTest.answered_at)).group_by(LineTest.line_id)
    return {line_id: at for line_id, at in tx.execute(query) if at is not None}


def _due_lines(tx: Transaction, register: Register) -> Iterator[DutyLine]:
    """Confirmed lines, open now, of which nothing proves lately that somebody is there.

    A confirmation is such a proof. A phone that holds a page is left alone.
    """
    confirmed = confirmed_lines(tx, register)
    said = {each.line_id: each.confirmed_at for each in tx.scalars(select(LineConfirmation))}
    query = select(LineTest.line_id, func.max(LineTest.sent_at)).group_by(LineTest.line_id)
    sent = {line_id: at for line_id, at in tx.execute(query)}
    answers = last_answers(tx)
    week = timedelta(days=register.page.test_every_days)
    for line in register.lines:
        if line.id not in confirmed or not _is_time(register, line, tx.now):
            continue
        proved = max(said[line.id], answers.get(line.id, said[line.id]))
        if tx.now < proved + week or tx.now < sent.get(line.id, proved) + AGAIN_AFTER:
            continue
        if not open_pages(tx, line.number):
            yield line


def _is_time(register: Register, line: DutyLine, now: datetime) -> bool:
    """In the hours for tests, on a day when offices work; for a line closed then, once it opens."""
    if not register.open_at(line.hours, now):
        return False
    local = now.astimezone(OSLO)
    hours = register.page.test_hours
    minute = local.hour * 60 + local.minute
    if hours.start <= minute < hours.end and register.calendar.is_working_day(local.date()):
        return True
    midday = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        minutes=(hours.start + hours.end) // 2
    )
    return not register.open_at(line.hours, midday)
