"""The messages of one conversation as the page shows them: whose, when, in which language."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from markupsafe import Markup
from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.media import KINDS
from bot.delivery.outbox import OutboxState
from bot.edge.chat.choices import Choice, choices_in, is_choice
from bot.edge.chat.cursor import Cursor
from bot.edge.chat.digits import with_links, with_numbers
from bot.edge.chat.speech import Speech, direction_of
from bot.edge.redaction import ACCOUNT_MARK, IDENTITY_MARK, PhoneToken, restore
from bot.inbox.addressing import is_of_a_relay
from bot.language.identify import identify
from bot.language.served import NORWEGIAN, is_served
from bot.language.wording import time_of_day
from bot.store.phone_tokens import Phone
from bot.store.tables import Attachment, Conversation, Inbound, Outbox
from bot.store.transaction import Transaction

STAFF_MESSAGE = "staff_message"
"""The name of an outbox row whose words a member of staff has written."""
MOST_MESSAGES = 200
"""Of each direction, the newest: what a page can show at once on a slow phone."""
OVERLAP = timedelta(seconds=10)
"""A row may become visible after one with a higher id, by as long as a transaction may take."""
_BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Line:
    html: Markup
    is_choice: bool = False


@dataclass(frozen=True)
class Block:
    """Lines that belong together, in one language."""

    lines: Sequence[Line]
    language: str | None
    """None for a person's own words."""
    direction: str
    choices: Sequence[Choice] = ()

    @property
    def offered(self) -> bool:
        """Whether its choices are the page's buttons while its message is the last."""
        return bool(self.choices)


@dataclass(frozen=True)
class Pair:
    """One sentence to be read aloud, and the same in Norwegian where that is another language."""

    theirs: Block
    norwegian: Block | None
    is_numbered: bool
    """Not a choice or a phone number: those are numbers already."""


@dataclass(frozen=True)
class Message:
    id: str
    """Of the element on the page: ``i`` and the inbound's id, or ``o`` and the outbox row's."""
    side: str
    """person, assistant, or human: somebody at the other end."""
    who: str
    at: datetime
    clock: str
    blocks: Sequence[Block]
    pairs: Sequence[Pair] = ()
    """In place of blocks: what is said to a person through an interpreter."""
    choices: Sequence[Choice] = ()


@dataclass(frozen=True)
class Thread:
    messages: Sequence[Message] = ()
    cursor: Cursor = field(default_factory=Cursor)
    unshown: bool = False
    """Whether a message of ours is not yet known to have reached the page."""

    @property
    def choices(self) -> Sequence[Choice]:
        """What the last message offers, if it is ours."""
        if not self.messages:
            return ()
        last = self.messages[-1]
        return last.choices or next((b.choices for b in last.blocks if b.offered), ())

    def after(self, cursor: Cursor) -> list[Message]:
        """What a page that has come to this cursor may lack.

        The last seconds before it are among them: an element's id says whether it is there.
        """
        known = [message.at for message in self.messages if cursor.covers(message.id)]
        settled = max(known) - OVERLAP if known else None
        return [
            message
            for message in self.messages
            if settled is None or message.at > settled or not cursor.covers(message.id)
        ]


def read_thread(tx: Transaction, conversation: Conversation, speech: Speech) -> Thread:
    """The newest messages in the order they were written."""
    received = tx.scalars(
        select(Inbound)
        .where(Inbound.conversation_id == conversation.id)
        .order_by(Inbound.id.desc())
        .limit(MOST_MESSAGES)
    ).all()
    sent = tx.scalars(
        select(Outbox)
        .where(
            Outbox.conversation_id == conversation.id,
            Outbox.channel == Channel.CHAT,
            Outbox.line_id.is_(None),
        )
        .order_by(Outbox.id.desc())
        .limit(MOST_MESSAGES)
    ).all()
    sent_along = _sent_along(tx, [row.id for row in received])
    messages = [
        _theirs(tx, row, sent_along.get(row.id, ()), speech)
        for row in received
        if not is_of_a_relay(tx.unseal(conversation.id, row.text))
    ]
    messages += [_ours(tx, row, speech) for row in sent]
    return Thread(
        messages=sorted(messages, key=in_order),
        cursor=Cursor(
            max((row.id for row in received), default=0), max((row.id for row in sent), default=0)
        ),
        unshown=any(row.state == OutboxState.ACCEPTED for row in sent),
    )


