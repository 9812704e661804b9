"""Starts every role on one machine, starts anew what dies, and stops all of it cleanly."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from bot.roles import Ending

STOP_SECONDS = 8.0
LOOK_SECONDS = 0.1
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
STEADY_SECONDS = 30.0
"""A role that ran this long and then died is started anew at once."""

log = structlog.get_logger()


@dataclass
class RoleProcess:
    """One role, and how soon it may be started again."""

    role: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self) -> None:
        self.process = subprocess.Popen(self.command)  # noqa: S603 -- our own command
        self.started_at = time.monotonic()

    def look(self) -> None:
        """Start it when it does not run; wait longer each time it dies young."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            code = self.process.returncode
            log.warning("role_died", died=self.role, pid=self.process.pid, code=code)
            self.process = None
            steady = now - self.started_at > STEADY_SECONDS
            self.pause = FIRST_PAUSE if steady else min(self.pause * 2, LONGEST_PAUSE)
            self.start_after = now + self.pause
        if self.process is None and now >= self.start_after:
            self.start()


@dataclass
class Supervisor:
    start: str
    roles: Sequence[str]
    ending: Ending = field(default_factory=Ending)

    def run(self) -> None:
        """Keep every role running until told to end."""
        self.ending.listen(with_parent=False)
        processes = [RoleProcess(role, self._command(role)) for role in self.roles]
        while not self.ending.event.is_set():
            for process in processes:
                process.look()
            self.ending.event.wait(LOOK_SECONDS)
        self._stop([p.process for p in processes if p.process is not None])

    def _command(self, role: str) -> list[str]:
        command = [sys.executable, "-m", "bot.role", role, "--start", self.start]
        for other in self.roles:
            command += ["--with", other]
        return command

    def _stop(self, processes: Sequence[subprocess.Popen[bytes]]) -> None:
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in processes:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("role_killed", pid=process.pid)
                process.kill()
                process.wait()
