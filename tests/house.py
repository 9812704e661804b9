"""The product in one test process: real HTTP, a real database, a stand-in for Twilio.

The edge answers on loopback and the courier runs its own threads; there is no brain, so whatever
works here works while the brain is dead.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import SecretStr
from sqlalchemy import update

from bot.courier.loop import Chore, Courier
from bot.courier.rate import RateLimit
from bot.courier.rounds import Rounds
from bot.courier.serve import carrier_of
from bot.delivery.copies import Copies
from bot.delivery.fetching import Fetching
from bot.delivery.sending import Consequences, Sender
from bot.delivery.speaker import Speaker
from bot.edge.app import build
from bot.escalation.consequences import message_accepted, message_failed
from bot.escalation.flood import waiting_words
from bot.escalation.lines import confirm
from bot.inbox.screening import warm_up
from bot.settings import Settings
from bot.store import Store
from bot.store.clock import forward
from bot.store.tables import LineConfirmation
from tests.twilio_standin import TwilioStandin, span
from tests.twilio_standin.loopback import LoopbackServer
from tests.twilio_standin.phone import Phone

CARRIER_RATE = 1000.0
FETCHING_SECONDS = 0.1


@dataclass
class House:
    """A running product without a brain, and the phones around it."""

    settings: Settings
    store: Store
    speaker: Speaker
    twilio: TwilioStandin
    url: str
    courier: Courier = field(init=False)
    _running: threading.Thread = field(init=False)

    def start_courier(self) -> None:
        self.courier = _courier(self.settings, self.store, self.speaker)
        self._running = threading.Thread(target=self.courier.run, name="courier")
        self._running.start()

    def stop_courier(self) -> None:
        self.courier.stop()
        self._running.join(timeout=15)

    def phone(self, number: str) -> Phone:
        return self.twilio.phone(number)

    def line(self, line_id: str) -> Phone:
        """The phone of a duty line of the demo register."""
        return self.phone(self.speaker.register.line(line_id).number)

    def forward(self, words: str) -> None:
        with self.store.write() as tx:
            forward(tx, span(words))

    def forward_to(self, moment: datetime) -> None:
        """Forward the clock to a moment to come; every line counts as confirmed just then."""
        with self.store.write() as tx:
            assert moment > tx.now, "the clock only goes ahead"
            forward(tx, moment - tx.now)
            tx.execute(update(LineConfirmation).values(confirmed_at=moment))

    def wait_until(self, true: Callable[[], bool], within: float = 15.0) -> None:
        """Wait for something that shows in the database alone."""
        deadline = time.monotonic() + within
        while not true():
            assert time.monotonic() < deadline, "it did not come true"
            time.sleep(0.02)


@contextmanager
def running_house(settings: Settings, store: Store) -> Iterator[House]:
    warm_up()
    speaker = Speaker.load(settings.register_dir)
    with store.write() as tx:
        for line in speaker.register.lines:
            confirm(tx, line, by="tests")
    with TwilioStandin() as twilio:
        settings = settings.model_copy(
            update={
                "carrier": "twilio",
                "twilio_api_url": twilio.url,
                "twilio_account_sid": twilio.account_sid,
                "twilio_auth_token": (SecretStr(twilio.auth_token),),
                "twilio_from": twilio.number,
            }
        )
        server = LoopbackServer(
            build(settings, store, speaker, start="tests", roles=("edge", "courier"))
        )
        server.start()
        twilio.product_url = server.url
        settings = settings.model_copy(update={"public_url": server.url})
        house = House(settings, store, speaker, twilio, server.url)
        house.start_courier()
        try:
            yield house
        finally:
            house.stop_courier()
            server.stop()
        assert twilio.violations == []


def _courier(settings: Settings, store: Store, speaker: Speaker) -> Courier:
    consequences = Consequences(
        accepted=lambda tx, message: message_accepted(tx, speaker, message),
        failed=lambda tx, message, outcome: message_failed(tx, speaker, message, outcome),
        waiting_words=lambda tx, message: waiting_words(tx, speaker, message),
    )
    carrier = carrier_of(settings, store)
    limits = speaker.register.defaults.attachments
    fetching = Fetching(store, carrier, limits, "courier-tests")
    return Courier(
        sender=Sender(store, carrier, speaker, consequences, "courier-tests"),
        rounds=Rounds(store, speaker, "courier-tests"),
        rate=RateLimit(CARRIER_RATE),
        copies=Copies(store, carrier, "courier-tests"),
        chores=(Chore("fetching", fetching.go, FETCHING_SECONDS),),
    )
