"""Screening: every stored message passes the safety net before anybody else may read it.

The edge does it at once, the courier when the edge did not; neither needs Rasa.
"""

from datetime import timedelta
from itertools import takewhile

import structlog
from sqlalchemy import select

from bot.callbacks.attachments import NOTHING_TO_READ, hear_attachments
from bot.delivery.attachments import of_conversation
from bot.delivery.channel import Channel
from bot.delivery.copies import empty_copy
from bot.delivery.speaker import Speaker
from bot.escalation.attachments import note_attachments
from bot.inbox.in_place_of_mms import is_in_place_of_mms
from bot.inbox.listening import listen
from bot.inbox.reading import Reading
from bot.inbox.receiving import InboundState
from bot.inbox.router import route
from bot.inbox.settling import settle
from bot.language.conversation import remember
from bot.language.identify import Guess, identify
from bot.relay.relays import is_in_relay
from bot.safety import Screening, read_needs, screen
from bot.store import Store, Transaction
from bot.store.conversations import IN_TURN
from bot.store.due_work import claim, is_held, release, still_held
from bot.store.tables import Attachment, Conversation, Inbound

LEASE = timedelta(seconds=20)
RETRY_AFTER = timedelta(seconds=2)
MOST_FAILURES = 3

log = structlog.get_logger()


def warm_up() -> None:
    """Load vocabulary and profiles now: the first message, or a flood, must not wait for them."""
    screen("")
    read_needs("")
    identify("hei")


def screen_conversation(store: Store, speaker: Speaker, conversation_id: str) -> None:
    """Screen what a conversation has received, in order, each message in its own transaction.

    From the first that a courier has in hand on it is the courier's: under a flood both would do
    all work twice.
    """
    with store.read() as tx:
        waiting = tx.scalars(
            select(Inbound)
            .where(
                Inbound.conversation_id == conversation_id,
                Inbound.state == InboundState.RECEIVED,
            )
            .order_by(Inbound.id)
        )
        ours = [row.id for row in takewhile(lambda row: not is_held(tx, row), waiting)]
    for inbound_id in ours:
        screen_inbound(store, speaker, inbound_id)


def screen_inbound(store: Store, speaker: Speaker, inbound_id: int) -> None:
    """Pass one message through the net and let its reader read it; nothing when already done."""
    with store.read() as tx:
        inbound = tx.get_one(Inbound, inbound_id)
        if inbound.state != InboundState.RECEIVED:
            return
        text = tx.unseal(inbound.conversation_id, inbound.text)
        remembered = tx.get_one(Conversation, inbound.conversation_id).language
    screening = listen(text)
    guess = _identify(text, remembered, inbound_id)
    with store.write() as tx:
        conversation = tx.get_one(Conversation, inbound.conversation_id, with_for_update=IN_TURN)
        inbound = tx.get_one(Inbound, inbound_id, with_for_update=True)
        if inbound.state == InboundState.RECEIVED:
            _read(tx, speaker, conversation, inbound, text, screening, guess)


def screen_overdue(store: Store, speaker: Speaker, holder: str, limit: int) -> int:
    """Screen what the edge left behind; what fails three times is parked where staff see it."""
    with store.write() as tx:
        overdue = [
            (row.id, row.attempts)
            for row in claim(
                tx,
                Inbound,
                holder=holder,
                lease=LEASE,
                limit=limit,
                where=[Inbound.state == InboundState.RECEIVED],
                order=[Inbound.id],
            )
        ]
    for inbound_id, attempts in overdue:
        try:
            screen_inbound(store, speaker, inbound_id)
        except Exception:
            log.exception("screening_failed", inbound=inbound_id, attempts=attempts)
            with store.write() as tx:
                row = still_held(tx, inbound_id, Inbound, holder)
                if row is not None and row.attempts >= MOST_FAILURES:
                    _empty_copy(tx, row)
                    park(tx, speaker, row)
                elif row is not None:
                    row.due_at = tx.now + RETRY_AFTER * row.attempts
                    release(row)
    return len(overdue)


def park(tx: Transaction, speaker: Speaker, inbound: Inbound) -> None:
    """Set a message aside that we cannot read: the person is offered a call, staff see it."""
    inbound.state = InboundState.PARKED
    inbound.due_at = None
    inbound.holding_at = None
    release(inbound)
    speaker.tell(
        tx,
        tx.get_one(Conversation, inbound.conversation_id),
        "utter_parked",
        key=f"inbound:{inbound.id}:parked",
    )


def _empty_copy(tx: Transaction, inbound: Inbound) -> None:
    """We have the words ourselves, and the carrier's copy is needed no more."""
    if inbound.channel == Channel.SMS:
        empty_copy(tx, inbound.carrier_id)


def _identify(text: str, remembered: str | None, inbound_id: int) -> Guess:
    """The likeliest language. Nothing that fails here may stand between a person and help."""
    try:
        return identify(text, remembered)
    except Exception:
        log.exception("language_unknown", inbound=inbound_id)
        return Guess(None, 0.0)


def _read(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    inbound: Inbound,
    text: str,
    screening: Screening,
    guess: Guess,
) -> None:
    is_carriers = is_in_place_of_mms(text)
    if is_carriers and screening.level == "ask" and screening.language == "model":
        screening = Screening()  # the carrier's words, and a guess
    if not is_in_relay(tx, conversation):  # their words are not all of one language
        remember(conversation, guess, text)
    for name in inbound.notices:
        speaker.tell(tx, conversation, name, key=f"inbound:{inbound.id}:notice:{name}")
    if text.strip() and (screening.kind is not None or not is_carriers):
        reader = route(Reading(tx, speaker, conversation, inbound, text, screening))
    else:
        reader = NOTHING_TO_READ  # its notice has told the person
    if of_conversation(tx, conversation.id, Attachment.inbound_id == inbound.id):
        has_words = reader != NOTHING_TO_READ
        note_attachments(tx, speaker, conversation, inbound, has_words=has_words)
        hear_attachments(tx, speaker.register, conversation, inbound, has_words=has_words)
    _empty_copy(tx, inbound)
    settle(tx, inbound, reader)
