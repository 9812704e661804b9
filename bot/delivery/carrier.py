"""What delivery asks of a carrier, whoever it is."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True)
class OutgoingMessage:
    """One message to one number (E.164). Two messages with the same ``key`` are the same one."""

    key: str
    to: str = field(repr=False)
    body: str = field(repr=False)


@dataclass(frozen=True)
class OutgoingCall:
    """One call to one number (E.164). Two calls with the same ``key`` are the same one.

    ``token`` is what the carrier asks us by for the words of the call; it stands in an address.
    """

    key: str
    to: str = field(repr=False)
    token: str = field(repr=False)


Outgoing = OutgoingMessage | OutgoingCall


class Carrier(Protocol):
    """Takes messages and calls to phones. Safe to use from several threads."""

    def send(self, message: OutgoingMessage) -> str:
        """Hand the message over and return the carrier's id of it.

        :raises CarrierRefused: the carrier said no; ``permanent`` says whether for good.
        :raises CarrierBusy: the carrier cannot take it now.
        :raises CarrierUnreachable: no answer was had.
        """
        ...

    def call(self, call: OutgoingCall) -> str:
        """Have the phone rung and return the carrier's id of the call; raises as ``send`` does."""
        ...

    def redact(self, carrier_id: str) -> None:
        """Make the carrier's own copy of a text empty; raises as ``send`` does.

        Busy also means too early: the text is still on its way. Of the two ids of a picture or
        voice message (``fetch``) the carrier's copy goes altogether.
        """
        ...

    def fetch(self, carrier_media: str, most_bytes: int) -> bytes:
        """What came with a text, by the carrier's ids of both with a slash between.

        :raises MediaTooLarge: it has more than ``most_bytes``.

        Raises as ``send`` does besides.
        """
        ...


class CarrierError(Exception):
    """A message or call was not taken by the carrier.

    Never holds the number, the text or the token.
    """


class MediaTooLarge(CarrierError):
    """What came with a text is larger than what we take."""

    def __init__(self) -> None:
        super().__init__("The carrier has more than we take.")


class CarrierRefused(CarrierError):
    """The carrier looked at the message or call and said no.

    ``code`` is the carrier's own; ``outcomes.outcome_of`` gives its meaning. When not
    ``permanent``, the same one may be taken later.
    """

    def __init__(self, code: int | None, permanent: bool = True) -> None:
        super().__init__(f"The carrier refused (code {code}).")
        self.code = code
        self.permanent = permanent


class CarrierBusy(CarrierError):
    """The carrier takes nothing just now; ``retry_after`` is the wait it asked for, if any."""

    def __init__(self, retry_after: timedelta | None = None) -> None:
        super().__init__("The carrier is busy or out of order.")
        self.retry_after = retry_after


class CarrierUnreachable(CarrierError):
    """No answer from the carrier.

    When ``perhaps_taken``, the connection broke or timed out after the message or call had left: it
    may be on its way, and trying again may double it.
    """

    def __init__(self, perhaps_taken: bool = False) -> None:
        super().__init__("The carrier did not answer.")
        self.perhaps_taken = perhaps_taken
