"""Doing what a duty officer's reply asks, and answering so that they know it was done.

An officer's words never open an escalation: "he has a knife, calling 112" is a note on the case.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.escalation import ladder
from bot.escalation.acknowledging import acknowledge, tell_promise
from bot.escalation.codes import ended_page, open_pages, page_of_case
from bot.escalation.contact import expect_contact, log_contact
from bot.escalation.ending import Outcome, close, release
from bot.escalation.events import What, note
from bot.escalation.grammar import Command, Verb, read_command
from bot.escalation.holder import holder_name, line_holder
from bot.escalation.line_tests import pass_test
from bot.escalation.pages import bring_next
from bot.language.wording import time_of_day
from bot.register import DutyLine
from bot.store.tables import Conversation, Escalation, Inbound, Page
from bot.store.transaction import Transaction

MOST_PASSIVE_REPLIES = 5
"""Automatic answers in a row to one duty phone, until a reply of it does something."""
MOST_CODES = 20
"""Codes named in one answer: a flood must not make it longer than the carrier takes."""
OUTCOME_ASKED_FOR = timedelta(minutes=30)
"""So long a number alone may be the answer to the question what came of a case."""
NOTE_AFTERWARDS = timedelta(minutes=30)
"""So long after a case left a phone, free words from there belong to it."""
OUTCOMES = tuple(Outcome)
"""In the order an officer is asked in."""


@dataclass(frozen=True)
class Reply:
    """An officer's reply on its way through this room."""

    tx: Transaction
    speaker: Speaker
    conversation: Conversation
    inbound: Inbound
    number: str
    """E.164."""
    lines: list[DutyLine]
    """The confirmed lines that ring there."""
    text: str

    @property
    def key(self) -> str:
        return f"inbound:{self.inbound.id}:officer"

    def line_of(self, page: Page) -> DutyLine:
        return next((line for line in self.lines if line.id == page.line_id), self.lines[0])


def read_officer_reply(reply: Reply) -> None:
    """Read a reply that comes while its phone holds pages, or that names a code."""
    pages = open_pages(reply.tx, reply.number)
    longest = reply.speaker.register.page.longest_promise_minutes
    command = read_command(reply.text, longest)
    if command.verb is Verb.NUMBER and _answers_outcome(reply, pages, command):
        return
    page = _page_meant(pages, command)
    if page is None:
        _tell_open_codes(reply, pages, command)
    elif page.escalation_id is None:
        _pass_test(reply, page, command)
    else:
        tx = reply.tx
        escalation = tx.get_one(Escalation, page.escalation_id, with_for_update=True)
        _obey(reply, command, page, escalation)


def note_afterwards(reply: Reply) -> bool:
    """Keep free words from a phone whose case ended a moment ago with that case; False if none."""
    page = ended_page(reply.tx, reply.number)
    if page is None or page.ended_at is None or page.escalation_id is None:
        return False
    if page.ended_at <= reply.tx.now - NOTE_AFTERWARDS:
        return False
    escalation = reply.tx.get_one(Escalation, page.escalation_id)
    note(reply.tx, escalation, What.NOTED, line_id=page.line_id, words=reply.text)
    return True


def _obey(reply: Reply, command: Command, page: Page, escalation: Escalation) -> None:
    if command.verb is Verb.NOTE:
        _note(reply, page, escalation)
    elif command.verb is Verb.DECLINE:
        decline(reply.tx, reply.speaker, escalation, page, reply.line_of(page))
        _did_something(reply)
    elif command.verb is Verb.DONE:
        _finish(reply, command, page, escalation)
    elif command.verb is Verb.CONTACTED:
        if _holds(reply, page, escalation):
            log_contact(reply.tx, reply.speaker, escalation, line_id=page.line_id)
            _confirm(reply, "utter_page_contact_noted", page, escalation)
    else:
        _take(reply, command, page, escalation)


def _take(reply: Reply, command: Command, page: Page, escalation: Escalation) -> None:
    promise = timedelta(minutes=command.minutes) if command.minutes else None
    line = reply.line_of(page)
    holder = line_holder(line, page)
    tx, speaker = reply.tx, reply.speaker
    if acknowledge(tx, speaker, escalation, holder, via="sms", promise=promise):
        _did_something(reply)
    elif promise and escalation.acknowledged_by == line.id:
        expect_contact(tx, speaker, escalation, promise)
        note(tx, escalation, What.PROMISED, line_id=line.id)
        time = partial(time_of_day, tx.now + promise)
        _confirm(reply, "utter_page_promise_noted", page, escalation, time=time)
        tell_promise(tx, speaker, escalation, key=f"{reply.key}:promise")
    else:
        _tell_taken(reply, escalation)


def _holds(reply: Reply, page: Page, escalation: Escalation) -> bool:
    """Whether this line has the case; it takes an open one so, and hears who has another's."""
    holder = line_holder(reply.line_of(page), page)
    acknowledge(reply.tx, reply.speaker, escalation, holder, via="sms")
    if escalation.acknowledged_by == holder.line_id:
        return True
    _tell_taken(reply, escalation)
    return False


def _finish(reply: Reply, command: Command, page: Page, escalation: Escalation) -> None:
    if not _holds(reply, page, escalation):
        return
    if command.outcome is not None:
        _close(reply, page, escalation, command.outcome)
        return
    page.outcome_asked_at = reply.tx.now
    _confirm(reply, "utter_page_outcome", page, escalation)


