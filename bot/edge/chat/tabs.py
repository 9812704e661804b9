"""The tabs of the page: a visitor's own chat, and one for each person they interpret for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.delivery.outbox import OutboxState
from bot.delivery.relayed import GOING_ON
from bot.language.served import own_name
from bot.relay.relays import BY_INTERPRETER, ENDED, recent_relays
from bot.store.tables import Conversation, Outbox, Relay
from bot.store.transaction import Transaction

_WANTED = re.compile(r"(\d{1,2})(?:-(\d{1,18}))?")


@dataclass(frozen=True)
class Tab:
    number: int | None
    """Of the person, as the interpreter counts them; None: the own chat."""
    conversation_id: str
    is_current: bool
    has_news: bool
    """Whether something of ours is there that no page has shown."""
    language: str | None = None
    """Of the person."""

    @property
    def label(self) -> str:
        """The person's language in its own name."""
        return own_name(self.language) if self.language else ""

    @property
    def query(self) -> str:
        return f"?relay={self.number}" if self.number else ""


def find_relay(tx: Transaction, helper: Conversation | None, wanted: str) -> Relay | None:
    """The relay of this visitor that a number means, and nobody else's.

    A form adds the relay's id ("1-57"): the number of one that is over may be another's tomorrow.
    """
    named = _WANTED.fullmatch(wanted)
    if named is None or helper is None:
        return None
    number, relay_id = int(named[1]), int(named[2] or 0)
    found = next((each for each in recent_relays(tx, helper) if each.number == number), None)
    return found if found is None or relay_id in (0, found.id) else None


def tabs_of(tx: Transaction, helper: Conversation, current: Relay | None) -> Sequence[Tab]:
    """None at all for somebody who interprets for nobody.

    One that is over stays for the day, unless it was the interpreter who ended it.
    """
    relays = [each for each in recent_relays(tx, helper) if each is current or _stays(each)]
    if not relays:
        return ()
    has_news = current is not None and _has_news(tx, helper.id)
    own = Tab(None, helper.id, current is None, has_news)
    return (own, *(_tab(tx, each, is_current=each is current) for each in relays))


def _stays(relay: Relay) -> bool:
    is_news = relay.state == ENDED and relay.ended_by != BY_INTERPRETER
    return relay.called is not None and (relay.state in GOING_ON or is_news)


def _tab(tx: Transaction, relay: Relay, *, is_current: bool) -> Tab:
    person = relay.conversation_id
    has_news = relay.state in GOING_ON and not is_current and _has_news(tx, person)
    return Tab(relay.number, person, is_current, has_news, relay.language)


def _has_news(tx: Transaction, conversation_id: str) -> bool:
    unshown = select(Outbox.id).where(
        Outbox.conversation_id == conversation_id,
        Outbox.line_id.is_(None),
        Outbox.state == OutboxState.ACCEPTED,
    )
    return tx.scalar(unshown.limit(1)) is not None