def in_order(message: Message) -> tuple[datetime, bool, int]:
    """By time; of what was written in one transaction, as it was said."""
    return message.at, message.id[0] == "o", int(message.id[1:])


def _sent_along(tx: Transaction, inbound_ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """The kinds of what came with messages, by the messages' ids."""
    rows = tx.execute(
        select(Attachment.inbound_id, Attachment.content_type)
        .where(Attachment.inbound_id.in_(inbound_ids), Attachment.content_type.is_not(None))
        .order_by(Attachment.id)
    )
    kinds: dict[int, list[str]] = {}
    for inbound_id, content_type in rows:
        kinds.setdefault(inbound_id, []).append(KINDS[str(content_type)].name)
    return kinds


def _theirs(tx: Transaction, row: Inbound, sent_along: Sequence[str], speech: Speech) -> Message:
    words = tx.unseal(row.conversation_id, row.text)
    if row.phones is not None:
        phones: dict[str, Phone] = json.loads(tx.unseal(row.conversation_id, row.phones))
        words = restore(words, [PhoneToken(token, **phone) for token, phone in phones.items()])
    blocks = words_of_people(words, speech)
    for kind in sent_along:
        label = Markup.escape(speech.say(f"attached_{kind}"))
        blocks.append(Block([Line(label)], speech.language, speech.direction))
    return _message(f"i{row.id}", "person", speech.say("you"), row.received_at, blocks, speech)


def _ours(tx: Transaction, row: Outbox, speech: Speech) -> Message:
    body = tx.unseal(row.conversation_id, row.body)
    if row.name == STAFF_MESSAGE:
        blocks = _as_written(body, speech.phones)
        side, who = "human", speech.say("person_writes")
    else:
        blocks = _only_first_offers(_spoken_block(block, speech) for block in _split(body))
        side, who = "assistant", speech.say("assistant")
    return _message(f"o{row.id}", side, who, row.created_at, blocks, speech)


def words_of_people(words: str, speech: Speech) -> list[Block]:
    """With a word in place of every number that nobody may keep."""
    words = words.replace(IDENTITY_MARK, speech.say("identity_removed"))
    return _as_written(words.replace(ACCOUNT_MARK, speech.say("account_removed")), {})


def _as_written(text: str, phones: Mapping[str, str]) -> list[Block]:
    """Words of people: in a language nobody has told us, each block in a direction of its own."""
    return [
        Block([Line(with_numbers(line, phones)) for line in block.splitlines()], None, "auto")
        for block in _split(text)
    ]


def _message(
    id: str,  # noqa: A002 -- what the element's attribute is called
    side: str,
    who: str,
    at: datetime,
    blocks: Sequence[Block],
    speech: Speech,
) -> Message:
    return Message(id, side, who, at, time_of_day(at, speech.language), blocks)


def _split(text: str) -> list[str]:
    return [block for block in _BLANK_LINES.split(text.strip()) if block]


def _spoken_block(text: str, speech: Speech) -> Block:
    language = language_of(text, speech.language)
    lines = text.splitlines()
    return Block(
        [Line(with_links(line, speech.phones), is_choice(line)) for line in lines],
        language,
        direction_of(language),
        choices_in(lines, language),
    )


def language_of(text: str, expected: str) -> str:
    """The language of some words of ours: an emergency reply has two, and a person may switch."""
    found = identify(text, expected).language
    if found is None or not is_served(found) or (found in NORWEGIAN and expected in NORWEGIAN):
        return expected
    return found


def _only_first_offers(blocks: Iterable[Block]) -> list[Block]:
    """The same question in two languages is one row of buttons, in the person's own."""
    said: list[Block] = []
    for block in blocks:
        asked = any(earlier.offered for earlier in said)
        said.append(replace(block, choices=()) if asked else block)
    return said
