"""What an interpreter writes: for which person, and into whose conversation it goes.

The words of a person become a message of the person's own conversation, which is read like any
other; in the interpreter's conversation only a mark of them stays. Nothing of a person who has not
agreed yet is kept, unless it concerns danger.
"""

from dataclasses import dataclass

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.relayed import GOING_ON, INTERPRETER, PERSON, keep_turn
from bot.escalation import safety_question
from bot.escalation.opening import active_escalation
from bot.inbox.addressing import (
    OWN_VOICE,
    Addressed,
    mark_of,
    passed_on_as,
    read_address,
    read_numbered_word,
    read_tab,
)
from bot.inbox.keywords import Keyword, read_keyword
from bot.inbox.listening import listen
from bot.inbox.reading import IN_TURN, Reading
from bot.inbox.receiving import HOLDING_AFTER, SCREENING_GRACE, InboundState
from bot.inbox.settling import settle
from bot.relay.beginning import ask_consent, begin, hear_answer, is_expected, say_go_on, say_refused
from bot.relay.ending import CLOSED, end_alone, say_closed
from bot.relay.relays import (
    A_DAY,
    BY_INTERPRETER,
    ENDED,
    OPEN,
    REFUSED,
    end_relay,
    keep_open,
    last_relay,
    open_relays,
    relay_numbered,
)
from bot.relay.words import (
    is_end_phrase,
    is_end_word,
    is_start_word,
    language_of_start,
    read_start,
)
from bot.safety import Screening
from bot.store.phone_tokens import own_words
from bot.store.tables import Conversation, Inbound, Outbox, Relay

UNFINISHED = ("asking_language", "asking_name")
"""What is asked of the interpreter themselves, before there is anything to read aloud."""
CONSENT = "consent"
"""Who reads what a person answers to whether they agree."""


@dataclass(frozen=True)
class Heard:
    """A message of the person's own, on its way to its reader."""

    relay: Relay
    reading: Reading


def hear(reading: Reading) -> Heard | bool:
    """Read what concerns a relay: True when that is all, False when it concerns none."""
    if reading.conversation.channel == Channel.RELAY:
        return False
    if read_tab(reading.text) is not None:
        return _hear_in_tab(reading)
    if _ends_alone(reading) or _begins(reading):
        return True
    relays = open_relays(reading.tx, reading.conversation)
    ending = _ending(reading, relays)
    if ending is not None:
        return ending
    address = read_address(reading.text)
    if address is not None:
        relay = _addressed(reading, relays, address)
        if relay is not None:
            return _take(reading, relay, address.words, is_own=address.number == OWN_VOICE)
    return _hear_unaddressed(reading, relays)


def _hear_unaddressed(reading: Reading, relays: list[Relay]) -> Heard | bool:
    """Without a number. In the chat, where each person has a tab, it is the writer's own."""
    if reading.conversation.channel == Channel.CHAT:
        relays = [each for each in relays if each.state in UNFINISHED]
        if not relays:
            return False
    if not relays:
        return _after_the_end(reading)
    if _has_own_case(reading):
        return False
    relay = _only_one_meant(reading, relays)
    if relay is None:
        return _ask_for_whom(reading, relays)
    return _take(reading, relay, reading.text, is_own=False)


def is_addressed(reading: Reading) -> bool:
    """Whether a message names the person of a relay, so that it is no answer of the writer's."""
    if read_tab(reading.text) is not None:
        return True
    address = read_address(reading.text)
    if address is None or reading.conversation.channel == Channel.RELAY:
        return False
    relays = open_relays(reading.tx, reading.conversation)
    return _addressed(reading, relays, address) is not None


def people_written_for(reading: Reading) -> int:
    """How many people these words may be of, as the writer interprets for them just now."""
    if reading.conversation.channel == Channel.CHAT:
        return int(is_addressed(reading))
    return len(open_relays(reading.tx, reading.conversation))


def hear_while_unasked(heard: Heard) -> str:
    """Before the person has agreed: danger was heard, and this may be their answer; the reader."""
    reading = heard.reading
    key = f"inbound:{reading.inbound.id}"
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
            key=key,
        )
        if agreed:
            say_go_on(reading.tx, reading.speaker, heard.relay, key=key)
    return CONSENT


def _hear_in_tab(reading: Reading) -> Heard | bool:
    tab = read_tab(reading.text)
    relay = reading.tx.get(Relay, tab.relay_id, with_for_update=True) if tab is not None else None
    if tab is None or relay is None or relay.helper_conversation_id != reading.conversation.id:
        return False
    heard = _take(reading, relay, tab.words, is_own=tab.is_own)
    if not heard:  # danger, when the relay is over: it is heard as the interpreter's own
        came = reading.inbound
        came.text = reading.tx.seal(came.conversation_id, tab.words)
    return heard


def _ends_alone(reading: Reading) -> bool:
    return end_alone(
        reading.tx, reading.speaker, reading.conversation, reading.text, key=_key(reading)
    )


def _begins(reading: Reading) -> bool:
    tx, helper = reading.tx, reading.conversation
    start = read_start(reading.text)
    spoken = start.spoken if start is not None else None
    if start is None:
        again = read_numbered_word(reading.text)
        if again is None or not is_start_word(again.words) or not open_relays(tx, helper):
            return False
    elif not helper.language_chosen:
        helper.language = language_of_start(reading.text, helper.language)
    begin(tx, reading.speaker, helper, spoken, key=_key(reading))
    return True


