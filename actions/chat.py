"""A request to be phoned by somebody who writes from no number: in the chat, or through an
interpreter."""

from rasa_sdk import Tracker

from actions.slots import NONE, OWN, TO_WRITE, UNKNOWN, Given, Slots
from bot.delivery.channel import NUMBERLESS, Channel

NOT_ASKED_WITHOUT_A_PHONE = ("callback_window", "callback_reach", "callback_contact")


def is_in_chat(tracker: Tracker) -> bool:
    return tracker.get_latest_input_channel() in NUMBERLESS


def is_relayed(tracker: Tracker) -> bool:
    return bool(tracker.get_latest_input_channel() == Channel.RELAY)


def with_interpreter(given: Given, slots: Slots) -> Given:
    """The same answers: who speaks through an interpreter needs one, and is not asked."""
    if given.get("callback_interpreter", slots.get("callback_interpreter")) is not None:
        return given
    return {**given, "callback_interpreter": "yes"}


def with_phone_to_write(given: Given, slots: Slots) -> Given:
    """The same answers, where a phone nobody has named has to be written.

    Who gives no number is written to here, and not asked when to phone it, nor whether it is safe.
    """
    phone = given.get("callback_phone", slots.get("callback_phone"))
    if phone is None:
        gave_none = slots.get("callback_phone") == NONE
        again = dict.fromkeys(NOT_ASKED_WITHOUT_A_PHONE) if gave_none else {}
        return {**given, **again, "callback_phone": TO_WRITE}
    if phone in (UNKNOWN, OWN, NONE):
        unasked = {"callback_window": "any", "callback_reach": UNKNOWN}
        open_ones = {name: value for name, value in unasked.items() if slots.get(name) is None}
        return {**open_ones, **given, "callback_phone": NONE}
    return given