def _close(reply: Reply, page: Page, escalation: Escalation, outcome: int) -> None:
    close(reply.tx, reply.speaker, escalation, OUTCOMES[outcome - 1], line_id=page.line_id)
    _did_something(reply)


def _answers_outcome(reply: Reply, pages: list[Page], command: Command) -> bool:
    """A number after "what came of it?" is the outcome, unless it may be a newer page's code."""
    since = reply.tx.now - OUTCOME_ASKED_FOR
    asked = [page for page in pages if page.outcome_asked_at and page.outcome_asked_at > since]
    if not asked or command.code is None or not 1 <= command.code <= len(OUTCOMES):
        return False
    page = max(asked, key=lambda page: page.outcome_asked_at or since)
    escalation = reply.tx.get_one(Escalation, page.escalation_id, with_for_update=True)
    if escalation.acknowledged_by != page.line_id:
        return False
    if any(each.id != page.id and each.code == command.code for each in pages):
        name = "utter_page_outcome_or_code"
        _answer(reply, name, code=page.code, reference=escalation.reference)
    else:
        _close(reply, page, escalation, command.code)
    return True


def _page_meant(pages: list[Page], command: Command) -> Page | None:
    if command.code is not None:
        return next((page for page in pages if page.code == command.code), None)
    if len(pages) == 1:
        return pages[0]
    return max(pages, key=lambda page: page.id) if pages and command.verb is Verb.NOTE else None


def decline(
    tx: Transaction, speaker: Speaker, escalation: Escalation, page: Page, line: DutyLine
) -> None:
    """This line cannot: the next is paged at once; a case it holds goes back to the ladder."""
    if escalation.acknowledged_by == line.id:
        release(tx, speaker, escalation, line_id=line.id)
        return
    if escalation.state != "open":
        return
    note(tx, escalation, What.DECLINED, line_id=line.id)
    current = escalation.ladder[escalation.rung] if escalation.ladder else None
    if current == page.line_id:
        ladder.climb(tx, speaker, escalation)
    bring_next(tx, speaker, page)


def _note(reply: Reply, page: Page, escalation: Escalation) -> None:
    note(reply.tx, escalation, What.NOTED, line_id=page.line_id, words=reply.text)
    name = "utter_page_noted_untaken" if escalation.state == "open" else "utter_page_noted"
    values = {"code": page.code} if escalation.state == "open" else {}
    _answer(reply, name, reference=escalation.reference, **values)


def _pass_test(reply: Reply, page: Page, command: Command) -> None:
    line = reply.line_of(page)
    if command.verb is Verb.NOTE and command.code is None:
        _answer(reply, "utter_page_how_to_reply")
        return
    pass_test(reply.tx, page)
    _did_something(reply)
    _say(reply, "utter_page_test_done", line=line.label)


def _tell_open_codes(reply: Reply, pages: list[Page], command: Command) -> None:
    if command.code is not None and _answer_late(reply, command):
        return
    codes = ", ".join(str(page.code) for page in pages[:MOST_CODES])
    if len(pages) > MOST_CODES:
        codes += " ..."
    if not pages:
        _answer(reply, "utter_page_none_open")
    elif command.code is None:
        _answer(reply, "utter_page_how_to_reply")
    else:
        _answer(reply, "utter_page_code_not_open", code=command.code, codes=codes)


def _answer_late(reply: Reply, command: Command) -> bool:
    """A late reply to a case that has left this phone: who has it, that it is over, or as ever."""
    page = ended_page(reply.tx, reply.number, command.code)
    if page is None or page.escalation_id is None:
        return False
    escalation = reply.tx.get_one(Escalation, page.escalation_id, with_for_update=True)
    if escalation.state == "open":  # given back since, and nobody has it
        again = page_of_case(reply.tx, escalation, reply.line_of(page))
        _obey(reply, command, again, escalation)
    elif escalation.state == "closed":
        _answer(reply, "utter_page_closed", reference=escalation.reference)
    else:
        _tell_taken(reply, escalation)
    return True


def _tell_taken(reply: Reply, escalation: Escalation) -> None:
    holder = holder_name(reply.tx, reply.speaker.register, escalation)
    since = escalation.acknowledged_at
    if holder is None or since is None:
        _answer(reply, "utter_page_none_open")
        return
    _answer(
        reply,
        "utter_page_taken_by_other",
        holder=holder,
        reference=escalation.reference,
        since=partial(time_of_day, since),
    )


def _confirm(reply: Reply, name: str, page: Page, escalation: Escalation, **values: object) -> None:
    _did_something(reply)
    _say(reply, name, code=page.code, reference=escalation.reference, **values)


def _did_something(reply: Reply) -> None:
    reply.conversation.passive_replies = 0


def _answer(reply: Reply, name: str, **values: object) -> None:
    """An answer to what changed nothing: a machine at the other end gets only so many."""
    if reply.conversation.passive_replies < MOST_PASSIVE_REPLIES:
        reply.conversation.passive_replies += 1
        _say(reply, name, **values)


def _say(reply: Reply, name: str, **values: object) -> None:
    conversation = reply.conversation
    conversation.greeted_at = conversation.greeted_at or reply.tx.now  # no person to be greeted
    language = "nn" if conversation.language == "nn" else NORWEGIAN
    words = reply.speaker.catalogue.text(name, language, **values)
    reply.speaker.say(reply.tx, conversation, words, name=name, key=reply.key)
