"""What a duty officer texts back: ``1`` takes a case, ``1 10`` promises, ``1 nei`` passes it on.

An officer's words never open an escalation: "he has a knife, calling 112" is a note on the case.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial

from bot.delivery.speaker import Speaker
from bot.escalation import ladder
from bot.escalation.acknowledging import acknowledge
from bot.escalation.ending import release
from bot.escalation.events import What, note
from bot.escalation.holder import holder_name, line_holder
from bot.escalation.pages import bring_next, open_pages
from bot.language.wording import time_of_day
from bot.register import DutyLine
from bot.store.tables import Conversation, Escalation, Inbound, Page
from bot.store.transaction import Transaction

_COMMAND = re.compile(
    r"""^[\s"'«»“”‘’.,:;()<>#-]*
    (?P<code>\d{1,3})
    (?:[\s"'«»“”‘’.,:;()<>-]+(?P<rest>.*?))?
    [\s"'«»“”‘’.,:;!()<>-]*$""",
    re.VERBOSE | re.DOTALL,
)
_MINUTES = re.compile(r"^(\d{1,3})\s*(?:m|min|minutt|minutter|minutes)?$")
_NO = frozenset({"nei", "nei.", "ikke", "ikkje", "no", "kan ikke", "kan ikkje", "n"})
_TAKES = frozenset({"", "ja", "ok", "tar", "tek", "tatt", "yes", "y", "j"})


class Verb(StrEnum):
    TAKE = "take"
    PROMISE = "promise"
    DECLINE = "decline"
    NOTE = "note"


@dataclass(frozen=True)
class Command:
    """A reply understood: which code it names, and what it wants."""

    verb: Verb
    code: int | None
    minutes: int | None = None


def read_command(text: str, longest_promise: int) -> Command:
    """Understand a reply; whatever is not an order is a note in free words.

    ``longest_promise``: how many minutes an officer may ask for.
    """
    match = _COMMAND.match(text.strip())
    if match is None:
        return Command(Verb.NOTE, None)
    code, rest = int(match["code"]), (match["rest"] or "").strip().lower()
    minutes = _MINUTES.match(rest)
    if minutes and 0 < int(minutes[1]) <= longest_promise:
        return Command(Verb.PROMISE, code, int(minutes[1]))
    if rest in _NO:
        return Command(Verb.DECLINE, code)
    if rest in _TAKES:
        return Command(Verb.TAKE, code)
    return Command(Verb.NOTE, code)


def read_officer_reply(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    inbound: Inbound,
    *,
    number: str,
    lines: list[DutyLine],
    text: str,
) -> None:
    """Do what an officer's reply asks, and answer so that they know it was done."""
    pages = open_pages(tx, number)
    command = read_command(text, speaker.register.page.longest_promise_minutes)
    page = _page_meant(pages, command)
    key = f"inbound:{inbound.id}:officer"
    if page is None:
        _tell_open_codes(tx, speaker, conversation, pages, command, key)
        return
    escalation = tx.get_one(Escalation, page.escalation_id, with_for_update=True)
    line = next((line for line in lines if line.id == page.line_id), lines[0])
    if command.verb is Verb.NOTE:
        note(tx, escalation, What.NOTED, line_id=line.id, words=text)
        speaker.tell(tx, conversation, "utter_page_noted", key=key, reference=escalation.reference)
    elif command.verb is Verb.DECLINE:
        _decline(tx, speaker, escalation, page, line)
    else:
        promise = timedelta(minutes=command.minutes) if command.minutes else None
        holder = line_holder(line, page)
        taken = acknowledge(tx, speaker, escalation, holder, via="sms", promise=promise)
        if not taken:
            _tell_taken(tx, speaker, conversation, escalation, key)


def _page_meant(pages: list[Page], command: Command) -> Page | None:
    if command.code is None:
        return pages[0] if len(pages) == 1 else None
    return next((page for page in pages if page.code == command.code), None)


def _decline(
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


def _tell_open_codes(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    pages: list[Page],
    command: Command,
    key: str,
) -> None:
    if not pages:
        speaker.tell(tx, conversation, "utter_page_none_open", key=key)
        return
    codes = ", ".join(str(page.code) for page in pages)
    if command.code is None:
        speaker.tell(tx, conversation, "utter_page_how_to_reply", key=key, codes=codes)
    else:
        speaker.tell(
            tx,
            conversation,
            "utter_page_code_not_open",
            key=key,
            code=command.code,
            codes=codes,
        )


def _tell_taken(
    tx: Transaction, speaker: Speaker, conversation: Conversation, escalation: Escalation, key: str
) -> None:
    holder = holder_name(tx, speaker.register, escalation)
    since = escalation.acknowledged_at
    if holder is None or since is None:
        speaker.tell(tx, conversation, "utter_page_none_open", key=key)
        return
    speaker.tell(
        tx,
        conversation,
        "utter_page_taken_by_other",
        key=key,
        holder=holder,
        reference=escalation.reference,
        since=partial(time_of_day, since),
    )
