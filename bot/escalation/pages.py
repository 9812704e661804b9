"""Pages: how a case goes to a duty line, by text, by call, or as one of a number that wait."""

from typing import Any

from sqlalchemy import select

from bot.delivery.outbox import OutboxState
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.escalation import flood
from bot.escalation.calling import call_about
from bot.escalation.codes import page_of_case
from bot.escalation.events import What, note
from bot.escalation.reach import reach_name
from bot.escalation.ways import Way, ways
from bot.register import DutyLine
from bot.store.tables import Escalation, Outbox, Page
from bot.store.transaction import Transaction

WAKING = "now"
"""The urgency for which a phone that takes both is also called at once: a text wakes nobody."""


def send_page(tx: Transaction, speaker: Speaker, escalation: Escalation, line: DutyLine) -> None:
    """Page a line, for the first time or again: reference, urgency and code, never the story.

    A phone that has had as many pages as it can take hears how many wait instead.
    """
    page = page_of_case(tx, escalation, line)
    open_ways = ways(tx, line)
    if Way.SMS not in open_ways or flood.may_page(tx, speaker, page):
        _send(tx, speaker, escalation, page, open_ways)
        return
    page.held_back_at = page.held_back_at or tx.now
    tx.flush()
    flood.say_how_many_wait(tx, speaker, page)
    note(tx, escalation, What.HELD_BACK, line_id=line.id)


def bring_next(tx: Transaction, speaker: Speaker, done_with: Page) -> None:
    """A phone is free again: the oldest case it has only heard the number of comes by itself."""
    held_back = flood.oldest_held_back(tx, done_with.duty_phone)
    if held_back is None:
        return
    page, escalation = held_back
    line = speaker.register.find_line(page.line_id)
    if line is not None:
        _send(tx, speaker, escalation, page, ways(tx, line))


def page_otherwise(
    tx: Transaction, speaker: Speaker, escalation: Escalation, page: Page, line: DutyLine, than: Way
) -> bool:
    """One way has failed: reach the line in its other way at once.

    False when it has none, or the other has failed too; where that is on its way, nothing more is
    needed.
    """
    others = [way for way in ways(tx, line) if way is not than]
    tried = _used(sorted({*others, than}, key=list(Way).index), escalation.urgency, page.times)
    untried = [way for way in others if way not in tried]
    for way in untried:
        _go(tx, speaker, escalation, page, way)
    return bool(untried) or any(_is_on_its_way(tx, page, way) for way in others)


def _is_on_its_way(tx: Transaction, page: Page, way: Way) -> bool:
    if way is Way.CALL and page.call_wanted_at is not None:
        return True  # its turn comes when the phone is free
    state = tx.scalar(select(Outbox.state).where(Outbox.key == _key(page, way)))
    return state is not None and state not in (OutboxState.FAILED, OutboxState.DROPPED)


def _key(page: Page, way: Way) -> str:
    """Of the message, or the call, that pages this time."""
    key = f"page:{page.id}:{page.times}"
    return f"{key}:call" if way is Way.CALL else key


def _send(
    tx: Transaction,
    speaker: Speaker,
    escalation: Escalation,
    page: Page,
    open_ways: tuple[Way, ...],
) -> None:
    page.times += 1
    page.held_back_at = None
    for way in _used(open_ways, escalation.urgency, page.times):
        _go(tx, speaker, escalation, page, way)
    note(tx, escalation, What.PAGED, line_id=page.line_id)


def _used(open_ways: tuple[Way, ...] | list[Way], urgency: str, times: int) -> list[Way]:
    """The ways of this time: all where it is urgent or the first was not enough, else one."""
    return list(open_ways if urgency == WAKING or times > 1 else open_ways[:1])


def _go(tx: Transaction, speaker: Speaker, escalation: Escalation, page: Page, way: Way) -> None:
    if way is Way.CALL:
        call_about(tx, speaker, page)
        return
    name = "utter_page_first" if page.times == 1 else "utter_page_again"
    values: dict[str, Any] = {
        "reference": escalation.reference,
        "urgency": speaker.catalogue.text(f"utter_urgency_{escalation.urgency}", NORWEGIAN),
        "code": page.code,
    }
    reach = reach_name(tx, escalation)
    if reach is not None:
        name = f"{name}_reach"
        values["reach"] = speaker.catalogue.text(reach, NORWEGIAN)
    speaker.page(
        tx,
        page,
        name,
        conversation_id=escalation.conversation_id,
        key=_key(page, way),
        **values,
    )
