"""The ways a person and the product can reach each other."""

from enum import StrEnum


class Channel(StrEnum):
    SMS = "sms"
    """At a phone number."""
    CHAT = "chat"
    """In a browser, which holds a secret in place of a number."""
    RELAY = "relay"
    """Through an interpreter, who writes for the person: no number of their own."""
    CALL = "call"
    """Somebody an adviser spoke with who has no phone: nothing can be written to them."""
    VOICE = "voice"
    """A phone call that we make, which speaks a page."""


NUMBERLESS = frozenset({Channel.CHAT, Channel.RELAY})
"""Where nobody writes from a number of their own: to be phoned they have to give one."""
