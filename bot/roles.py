"""Running one role as a process: who it is, and how it ends."""

import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from types import FrameType

PARENT_CHECK_SECONDS = 1.0


class Role(StrEnum):
    EDGE = "edge"
    BRAIN = "brain"
    COURIER = "courier"


@dataclass(frozen=True)
class Identity:
    """One running role of one start. Its name is what its leases are held under.

    The name stays the same when the supervisor starts the role anew, so that the new life can let
    go of what the dead one held.
    """

    role: str
    start: str
    roles: tuple[str, ...]
    """All roles of this start."""

    @property
    def instance(self) -> str:
        return f"{self.role}@{socket.gethostname()[:24]}:{self.start}"


def new_start() -> str:
    return secrets.token_hex(8)


@dataclass
class Ending:
    """Set when the process is asked to end, or when the one that started it is gone."""

    event: threading.Event = field(default_factory=threading.Event)
    _then: list[Callable[[], None]] = field(default_factory=list)

    def then(self, act: Callable[[], None]) -> None:
        self._then.append(act)

    def listen(self, *, with_parent: bool) -> None:
        """Heed SIGTERM and SIGINT; ``with_parent``, also end when the supervisor has died."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        if with_parent:
            threading.Thread(
                target=self._watch_parent, args=(os.getppid(),), name="parent", daemon=True
            ).start()

    def end(self) -> None:
        if not self.event.is_set():
            self.event.set()
            for act in self._then:
                act()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.end()

    def _watch_parent(self, parent: int) -> None:
        while not self.event.wait(PARENT_CHECK_SECONDS):
            if os.getppid() != parent:
                self.end()
