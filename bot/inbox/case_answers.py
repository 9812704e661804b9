"""What a person writes while their case is open: answers to what we asked, and all the rest."""

from bot.callbacks.answers import is_unknown, read_agreement, read_choice
from bot.delivery.channel import NUMBERLESS
from bot.delivery.outbox import Lane
from bot.escalation.events import What, note
from bot.escalation.placing import (
    ask_again_where,
    note_children,
    note_phone,
    place_escalation,
    read_place,
)
from bot.escalation.waiting import wake_unless_it_may_wait
from bot.escalation.writing import talk_since
from bot.inbox.reading import Reading
from bot.store.phone_tokens import first_phone
from bot.store.tables import Escalation

SHORT_ANSWER_WORDS = 4
HIGHEST_CHOICE = 99


def answers_case_question(reading: Reading, escalation: Escalation) -> bool:
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
    wake_unless_it_may_wait(tx, speaker, escalation, reading.own_words)
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
    if conversation.channel not in NUMBERLESS:
        return False
    phone = first_phone(tx, reading.inbound)
    if phone is None and not (escalation.asking == "phone" and is_unknown(reading.text)):
        return False
    if phone is not None:
        note(tx, escalation, What.NOTED, words=reading.own_words)
    note_phone(tx, reading.speaker, conversation, escalation, phone, reading.inbound)
    return True


def keep_number(reading: Reading) -> None:
    """A number in the very words of an emergency need not be asked for."""
    conversation = reading.conversation
    phone = first_phone(reading.tx, reading.inbound)
    if conversation.channel in NUMBERLESS and phone and conversation.contact_phone is None:
        conversation.contact_phone = reading.tx.seal(conversation.id, phone)
