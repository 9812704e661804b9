"""A handset of the demo calls the product: what a carrier would tell us of a real phone."""

from uuid import uuid4

from bot.delivery.handsets import CallState, Heard, dial, end_call, hear
from bot.edge.house import House
from bot.edge.voice_door import reader_of
from bot.inbox.calls import Ring, take_call
from bot.inbox.calls import end_call as end_call_to_us
from bot.store.tables import HandsetCall
from bot.store.transaction import Transaction

HANG_UP, NO_KEY = "hang-up", "no-key"
PAD = (*"123456789", "*", "0", "#")
DIALLING = (*PAD, NO_KEY, HANG_UP)
"""What can be pressed in such a call."""


def call_us(house: House, number: str) -> None:
    """Call the product from a handset (E.164); nothing while it is on the phone."""
    with house.store.write() as tx:
        call = dial(tx, number, f"CA{uuid4().hex}")
        if call is not None:
            _listen(tx, house, call, Ring(call.carrier_id, call.number))


def press_in_call_to_us(tx: Transaction, house: House, call: HandsetCall, button: str) -> None:
    """Do what a button says; one that the call has gone past does nothing."""
    if button not in DIALLING or call.state != CallState.ANSWERED:
        return
    ring = Ring(call.carrier_id, call.number)
    if button == HANG_UP:
        _end(tx, house, call, ring)
        return
    here = take_call(tx, house.speaker, ring, house.settings.twilio_from).number
    keys = button if button in PAD else ""
    _listen(tx, house, call, Ring(call.carrier_id, call.number, turn=here, keys=keys))


def _listen(tx: Transaction, house: House, call: HandsetCall, ring: Ring) -> None:
    """Hear what follows; where no key is wanted any more the call is over."""
    prompt = take_call(tx, house.speaker, ring, house.settings.twilio_from).prompt
    said = reader_of(house).read(prompt.lines)
    sentences, languages = ([each.text for each in said], [each.language for each in said])
    heard = Heard(tuple(sentences), by_machine=False, languages=tuple(languages))
    hear(tx, call, heard)
    if prompt.takes == "nothing":
        _end(tx, house, call, ring)


def _end(tx: Transaction, house: House, call: HandsetCall, ring: Ring) -> None:
    end_call_to_us(tx, house.speaker, ring, house.settings.twilio_from)
    end_call(tx, call)
