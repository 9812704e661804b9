"""The ways a person and the product can reach each other."""

from enum import StrEnum


class Channel(StrEnum):
    SMS = "sms"
    """At a phone number."""
    CHAT = "chat"
    """In a browser, which holds a secret in place of a number."""
    CALL = "call"
    """Somebody an adviser spoke with who has no phone: nothing can be written to them."""
    VOICE = "voice"
    """A phone call that we make, which speaks a page."""
