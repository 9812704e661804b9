"""The readers of what a person answers about a request to be phoned."""

from bot.callbacks.changing import take_phone
from bot.callbacks.replying import read_callback_answer
from bot.callbacks.writing import hear_reply
from bot.inbox.reading import Reading


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


def callback_talk(reading: Reading) -> bool:
    """What a person answers to staff who have written to them about their request."""
    return hear_reply(
        reading.tx, reading.speaker, reading.conversation, reading.inbound, reading.own_words
    )


def callback_phone(reading: Reading) -> bool:
    """The number that a request made in the chat still lacks."""
    return take_phone(
        reading.tx, reading.speaker, reading.conversation, reading.inbound, reading.text
    )
