"""A carrier without a network: for the demo, whose handsets are pages in a browser."""

from collections.abc import Callable
from uuid import uuid4

from bot.delivery.carrier import CarrierRefused, OutgoingCall, OutgoingMessage


class SimulatorCarrier:
    """Hands each message to ``deliver`` and each call to ``ring``, with the id it gives it."""

    def __init__(
        self,
        deliver: Callable[[OutgoingMessage, str], None],
        ring: Callable[[OutgoingCall, str], None],
    ) -> None:
        self._deliver = deliver
        self._ring = ring

    def send(self, message: OutgoingMessage) -> str:
        carrier_id = _new_id()
        self._deliver(message, carrier_id)
        return carrier_id

    def call(self, call: OutgoingCall) -> str:
        carrier_id = _new_id()
        self._ring(call, carrier_id)
        return carrier_id

    def redact(self, carrier_id: str) -> None:
        """Nothing to do: what the handsets have is the only copy."""

    def fetch(self, carrier_media: str, most_bytes: int) -> bytes:
        """The handsets send words alone."""
        raise CarrierRefused(None)


def _new_id() -> str:
    return f"SIM{uuid4().hex}"
