"""A message from the page becomes a stored message, once, in the conversation of its browser."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from bot.delivery.attachments import Sent, came_within_a_day
from bot.delivery.channel import Channel
from bot.edge.chat import cookie
from bot.edge.house import House
from bot.edge.sms import arrival_of
from bot.edge.twilio_form import InboundText
from bot.inbox.receiving import Arrival, receive
from bot.language.identify import identify
from bot.store.conversations import conversation_of, known_conversation
from bot.store.tables import Conversation, Inbound
from bot.store.transaction import Transaction

REPEAT_WITHIN = timedelta(minutes=1)
"""A first message sent twice at once has no cookie either time; this long its key stands for one.

No longer: whoever sits down at the browser later must not come into somebody's conversation.
"""
_KEY = re.compile(r"[\w-]{20,64}", re.ASCII)


class SentTwice(Exception):
    """The same message is being stored by another request."""


class TooManyFiles(Exception):
    """So many pictures or voice messages a day are taken in a conversation, and no more."""


@dataclass(frozen=True)
class Taken:
    conversation_id: str
    secret: str
    inbound_id: int


def new_key() -> str:
    """What makes a message one, however often it is sent."""
    return secrets.token_urlsafe(18)


def key_of(written: str) -> str:
    """The key of a form; a new one for what cannot be ours."""
    return written if _KEY.fullmatch(written) else new_key()


def take_in(
    house: House,
    secret: str | None,
    text: str,
    key: str,
    language: str,
    sent: tuple[Sent, ...] = (),
    in_tab: Callable[[str], str] | None = None,
) -> Taken:
    """Commit a message; ``language`` is the page's, for words that do not tell theirs.

    ``in_tab`` says of which relay the words are.

    :raises TooManyFiles: nothing was committed.
    """
    arrival = arrival_of(InboundText(key_of(key), "", "", text, media=()), Channel.CHAT, sent)
    spoken = identify(arrival.text, language).language or language
    if in_tab is not None:
        arrival = replace(arrival, text=in_tab(arrival.text))
    most_files = house.speaker.register.defaults.attachments.most_a_day
    try:
        with house.store.write() as tx:
            return _take_in(tx, secret, arrival, spoken, most_files)
    except SentTwice:
        with house.store.write() as tx:
            return _take_in(tx, secret, arrival, spoken, most_files)


def begin(tx: Transaction, secret: str | None) -> tuple[Conversation, str]:
    """The conversation of a browser, and its secret: a new one where there is none.

    A secret that we do not know is not taken: somebody else may have put it there.
    """
    known = known_conversation(tx, Channel.CHAT, secret) if secret else None
    if known is not None and secret:
        return known, secret
    fresh = cookie.new_secret()
    return conversation_of(tx, Channel.CHAT, fresh), fresh


def _take_in(
    tx: Transaction, secret: str | None, arrival: Arrival, spoken: str, most_files: int
) -> Taken:
    earlier = tx.scalar(
        select(Inbound).where(
            Inbound.channel == Channel.CHAT, Inbound.carrier_id == arrival.carrier_id
        )
    )
    if earlier is not None:
        conversation = tx.get_one(Conversation, earlier.conversation_id)
        theirs = tx.unseal(conversation.id, conversation.address)
        if theirs == secret or (not secret and earlier.received_at > tx.now - REPEAT_WITHIN):
            return Taken(conversation.id, theirs, earlier.id)
        arrival = replace(arrival, carrier_id=new_key())
    conversation, secret = begin(tx, secret)
    if conversation.language is None:
        conversation.language = spoken
    if arrival.sent and came_within_a_day(tx, conversation.id, tx.now) >= most_files:
        raise TooManyFiles
    inbound_id = receive(tx, replace(arrival, sender=secret))
    if inbound_id is None:
        raise SentTwice
    return Taken(conversation.id, secret, inbound_id)