def _ending(reading: Reading, relays: list[Relay]) -> bool | None:
    """Whether the interpreter has ended a relay; None when they speak of something else."""
    numbered = read_numbered_word(reading.text)
    address = read_address(reading.text)
    relay = None
    if numbered is not None and is_end_word(numbered.words):
        relay = next((each for each in relays if each.number == numbered.number), None)
    elif address is not None and read_keyword(address.words, opted_out=False) is Keyword.STOP:
        relay = next((each for each in relays if each.number == address.number), None)
    elif relays and is_end_phrase(reading.text):
        if len(relays) > 1:
            return bool(_ask_for_whom(reading, relays))
        relay = relays[0]
    if relay is None:
        return None
    end_relay(reading.tx, relay, BY_INTERPRETER)
    say_closed(reading.tx, reading.speaker, reading.conversation, relay, key=_key(reading))
    return True


def _addressed(reading: Reading, relays: list[Relay], address: Addressed) -> Relay | None:
    """Whom a number means; the interpreter's own voice belongs to whom they wrote for last."""
    if address.number == OWN_VOICE:
        return max(relays, key=lambda each: each.last_turn_at, default=None)
    return relay_numbered(reading.tx, reading.conversation, address.number)


def _only_one_meant(reading: Reading, relays: list[Relay]) -> Relay | None:
    """Without a number: the only person, or the one of whom something was just asked."""
    if len(relays) == 1:
        return relays[0]
    asked = [each for each in relays if each.state != OPEN]
    if len(asked) != 1 or _alarm(asked[0], reading.text, reading.screening).kind is not None:
        return None
    return asked[0]


def _alarm(relay: Relay, words: str, screening: Screening) -> Screening:
    """What the safety net heard: a name may sound like anything, and we have just asked for one."""
    is_expected_guess = screening.language == "model" and is_expected(relay, words)
    return Screening() if is_expected_guess else screening


def _has_own_case(reading: Reading) -> bool:
    """Something is open in the interpreter's own conversation: what has no number belongs there."""
    return active_escalation(reading.tx, reading.conversation) is not None


def _ask_for_whom(reading: Reading, relays: list[Relay]) -> bool:
    """Ask for the number; danger is heard all the same, in the interpreter's own conversation."""
    numbers = ", ".join(f"{each.number}:" for each in relays)
    reading.speaker.tell(
        reading.tx,
        reading.conversation,
        "utter_relay_which_person",
        key=f"{_key(reading)}:relay",
        numbers=numbers,
    )
    return reading.screening.kind is None


def _after_the_end(reading: Reading) -> bool:
    """Somebody else has ended it: the interpreter hears so once, and never who it was."""
    tx, helper = reading.tx, reading.conversation
    last = last_relay(tx, helper)
    if last is None or last.state != ENDED or last.ended_by == BY_INTERPRETER:
        return False
    if last.ended_at is None or last.ended_at < tx.now - A_DAY:
        return False
    told = select(Outbox.id).where(
        Outbox.conversation_id == helper.id,
        Outbox.name == CLOSED,
        Outbox.created_at >= last.ended_at,
    )
    return tx.scalar(told.limit(1)) is None and _is_closed(reading, last)


def _is_closed(reading: Reading, relay: Relay) -> bool:
    """Nothing more is taken for this person; danger is heard, as the interpreter's own words."""
    tx, helper = reading.tx, reading.conversation
    if relay.state == REFUSED:
        say_refused(tx, reading.speaker, helper, key=_key(reading))
    else:
        say_closed(tx, reading.speaker, helper, relay, key=_key(reading))
    if reading.screening.kind is not None:
        return False
    _leave_a_mark(reading, relay)
    return True


def _take(reading: Reading, relay: Relay, words: str, *, is_own: bool) -> Heard | bool:
    """Hand over what was said to the readers of the person's own conversation."""
    tx, speaker = reading.tx, reading.speaker
    if relay.state not in GOING_ON:
        return _is_closed(reading, relay)
    person = tx.get_one(Conversation, relay.conversation_id, with_for_update=IN_TURN)
    keep_open(tx, speaker.register, relay)
    screening = reading.screening if words == reading.text else listen(words)
    screening = _alarm(relay, words, screening)
    is_about_danger = (
        screening.kind is not None
        or safety_question.open_question(tx, person) is not None
        or active_escalation(tx, person) is not None
    )
    if relay.state != OPEN and not is_about_danger:
        if is_own and relay.state == "asking_consent":  # nobody agrees for the person
            ask_consent(tx, speaker, relay, key=_key(reading))
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
        speaker.tell(tx, reading.conversation, name, key=f"{_key(reading)}:relay")
        return True
    return Heard(relay, Reading(tx, speaker, person, inbound, words, screening))


def _answer(reading: Reading, relay: Relay, words: str) -> None:
    """What was asked before the person may speak; of their answer only a yes is kept."""
    tx, speaker, key = reading.tx, reading.speaker, _key(reading)
    address = read_address(reading.own_words)
    own = address.words if address is not None else reading.own_words
    if not hear_answer(tx, speaker, reading.conversation, relay, words, own, key=key):
        _leave_a_mark(reading, relay)
        return
    inbound = _pass_on(reading, relay, words)
    settle(tx, inbound, CONSENT)
    keep_turn(tx, relay, PERSON, own_words(tx, inbound), inbound=inbound)
    say_go_on(tx, speaker, relay, key=key)


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


def _key(reading: Reading) -> str:
    return f"inbound:{reading.inbound.id}"
