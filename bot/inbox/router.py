"""Who reads a stored message. The order is the product's, and every pair of it is tested:

a duty phone that holds a page → an open safety question → STOP, HELP, START → an interpreter who
writes for somebody → the safety net → the answer to "did you get help?" → the answer to what we
asked about a request → a number a request lacks → a reply to staff → the rest of a long answer →
the brain. All but the brain work while the brain is dead. What a person says in passing of their
phone is heard before any of them but the first. What an interpreter writes for somebody is read in
the same order once more, as a message of that person.

A reader gives True when the message was for it; then nobody else reads it.
"""

from collections.abc import Callable

from bot.callbacks.answers import is_more, read_agreement, read_choice
from bot.callbacks.changing import become_urgent, hear_contact
from bot.delivery.channel import Channel
from bot.delivery.more import tell_rest
from bot.delivery.outbox import Lane
from bot.escalation import safety_question
from bot.escalation.briefing import tell_holder
from bot.escalation.codes import open_pages
from bot.escalation.ending import note_helped, reopen
from bot.escalation.events import What, note
from bot.escalation.grammar import Verb, read_command
from bot.escalation.lines import lines_of_phone
from bot.escalation.needs import note_needs, say_may_write
from bot.escalation.officer import Reply, note_afterwards, read_officer_reply
from bot.escalation.opening import (
    active_escalation,
    asked_whether_helped,
    is_joker,
    open_escalation,
)
from bot.escalation.placing import place_escalation
from bot.inbox.case_answers import answers_case_question, keep_number
from bot.inbox.handing_over import Heard, hear_while_unasked
from bot.inbox.keywords import Keyword, read_keyword
from bot.inbox.reading import Reading
from bot.inbox.reading_after_all import read_after_all
from bot.inbox.relayed import hear, is_addressed, people_written_for
from bot.inbox.request_answers import callback_answer, callback_phone, callback_talk
from bot.inbox.settling import BRAIN, settle
from bot.relay.relays import OPEN
from bot.safety import read_answer, read_needs
from bot.store.tables import Escalation, SafetyQuestion

Reader = Callable[[Reading], bool]


def duty_officer(reading: Reading) -> bool:
    """A duty phone with a page in hand, or one that answers with a code.

    An officer's words about a case ("he has a knife, calling 112") must open nothing.
    """
    tx, conversation = reading.tx, reading.conversation
    number = tx.unseal(conversation.id, conversation.address)
    lines = lines_of_phone(tx, reading.speaker.register, number)
    if not lines:
        return False
    reply = Reply(
        tx, reading.speaker, conversation, reading.inbound, number, lines, reading.own_words
    )
    longest = reading.speaker.register.page.longest_promise_minutes
    command = read_command(reading.text, longest)
    if open_pages(tx, number) or (command.code is not None and command.verb is not Verb.NOTE):
        read_officer_reply(reply)
        return True
    return reading.screening.level != "certain" and note_afterwards(reply)


def open_safety_question(reading: Reading) -> bool:
    """An answer to "are you safe?"; anything that is no answer goes on to the next reader."""
    tx, speaker, conversation = reading.tx, reading.speaker, reading.conversation
    question = safety_question.open_question(tx, conversation)
    if question is None or is_addressed(reading):
        return False
    cannot_speak = _note_needs(reading, active_escalation(tx, conversation))
    is_read = _answer_safety(reading, question)
    if cannot_speak:
        say_may_write(tx, speaker, conversation, reading.inbound)
    return is_read


def _answer_safety(reading: Reading, question: SafetyQuestion) -> bool:
    tx, speaker, conversation = reading.tx, reading.speaker, reading.conversation
    answer = read_answer(reading.text)
    if answer == "danger" or reading.screening.kind is not None:
        # An alarming answer, even a vague one, is no "yes".
        safety_question.answer_danger(
            tx,
            speaker,
            conversation,
            question,
            kind=reading.screening.kind,
            words=reading.own_words,
        )
        _requests_become_urgent(reading)
        return True
    if answer == "safe":
        safety_question.answer_safe(
            tx, speaker, conversation, question, reading.inbound, reading.own_words
        )
        read_after_all(tx, conversation, question)
        return True
    return False


def _note_needs(reading: Reading, escalation: Escalation | None) -> bool:
    """How the writer can be reached: said in passing, and known before anything is sent.

    Whether they have only now said that they cannot speak.
    """
    needs = read_needs(reading.text)
    return note_needs(
        reading.tx, reading.speaker, reading.conversation, escalation, reading.inbound, needs
    )


def contact_told(reading: Reading) -> bool:
    """What is said of the phone in passing; the message itself is for somebody else.

    An interpreter speaks of other people's phones.
    """
    if people_written_for(reading):
        return False
    hear_contact(
        reading.tx,
        reading.speaker.register,
        reading.conversation,
        reading.own_words,
        key=reading.key,
    )
    return False


