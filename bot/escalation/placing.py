"""What the person answers once a case is open: where they are, a number, children.

Every answer only adds; a case is never delayed by it.
"""

from datetime import timedelta
from typing import cast

from sqlalchemy import func, select

from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.escalation import ladder
from bot.escalation.asking import Asked, ask_next, bydeler_to_choose
from bot.escalation.briefing import tell_holder
from bot.escalation.events import What, note
from bot.escalation.ways import usable_lines
from bot.register import Kind, Place, Register
from bot.store.tables import Conversation, Escalation, Inbound, Outbox
from bot.store.transaction import Transaction

PLACE_UNKNOWN = "utter_emergency_place_unknown"
MOST_ASKED_AGAIN = 2
ASKED_LATELY = timedelta(hours=1)


def place_escalation(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    escalation: Escalation,
    place: Place,
    inbound: Inbound,
) -> None:
    """Note where the person is; an open case goes to that place's own line at once.

    Lines paged before keep their codes: whoever answers first has it.
    """
    escalation.place = place.area
    conversation.place = place.area
    note(tx, escalation, What.PLACED)
    if escalation.waits_until is not None:
        _wake_unless_it_may_wait_there(tx, speaker, escalation, place)
    elif escalation.state == "open":
        ladder.set_alarms(speaker, escalation)
        ladder.start_anew(tx, speaker, escalation)
    tell_holder(tx, speaker, escalation, key=f"inbound:{inbound.id}:place")
    answered: Asked = "place" if place.bydel is None else "bydel"
    _thank_and_ask(
        tx,
        speaker,
        conversation,
        escalation,
        inbound,
        answered,
        "utter_emergency_place_noted",
        place=place.bydel or place.name,
    )


def _wake_unless_it_may_wait_there(
    tx: Transaction, speaker: Speaker, escalation: Escalation, place: Place
) -> None:
    usable = usable_lines(tx, speaker.register)
    kind = cast(Kind, escalation.kind)
    if speaker.register.waits_until(place, kind, tx.now, usable) is None:
        ladder.wake(tx, speaker, escalation)


def read_place(
    register: Register, escalation: Escalation, text: str, number: int | None
) -> Place | None:
    """The one place an answer names; of a list of bydeler, also by ``number``."""
    bydeler = bydeler_to_choose(register, escalation) if escalation.asking == "bydel" else []
    if number is not None and 1 <= number <= len(bydeler):
        return bydeler[number - 1]
    found = register.find_places(text)
    return found[0] if len(found) == 1 else None


def ask_again_where(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound
) -> None:
    """We did not find the place they wrote; said twice, for a machine may be at the other end."""
    said = select(func.count(Outbox.id)).where(
        Outbox.conversation_id == conversation.id,
        Outbox.name == PLACE_UNKNOWN,
        Outbox.created_at > tx.now - ASKED_LATELY,
    )
    if (tx.scalar(said) or 0) >= MOST_ASKED_AGAIN:
        return
    speaker.tell(
        tx,
        conversation,
        PLACE_UNKNOWN,
        key=f"inbound:{inbound.id}:unplaced",
        lane=Lane.EMERGENCY_REPLY,
    )


def note_phone(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    escalation: Escalation,
    phone: str | None,
    inbound: Inbound,
) -> None:
    """Note the number (E.164) a person in the chat can be phoned at; None: they have none."""
    if phone is not None:
        conversation.contact_phone = tx.seal(conversation.id, phone)
        note(tx, escalation, What.PHONE)
        tell_holder(tx, speaker, escalation, key=f"inbound:{inbound.id}:phone")
    name = "utter_emergency_phone_noted" if phone else "utter_emergency_write_here"
    _thank_and_ask(tx, speaker, conversation, escalation, inbound, "phone", name)


def note_children(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    escalation: Escalation,
    children: bool,
    inbound: Inbound,
) -> None:
    """Note whether children are with them; the holder of the case is told at once."""
    escalation.children = "yes" if children else "no"
    note(tx, escalation, What.CHILDREN)
    if children and escalation.waits_until is not None:
        ladder.wake(tx, speaker, escalation)
    tell_holder(tx, speaker, escalation, key=f"inbound:{inbound.id}:children")
    name = "utter_emergency_joined"
    _thank_and_ask(tx, speaker, conversation, escalation, inbound, "children", name)


def _thank_and_ask(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    escalation: Escalation,
    inbound: Inbound,
    answered: Asked,
    name: str,
    **values: object,
) -> None:
    ask_next(
        tx,
        speaker,
        conversation,
        escalation,
        key=f"inbound:{inbound.id}:{answered}:noted",
        said_first=[name],
        after=answered,
        **values,
    )
