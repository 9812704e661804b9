"""The ways the carrier fails."""

import time
from collections import deque
from dataclasses import dataclass, field


@dataclass
class Fault:
    """An error code for what goes to one number, or to all; ``times`` None means until healed."""

    code: int
    to: str | None
    times: int | None
    status: int = 400

    def strikes(self, to: str) -> bool:
        if self.times == 0 or self.to not in (None, to):
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass
class Receipts:
    """How status callbacks come: each ``repeat`` times, last first, ``delay`` seconds apart."""

    wanted: bool = True
    repeat: int = 1
    reverse: bool = False
    delay: float = 0.0


@dataclass
class Faults:
    """What is wrong just now. Guarded by the stand-in's lock."""

    refusals: list[Fault] = field(default_factory=list)
    call_refusals: list[Fault] = field(default_factory=list)
    failures: list[Fault] = field(default_factory=list)
    media_statuses: list[int] = field(default_factory=list)
    per_second: int | None = None
    retry_after: int | None = None
    hangs_left: int = 0
    hang_seconds: float = 0.0
    _taken: deque[float] = field(default_factory=deque)

    def refusal(self, to: str) -> Fault | None:
        return next((fault for fault in self.refusals if fault.strikes(to)), None)

    def call_refusal(self, to: str) -> Fault | None:
        faults = self.refusals + self.call_refusals
        return next((fault for fault in faults if fault.strikes(to)), None)

    def failure(self, to: str) -> Fault | None:
        return next((fault for fault in self.failures if fault.strikes(to)), None)

    def media_status(self) -> int | None:
        """The HTTP status to answer with in place of a picture; None gives the picture."""
        return self.media_statuses.pop(0) if self.media_statuses else None

    def is_too_fast(self) -> bool:
        if self.per_second is None:
            return False
        now = time.monotonic()
        while self._taken and self._taken[0] <= now - 1:
            self._taken.popleft()
        if len(self._taken) >= self.per_second:
            return True
        self._taken.append(now)
        return False

    def hang(self) -> float:
        """Seconds to keep the caller waiting after the message or call is taken."""
        if not self.hangs_left:
            return 0.0
        self.hangs_left -= 1
        return self.hang_seconds
