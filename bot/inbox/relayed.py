"""What an interpreter writes: for which person, or that a relay begins or is over.

In the chat the tab says for whom; by SMS a number before the words, where there are several.
"""

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.escalation.opening import active_escalation
from bot.inbox.addressing import (
    OWN_VOICE,
    Addressed,
    read_address,
    read_numbered_word,
    read_tab,
)
from bot.inbox.handing_over import Heard, alarm_in, hand_over, hear_when_closed
from bot.inbox.keywords import Keyword, read_keyword
from bot.inbox.reading import Reading
from bot.relay.beginning import begin
from bot.relay.ending import CLOSED, end_alone, say_closed
from bot.relay.relays import (
    A_DAY,
    BY_INTERPRETER,
    ENDED,
    OPEN,
    end_relay,
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
from bot.store.tables import Outbox, Relay

UNFINISHED = ("asking_language", "asking_name")
"""What is asked of the interpreter themselves, before there is anything to read aloud."""


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
            return hand_over(reading, relay, address.words, is_own=address.number == OWN_VOICE)
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
    return hand_over(reading, relay, reading.text, is_own=False)


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


def _hear_in_tab(reading: Reading) -> Heard | bool:
    tab = read_tab(reading.text)
    relay = reading.tx.get(Relay, tab.relay_id, with_for_update=True) if tab is not None else None
    if tab is None or relay is None or relay.helper_conversation_id != reading.conversation.id:
        return False
    heard = hand_over(reading, relay, tab.words, is_own=tab.is_own)
    if not heard:  # danger, when the relay is over: it is heard as the interpreter's own
        came = reading.inbound
        came.text = reading.tx.seal(came.conversation_id, tab.words)
    return heard


def _ends_alone(reading: Reading) -> bool:
    return end_alone(
        reading.tx, reading.speaker, reading.conversation, reading.text, key=reading.key
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
    begin(tx, reading.speaker, helper, spoken, key=reading.key)
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
    say_closed(reading.tx, reading.speaker, reading.conversation, relay, key=reading.key)
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
    if len(asked) != 1 or alarm_in(asked[0], reading.text, reading.screening).kind is not None:
        return None
    return asked[0]


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
        key=f"{reading.key}:relay",
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
    return tx.scalar(told.limit(1)) is None and hear_when_closed(reading, last)
