"""What an interpreter writes for a person, once it is known for whom: handed over, or not.

The words become a message of the person's own conversation; in the interpreter's conversation only
a mark of them stays. Nothing of a person who has not agreed yet is kept, unless it concerns danger.
"""

from dataclasses import dataclass

from bot.delivery.channel import Channel
from bot.delivery.relayed import GOING_ON, INTERPRETER, PERSON, keep_turn
from bot.escalation import safety_question
from bot.escalation.opening import active_escalation
from bot.inbox.addressing import mark_of, passed_on_as, read_address
from bot.inbox.listening import listen
from bot.inbox.reading import Reading
from bot.inbox.receiving import HOLDING_AFTER, SCREENING_GRACE, InboundState
from bot.inbox.settling import settle
from bot.relay.beginning import ask_consent, hear_answer, is_expected, say_go_on, say_refused
from bot.relay.ending import say_closed
from bot.relay.relays import OPEN, REFUSED, keep_open
from bot.safety import Screening
from bot.store.conversations import IN_TURN
from bot.store.phone_tokens import own_words
from bot.store.tables import Conversation, Inbound, Relay

CONSENT = "consent"
"""Who reads what a person answers to whether they agree."""


@dataclass(frozen=True)
class Heard:
    """A message of the person's own, on its way to its reader."""

    relay: Relay
    reading: Reading


def hand_over(reading: Reading, relay: Relay, words: str, *, is_own: bool) -> Heard | bool:
    """Hand over what was said to the readers of the person's own conversation."""
    tx, speaker = reading.tx, reading.speaker
    if relay.state not in GOING_ON:
        return hear_when_closed(reading, relay)
    person = tx.get_one(Conversation, relay.conversation_id, with_for_update=IN_TURN)
    keep_open(tx, speaker.register, relay)
    screening = reading.screening if words == reading.text else listen(words)
    screening = alarm_in(relay, words, screening)
    is_about_danger = (
        screening.kind is not None
        or safety_question.open_question(tx, person) is not None
        or active_escalation(tx, person) is not None
    )
    if relay.state != OPEN and not is_about_danger:
        if is_own and relay.state == "asking_consent":  # nobody agrees for the person
            ask_consent(tx, speaker, relay, key=reading.key)
            _leave_a_mark(reading, relay)
        else:
            _answer(reading, relay, words)
        return True
    inbound = _pass_on(reading, relay, words)
    said = own_words(tx, inbound)
    keep_turn(tx, relay, INTERPRETER if is_own else PERSON, said, inbound=inbound)
    if is_own and screening.kind is None:
        settle(tx, inbound, INTERPRETER)
        if reading.conversation.channel == Channel.CHAT:
            return True  # the page shows them as that
        name = "utter_relay_noted"
        speaker.tell(tx, reading.conversation, name, key=f"{reading.key}:relay")
        return True
    return Heard(relay, Reading(tx, speaker, person, inbound, words, screening))


def hear_while_unasked(heard: Heard) -> str:
    """Before the person has agreed: danger was heard, and this may be their answer; the reader."""
    reading = heard.reading
    helper_id = heard.relay.helper_conversation_id
    if helper_id is not None:
        helper = reading.tx.get_one(Conversation, helper_id)
        agreed = hear_answer(
            reading.tx,
            reading.speaker,
            helper,
            heard.relay,
            reading.text,
            reading.own_words,
            key=reading.key,
        )
        if agreed:
            say_go_on(reading.tx, reading.speaker, heard.relay, key=reading.key)
    return CONSENT


def _answer(reading: Reading, relay: Relay, words: str) -> None:
    """What was asked before the person may speak; of their answer only a yes is kept."""
    tx, speaker, key = reading.tx, reading.speaker, reading.key
    address = read_address(reading.own_words)
    own = address.words if address is not None else reading.own_words
    if not hear_answer(tx, speaker, reading.conversation, relay, words, own, key=key):
        _leave_a_mark(reading, relay)
        return
    inbound = _pass_on(reading, relay, words)
    settle(tx, inbound, CONSENT)
    keep_turn(tx, relay, PERSON, own_words(tx, inbound), inbound=inbound)
    say_go_on(tx, speaker, relay, key=key)


def hear_when_closed(reading: Reading, relay: Relay) -> bool:
    """Nothing more is taken for this person; danger is heard, as the interpreter's own words."""
    tx, helper = reading.tx, reading.conversation
    if relay.state == REFUSED:
        say_refused(tx, reading.speaker, helper, key=reading.key)
    else:
        say_closed(tx, reading.speaker, helper, relay, key=reading.key)
    if reading.screening.kind is not None:
        return False
    _leave_a_mark(reading, relay)
    return True


def alarm_in(relay: Relay, words: str, screening: Screening) -> Screening:
    """What the safety net heard: a name may sound like anything, and we have just asked for one."""
    is_expected_guess = screening.language == "model" and is_expected(relay, words)
    return Screening() if is_expected_guess else screening


def _pass_on(reading: Reading, relay: Relay, words: str) -> Inbound:
    """The same message once more, as one of the person's, under the person's key."""
    tx, came = reading.tx, reading.inbound
    phones = tx.unseal(came.conversation_id, came.phones) if came.phones is not None else None
    inbound = Inbound(
        conversation_id=relay.conversation_id,
        channel=Channel.RELAY,
        carrier_id=passed_on_as(came.id),
        text=tx.seal(relay.conversation_id, words),
        phones=tx.seal(relay.conversation_id, phones) if phones is not None else None,
        notices=[],
        received_at=came.received_at,
        state=InboundState.RECEIVED,
        due_at=tx.now + SCREENING_GRACE,
        holding_at=tx.now + HOLDING_AFTER,
        attempts=0,
    )
    tx.add(inbound)
    tx.flush()
    _leave_a_mark(reading, relay)
    return inbound


def _leave_a_mark(reading: Reading, relay: Relay) -> None:
    """Only for whom it was stays in the interpreter's conversation: the words are the person's."""
    came = reading.inbound
    came.text = reading.tx.seal(came.conversation_id, mark_of(relay.number))
    came.phones = None