def keyword(reading: Reading) -> bool:
    tx, conversation = reading.tx, reading.conversation
    word = read_keyword(reading.text, opted_out=conversation.opted_out_at is not None)
    if word is Keyword.HELP and people_written_for(reading) == 1:
        return False  # it may be all that the person an interpreter writes for can say
    escalation = active_escalation(tx, conversation) if word is not None else None
    key = f"{reading.key}:keyword"
    is_chat = conversation.channel == Channel.CHAT
    if is_chat and word is Keyword.STOP:
        # There is no carrier, and what is only shown on a page needs no silence.
        reading.speaker.tell(tx, conversation, "utter_chat_end_how", key=key)
    elif is_chat and word is Keyword.START:
        return False
    elif word is Keyword.STOP:
        # The carrier blocks the number itself and says so; a reply of ours would be refused.
        conversation.opted_out_at = tx.now
    elif word is Keyword.START:
        conversation.opted_out_at = conversation.unsafe_at = None
        reading.speaker.tell(tx, conversation, "utter_started", key=key)
    elif word is Keyword.HELP:
        # A bare "help" may be all that a frightened person can write.
        reading.speaker.tell(tx, conversation, "utter_help", key=key, lane=Lane.EMERGENCY_REPLY)
        if escalation is None:
            _ask_or_open(reading, "life")
    if word is not None and escalation is not None:
        note(tx, escalation, What.NOTED, words=reading.own_words)
        tell_holder(tx, reading.speaker, escalation, key=f"{key}:holder")
    return word is not None


def relay(reading: Reading) -> bool:
    """What an interpreter writes for somebody: read like any other, as that person's own."""
    heard = hear(reading)
    if isinstance(heard, Heard):
        reader = route(heard.reading)
        if reader == BRAIN and heard.relay.state != OPEN:
            reader = hear_while_unasked(heard)
        settle(reading.tx, heard.reading.inbound, reader)
    return bool(heard)


def _ask_or_open(reading: Reading, kind: str) -> None:
    """Ask whether they are safe; where no question would arrive, its silence is known now."""
    tx, speaker, conversation = reading.tx, reading.speaker, reading.conversation
    if safety_question.can_be_asked(conversation):
        safety_question.ask(tx, speaker, conversation, reading.inbound, kind)
        return
    key = f"{reading.key}:emergency"
    place = speaker.register.mentioned_place(reading.text)
    open_escalation(
        tx, speaker, conversation, kind=kind, key=key, place=place, words=reading.own_words
    )
    _requests_become_urgent(reading)


def safety_net(reading: Reading) -> bool:
    """Danger in any language; and, while a case is open, what belongs to it."""
    escalation = active_escalation(reading.tx, reading.conversation)
    if reading.screening.kind is None and escalation is None:
        return False
    cannot_speak = _note_needs(reading, escalation)
    is_read = _hear(reading, escalation)
    if cannot_speak:  # after the number to phone and what we do
        say_may_write(reading.tx, reading.speaker, reading.conversation, reading.inbound)
    return is_read


def _hear(reading: Reading, escalation: Escalation | None) -> bool:
    tx, speaker, conversation = reading.tx, reading.speaker, reading.conversation
    screening = reading.screening
    if screening.kind is None:
        return escalation is not None and answers_case_question(reading, escalation)
    if escalation is None and (screening.level == "ask" or is_joker(tx, conversation)):
        _ask_or_open(reading, screening.kind)
        return True
    keep_number(reading)
    place = speaker.register.mentioned_place(reading.text)
    open_escalation(
        tx,
        speaker,
        conversation,
        kind=screening.kind,
        key=f"{reading.key}:emergency",
        place=place,
        words=reading.own_words,
    )
    if escalation is not None and escalation.place is None and place is not None:
        place_escalation(tx, speaker, conversation, escalation, place, reading.inbound)
    _requests_become_urgent(reading)
    return True


def _requests_become_urgent(reading: Reading) -> None:
    """Somebody who waits to be phoned and is in danger is phoned first."""
    become_urgent(
        reading.tx,
        reading.speaker.register,
        reading.conversation,
        key=reading.key,
    )


def help_came(reading: Reading) -> bool:
    """The answer to "did you get help?": no opens the case again, with its history."""
    tx, speaker, conversation = reading.tx, reading.speaker, reading.conversation
    escalation = asked_whether_helped(tx, conversation)
    if escalation is None:
        return False
    answer = read_choice(reading.text, 2) or read_agreement(reading.text)
    if not answer:
        return False
    if answer in (1, "yes"):
        note_helped(tx, speaker, escalation)
    else:
        reopen(tx, speaker, escalation, reading.own_words)
    return True


def more(reading: Reading) -> bool:
    """The rest of a long answer."""
    if not is_more(reading.text):
        return False
    return tell_rest(reading.tx, reading.speaker, reading.conversation, reading.inbound)


def brain(_reading: Reading) -> bool:
    """Everything else: left for Rasa, in the order it came."""
    return True


READERS: tuple[Reader, ...] = (
    duty_officer,
    contact_told,
    open_safety_question,
    keyword,
    relay,
    safety_net,
    help_came,
    callback_answer,
    callback_phone,
    callback_talk,
    more,
    brain,
)


def route(reading: Reading) -> str:
    """Let the first reader the message is for read it; gives that reader's name."""
    return next(reader.__name__ for reader in READERS if reader(reading))
