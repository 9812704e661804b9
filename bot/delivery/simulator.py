"""A carrier without a network: for the demo, whose handsets are pages in a browser."""

from collections.abc import Callable
from uuid import uuid4

from bot.delivery.carrier import OutgoingMessage


class SimulatorCarrier:
    """Hands each message, with the id it gives it, to ``deliver``."""

    def __init__(self, deliver: Callable[[OutgoingMessage, str], None]) -> None:
        self._deliver = deliver

    def send(self, message: OutgoingMessage) -> str:
        carrier_id = f"SIM{uuid4().hex}"
        self._deliver(message, carrier_id)
        return carrier_id
