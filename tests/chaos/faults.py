"""What goes wrong, and when: one fault after another, on the machine and at the carrier at once."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import psutil

from bot.courier.loop import CARRIERS
from bot.delivery.twilio import TIMEOUT_SECONDS
from tests.product import Product

ROLES = ("edge", "brain", "courier")
COURIER_WAITS = timedelta(seconds=TIMEOUT_SECONDS)


@dataclass(frozen=True)
class Interruption:
    """A while in which the courier cannot learn what came of its sends, so that some go again."""

    begin: datetime
    end: datetime
    sends: int
    """How many were under way at most."""


class Trouble:
    """What has gone wrong so far."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.interruptions: list[Interruption] = []

    def interrupted(self, since: datetime, sends: int = CARRIERS) -> None:
        """Note that sends under way at ``since``, and until now, may have to go again."""
        now = datetime.now(UTC)
        self.interruptions.append(Interruption(since - COURIER_WAITS, now, sends))


Fault = Callable[[Product, random.Random, Trouble], None]
"""Does something, waits until it is over, and notes what it was."""


def _kill(role: str) -> Fault:
    def fault(house: Product, _dice: random.Random, trouble: Trouble) -> None:
        for process in house.processes(role):
            with suppress(psutil.NoSuchProcess):
                process.kill()
                trouble.done[f"{role} killed"] += 1
                if role == "courier":
                    trouble.interrupted(datetime.now(UTC))

    return fault


def _pause(role: str) -> Fault:
    def fault(house: Product, dice: random.Random, trouble: Trouble) -> None:
        trouble.done[f"{role} paused"] += 1
        with suppress(psutil.NoSuchProcess):
            house.pause(role)
        time.sleep(dice.uniform(0.5, 3))
        with suppress(psutil.NoSuchProcess):
            house.resume(role)

    return fault


def _goes_away(house: Product, dice: random.Random, trouble: Trouble) -> None:
    trouble.done["carrier gone away"] += 1
    begin = datetime.now(UTC)
    house.twilio.goes_away()
    trouble.interrupted(begin)
    time.sleep(dice.uniform(0.5, 3))
    house.twilio.comes_back()


def _hangs(house: Product, dice: random.Random, trouble: Trouble) -> None:
    begin = datetime.now(UTC)
    times = dice.randint(1, 3)
    house.twilio.hang(times, TIMEOUT_SECONDS + 2)
    time.sleep(dice.uniform(0.5, 2))
    hung = times - house.twilio.faults.hangs_left
    house.twilio.hang(0)
    trouble.done["carrier hung"] += hung
    trouble.interrupted(begin, sends=hung)


def _throttles(house: Product, dice: random.Random, trouble: Trouble) -> None:
    trouble.done["carrier throttled"] += 1
    house.twilio.throttle(dice.randint(3, 10), retry_after=dice.choice((None, 1)))
    time.sleep(dice.uniform(1, 3))
    house.twilio.throttle(None)


def _refuses(house: Product, dice: random.Random, trouble: Trouble) -> None:
    code, status = dice.choice(((20500, 500), (20503, 503)))
    times = dice.randint(3, 12)
    trouble.done[f"refused with {status}"] += times
    house.twilio.refuse(code, status=status, times=times)
    time.sleep(dice.uniform(0.5, 2))


def _undelivered(house: Product, dice: random.Random, trouble: Trouble) -> None:
    times = dice.randint(2, 8)
    trouble.done["taken and not delivered"] += times
    house.twilio.fail(dice.choice((30003, 30008)), times=times)
    time.sleep(dice.uniform(0.5, 2))


def _receipts_repeated(house: Product, dice: random.Random, trouble: Trouble) -> None:
    trouble.done["receipts repeated"] += 1
    house.twilio.receipts.repeat = dice.randint(2, 3)
    time.sleep(dice.uniform(1, 3))
    house.twilio.receipts.repeat = 1


def _receipts_reversed(house: Product, dice: random.Random, trouble: Trouble) -> None:
    trouble.done["receipts reversed"] += 1
    house.twilio.receipts.reverse = True
    time.sleep(dice.uniform(1, 3))
    house.twilio.receipts.reverse = False


def _receipts_delayed(house: Product, dice: random.Random, trouble: Trouble) -> None:
    trouble.done["receipts delayed"] += 1
    house.twilio.receipts.delay = dice.uniform(0.05, 0.3)
    time.sleep(dice.uniform(1, 3))
    house.twilio.receipts.delay = 0.0


ON_THE_MACHINE: Mapping[str, Fault] = {
    **{f"kill {role}": _kill(role) for role in ROLES},
    **{f"pause {role}": _pause(role) for role in ROLES},
}
AT_THE_CARRIER: Mapping[str, Fault] = {
    "goes away": _goes_away,
    "hangs": _hangs,
    "throttles": _throttles,
    "refuses": _refuses,
    "undelivered": _undelivered,
    "receipts repeated": _receipts_repeated,
    "receipts reversed": _receipts_reversed,
    "receipts delayed": _receipts_delayed,
}


class Faults:
    """Two rows of faults side by side, each shuffled anew every round: the seed makes the order.

    Every fault comes once a round. ``calm``: the shortest and the longest pause between two, in
    seconds.
    """

    def __init__(self, house: Product, seed: int, rounds: int, calm: tuple[float, float]) -> None:
        self.trouble = Trouble()
        self._broken: list[BaseException] = []
        """What the faults themselves failed with: then the run says nothing."""
        self._house = house
        self._calm = calm
        self._rows = [
            (faults, random.Random(seed + place), rounds)
            for place, faults in enumerate((ON_THE_MACHINE, AT_THE_CARRIER))
        ]
        self._threads: list[threading.Thread] = []

    def begin(self) -> None:
        for faults, dice, rounds in self._rows:
            self._go_on(partial(self._go, faults, dice, rounds))

    def fail(self, restart_database: Callable[[], None]) -> None:
        """Let the database fail, beside whatever else does."""
        self._go_on(partial(self._restart, restart_database))

    def end(self) -> None:
        """Let the last one be over, and all be well again; raises what a fault itself raised."""
        for thread in self._threads:
            thread.join()
        self._house.twilio.heals()
        if self._broken:
            raise self._broken[0]

    def _go_on(self, work: Callable[[], None]) -> None:
        def guarded() -> None:
            try:
                work()
            except BaseException as error:
                self._broken.append(error)

        self._threads.append(threading.Thread(target=guarded))
        self._threads[-1].start()

    def _go(self, faults: Mapping[str, Fault], dice: random.Random, rounds: int) -> None:
        for _ in range(rounds):
            for name in dice.sample(sorted(faults), len(faults)):
                time.sleep(dice.uniform(*self._calm))
                faults[name](self._house, dice, self.trouble)

    def _restart(self, restart_database: Callable[[], None]) -> None:
        begin = datetime.now(UTC)
        restart_database()
        self.trouble.done["database restarted"] += 1
        self.trouble.interrupted(begin)
