"""Who reads a stored message. The order is the product's, and every pair of it is tested:

a duty phone that holds a page → an open safety question → STOP, HELP, START → a relay prefix →
the safety net → the answer to "did you get help?" → the answer to what we asked about a request →
a number a request lacks → the brain. All but the brain work while the brain is dead.

A reader gives True when the message was for it; then nobody else reads it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.callbacks.answers import is_unknown, read_agreement, read_choice
from bot.callbacks.changing import become_urgent, take_phone
from bot.callbacks.replying import read_callback_answer
from bot.delivery.channel import Channel
from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.escalation import safety_question
from bot.escalation.codes import open_pages
from bot.escalation.ending import note_helped, reopen
from bot.escalation.events import What, note
from bot.escalation.grammar import Verb, read_command
from bot.escalation.lines import lines_of_phone
from bot.escalation.needs import note_needs
from bot.escalation.officer import Reply, note_afterwards, read_officer_reply
from bot.escalation.opening import (
    active_escalation,
    asked_whether_helped,
    is_joker,
    open_escalation,
)
from bot.escalation.placing import (
    ask_again_where,
    note_children,
    note_phone,
    place_escalation,
    read_place,
)
from bot.escalation.writing import talk_since
from bot.inbox.keywords import Keyword, read_keyword
from bot.register import Place
from bot.safety import Screening, read_answer, read_needs
from bot.store.phone_tokens import first_phone, own_words
from bot.store.tables import Conversation, Escalation, Inbound
from bot.store.transaction import Transaction

SHORT_ANSWER_WORDS = 4
HIGHEST_CHOICE = 99


@dataclass(frozen=True)
class Reading:
    """A message on its way to its reader, with what was found out before the transaction."""

    tx: Transaction
    speaker: Speaker
    conversation: Conversation
    inbound: Inbound
    text: str
    """With tokens in place of phone numbers."""
    screening: Screening

    @property
    def own_words(self) -> str:
        """As the person wrote it, for the human who reads it."""
        return own_words(self.tx, self.inbound)


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
    if question is None:
        return False
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
        return True
    return False


def keyword(reading: Reading) -> bool:
    tx, conversation = reading.tx, reading.conversation
    word = read_keyword(reading.text, opted_out=conversation.opted_out_at is not None)
    key = f"inbound:{reading.inbound.id}:keyword"
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
        if active_escalation(tx, conversation) is None:
            safety_question.ask(tx, reading.speaker, conversation, reading.inbound, "life")
    return word is not None


def safety_net(reading: Reading) -> bool:
    """Danger in any language; and, while a case is open, what belongs to it."""
    tx, speaker, conversation = reading.tx, reading.speaker, reading.conversation
    screening, escalation = reading.screening, active_escalation(tx, conversation)
    if screening.kind is not None or escalation is not None:
        needs = read_needs(reading.text)
        note_needs(tx, speaker, conversation, escalation, reading.inbound, needs)
    if screening.kind is None:
        return escalation is not None and _answers_case_question(reading, escalation)
    if escalation is None and (screening.level == "ask" or is_joker(tx, conversation)):
        safety_question.ask(tx, speaker, conversation, reading.inbound, screening.kind)
        return True
    _keep_number(reading)
    place = _only(speaker.register.mentioned_places(reading.text))
    open_escalation(
        tx,
        speaker,
        conversation,
        kind=screening.kind,
        key=f"inbound:{reading.inbound.id}:emergency",
        place=place,
        words=reading.own_words,
    )
    if escalation is not None and escalation.place is None and place is not None:
        place_escalation(tx, speaker, conversation, escalation, place, reading.inbound)
    _requests_become_urgent(reading)
    return True


def _answers_case_question(reading: Reading, escalation: Escalation) -> bool:
    """Take the answer we asked for; any other words are kept with the case and read on.

    While a human writes with the person, the words are for that human alone.
    """
    tx, speaker, conversation = reading.tx, reading.speaker, reading.conversation
    if _gives_a_number(reading, escalation):
        return True
    if escalation.asking in ("place", "bydel"):
        number = read_choice(reading.text, HIGHEST_CHOICE)
        place = read_place(speaker.register, escalation, reading.text, number)
        if place is not None:
            place_escalation(tx, speaker, conversation, escalation, place, reading.inbound)
            return True
        if escalation.asking == "place" and len(reading.text.split()) <= SHORT_ANSWER_WORDS:
            ask_again_where(tx, speaker, conversation, reading.inbound)
            return True
    elif escalation.asking == "children":
        answer = read_choice(reading.text, 2) or read_agreement(reading.text)
        if answer:
            with_children = answer in (1, "yes")
            note_children(tx, speaker, conversation, escalation, with_children, reading.inbound)
            return True
    note(tx, escalation, What.NOTED, words=reading.own_words)
    talk = talk_since(tx, escalation)
    if talk is None:
        return False
    speaker.tell(
        tx,
        conversation,
        "utter_emergency_joined",
        key=f"event:{talk}:joined",  # once for each message of the human's
        lane=Lane.EMERGENCY_REPLY,
    )
    return True


def _gives_a_number(reading: Reading, escalation: Escalation) -> bool:
    """A person in the chat says where they can be phoned, asked or not; or that they cannot be."""
    tx, conversation = reading.tx, reading.conversation
    if conversation.channel != Channel.CHAT:
        return False
    phone = first_phone(tx, reading.inbound)
    if phone is None and not (escalation.asking == "phone" and is_unknown(reading.text)):
        return False
    if phone is not None:
        note(tx, escalation, What.NOTED, words=reading.own_words)
    note_phone(tx, reading.speaker, conversation, escalation, phone, reading.inbound)
    return True


def _keep_number(reading: Reading) -> None:
    """A number in the very words of an emergency need not be asked for."""
    conversation = reading.conversation
    phone = first_phone(reading.tx, reading.inbound)
    if conversation.channel == Channel.CHAT and phone and conversation.contact_phone is None:
        conversation.contact_phone = reading.tx.seal(conversation.id, phone)


def _requests_become_urgent(reading: Reading) -> None:
    """Somebody who waits to be phoned and is in danger is phoned first."""
    become_urgent(
        reading.tx,
        reading.speaker.register,
        reading.conversation,
        key=f"inbound:{reading.inbound.id}",
    )


def _only(places: Sequence[Place]) -> Place | None:
    return places[0] if len(places) == 1 else None


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


def callback_answer(reading: Reading) -> bool:
    """The answer to what we asked last about a request to be phoned."""
    return read_callback_answer(
        reading.tx,
        reading.speaker,
        reading.conversation,
        reading.inbound,
        reading.text,
        reading.own_words,
    )


def callback_phone(reading: Reading) -> bool:
    """The number that a request made in the chat still lacks."""
    return take_phone(
        reading.tx, reading.speaker, reading.conversation, reading.inbound, reading.text
    )


def brain(_reading: Reading) -> bool:
    """Everything else: left for Rasa, in the order it came."""
    return True


READERS: tuple[Reader, ...] = (
    duty_officer,
    open_safety_question,
    keyword,
    safety_net,
    help_came,
    callback_answer,
    callback_phone,
    brain,
)


def route(reading: Reading) -> str:
    """Let the first reader the message is for read it; gives that reader's name."""
    return next(reader.__name__ for reader in READERS if reader(reading))
