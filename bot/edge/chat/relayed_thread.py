"""What is said to and for one person through an interpreter: by whom, and side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from bot.delivery.outbox import OutboxState
from bot.delivery.relayed import GOING_ON, INTERPRETER
from bot.delivery.side_by_side import pairs
from bot.delivery.speaker import NORWEGIAN
from bot.edge.chat.choices import Choice, choices_in, is_choice
from bot.edge.chat.cursor import Cursor
from bot.edge.chat.digits import with_links
from bot.edge.chat.speech import Speech, direction_of
from bot.edge.chat.thread import (
    MOST_MESSAGES,
    STAFF_MESSAGE,
    Block,
    Line,
    Message,
    Pair,
    Thread,
    in_order,
    words_of_people,
)
from bot.inbox.addressing import passed_on_from
from bot.language.wording import time_of_day
from bot.relay.relays import REFUSED
from bot.store.tables import Inbound, Outbox, Relay, RelayTurn
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class OpenTab:
    """The tab of one person, as its page needs it."""

    id: int
    number: int
    is_open: bool
    interpreter: str
    """How the interpreter's own words are labelled."""
    notice: Sequence[Markup]
    """What stands in place of the thread once it is over; never who ended it."""

    @property
    def page(self) -> str:
        return f"/?relay={self.number}"

    @property
    def address(self) -> str:
        """What the page's forms say of it (``tabs.find_relay``)."""
        return f"{self.number}-{self.id}"


def open_tab(tx: Transaction, relay: Relay, speech: Speech) -> OpenTab:
    is_open = relay.state in GOING_ON
    name = "utter_relay_refused" if relay.state == REFUSED else "utter_relay_closed"
    over = speech.speaker.catalogue.text(name, speech.language, which=relay.number)
    return OpenTab(
        id=relay.id,
        number=relay.number,
        is_open=is_open,
        interpreter=_interpreter(tx, relay, speech) if is_open else "",
        notice=() if is_open else [with_links(line, speech.phones) for line in over.splitlines()],
    )


def _interpreter(tx: Transaction, relay: Relay, speech: Speech) -> str:
    called = tx.unseal(relay.conversation_id, relay.called) if relay.called is not None else ""
    return speech.say("relay_interpreter", called=called)


def read_relayed_thread(tx: Transaction, relay: Relay, speech: Speech) -> Thread:
    """The newest turns in the order they were said."""
    turns = (
        select(RelayTurn, Inbound, Outbox)
        .outerjoin(Inbound, RelayTurn.inbound_id == Inbound.id)
        .outerjoin(Outbox, RelayTurn.outbox_id == Outbox.id)
        .where(RelayTurn.relay_id == relay.id)
        .order_by(RelayTurn.id.desc())
        .limit(MOST_MESSAGES)
    )
    messages, states, newest = [], [], {"i": 0, "o": 0}
    for turn, inbound, outbox in tx.execute(turns):
        message = _message(tx, relay, turn, inbound, outbox, speech)
        if message is None:
            continue
        messages.append(message)
        side, row_id = message.id[0], int(message.id[1:])
        newest[side] = max(newest[side], row_id)
        states.append(outbox.state if outbox is not None else None)
    return Thread(
        messages=sorted(messages, key=in_order),
        cursor=Cursor(newest["i"], newest["o"]),
        unshown=OutboxState.ACCEPTED in states,
    )


def _message(
    tx: Transaction,
    relay: Relay,
    turn: RelayTurn,
    inbound: Inbound | None,
    outbox: Outbox | None,
    speech: Speech,
) -> Message | None:
    words = tx.unseal(relay.conversation_id, turn.words)
    clock = time_of_day(turn.at, speech.language)
    if outbox is not None and outbox.name != STAFF_MESSAGE:
        norwegian = (
            tx.unseal(relay.conversation_id, turn.in_norwegian) if turn.in_norwegian else None
        )
        said = pairs(words, norwegian)
        theirs = relay.language or NORWEGIAN
        return Message(
            f"o{outbox.id}",
            "assistant",
            speech.say("assistant"),
            turn.at,
            clock,
            blocks=(),
            pairs=[_pair(*each, theirs, speech) for each in said],
            choices=_choices(said, theirs),
        )
    blocks = words_of_people(words, speech)
    if outbox is not None:
        return Message(
            f"o{outbox.id}", "human", speech.say("person_writes"), turn.at, clock, blocks
        )
    if inbound is None:
        return None
    is_own = turn.speaker == INTERPRETER
    who = _interpreter(tx, relay, speech) if is_own else speech.say("relay_person")
    side = "interpreter" if is_own else "person"
    return Message(f"i{_as_sent(inbound)}", side, who, turn.at, clock, blocks)


def _as_sent(inbound: Inbound) -> int:
    """The id under which the page knows a message: that of the interpreter's own."""
    return passed_on_from(inbound.carrier_id) or inbound.id


def _pair(theirs: str, norwegian: str | None, language: str, speech: Speech) -> Pair:
    beside = None if norwegian in (None, theirs) else norwegian
    has_number_of_its_own = is_choice(theirs) or not any(sign.isalpha() for sign in theirs)
    return Pair(
        _block(theirs, language, speech),
        _block(beside, NORWEGIAN, speech) if beside is not None else None,
        is_numbered=not has_number_of_its_own,
    )


def _block(text: str, language: str, speech: Speech) -> Block:
    lines = [Line(with_links(line, speech.phones), is_choice(line)) for line in text.splitlines()]
    return Block(lines, language, direction_of(language))


def _choices(said: Sequence[tuple[str, str | None]], language: str) -> list[Choice]:
    return [
        Choice(choice.value, choice.label, language, choice.icon, _gloss(norwegian))
        for theirs, norwegian in said
        for choice in choices_in(theirs.splitlines(), language)
    ]


def _gloss(norwegian: str | None) -> str | None:
    """Without the number, which is the same."""
    return norwegian.partition(" ")[2] if norwegian and is_choice(norwegian) else None
