"""Where the person is: asked after the first page has left, and only ever adding."""

from bot.delivery.outbox import Lane
from bot.delivery.speaker import Speaker
from bot.escalation import ladder
from bot.escalation.acknowledging import tell_holder
from bot.escalation.events import What, note
from bot.register import Place
from bot.store.tables import Conversation, Escalation, Inbound
from bot.store.transaction import Transaction


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
    if escalation.state == "open":
        ladder.set_alarms(speaker, escalation)
        ladder.start(tx, speaker, escalation)
        ladder.reckon_due(escalation)
    tell_holder(tx, speaker, escalation, key=f"inbound:{inbound.id}:place")
    escalation.asking = "children" if escalation.children is None else None
    names = ["utter_emergency_place_noted"]
    if escalation.asking == "children":
        names.append("utter_emergency_ask_children")
    speaker.say(
        tx,
        conversation,
        speaker.bilingual(conversation, names, place=place.name),
        name=names[0],
        key=f"inbound:{inbound.id}:placed",
        lane=Lane.EMERGENCY_REPLY,
    )


def ask_again_where(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound
) -> None:
    """We did not find the place they wrote."""
    speaker.tell(
        tx,
        conversation,
        "utter_emergency_place_unknown",
        key=f"inbound:{inbound.id}:unplaced",
        lane=Lane.EMERGENCY_REPLY,
    )


def note_children(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    escalation: Escalation,
    children: bool,
    inbound: Inbound,
) -> None:
    """Note whether children are with them; the holder of the case is told at once."""
    escalation.asking = None
    escalation.children = "yes" if children else "no"
    note(tx, escalation, What.CHILDREN)
    tell_holder(tx, speaker, escalation, key=f"inbound:{inbound.id}:children")
    speaker.tell(
        tx,
        conversation,
        "utter_emergency_joined",
        key=f"inbound:{inbound.id}:noted",
        lane=Lane.EMERGENCY_REPLY,
    )
