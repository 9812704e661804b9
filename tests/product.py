"""The real product as processes: ``lavterskel up`` against a stand-in for Twilio, and its kills."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from bot.escalation.lines import confirm
from bot.register import Register
from bot.settings import Settings
from bot.store import Store, schema
from bot.store.clock import forward
from tests.twilio_standin import TwilioStandin, span
from tests.twilio_standin.phone import Phone

ROOT = Path(__file__).parents[1]
REGISTER = Path("data/register/demo")
START_SECONDS = 180.0
WITH_US = ("setpriv", "--pdeathsig", "TERM")
"""A product whose test is killed ends too."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Product:
    """A running ``lavterskel up`` and the phones around it."""

    twilio: TwilioStandin
    store: Store
    register: Register
    environment: dict[str, str]
    url: str
    log: Path
    _process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self, *roles: str, wait: bool = True) -> None:
        command = [*WITH_US, sys.executable, "-m", "bot.cli", "up"]
        for role in roles:
            command += ["--role", role]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        if wait:
            self.wait_until_ready()

    def stop(self) -> int:
        """Ask it to end, and give its exit code."""
        assert self._process is not None, "it has not been started"
        self._process.terminate()
        code = self._process.wait(timeout=20)
        self._process = None
        return code

    def wait_until_ready(self, within: float = START_SECONDS) -> None:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            assert self._process is not None, "it has not been started"
            assert self._process.poll() is None, self.log.read_text()[-4000:]
            time.sleep(0.05)
        raise AssertionError(f"not ready within {within} s:\n{self.log.read_text()[-4000:]}")

    def processes(self, role: str) -> list[psutil.Process]:
        """The running processes of a role."""
        assert self._process is not None, "it has not been started"
        children = psutil.Process(self._process.pid).children()
        return [child for child in children if role in _command_line(child)[3:4]]

    def kill(self, role: str) -> None:
        """End a role as a power cut would; the supervisor starts it anew."""
        for process in self.processes(role):
            os.kill(process.pid, signal.SIGKILL)

    def pause(self, role: str) -> None:
        for process in self.processes(role):
            process.suspend()

    def resume(self, role: str) -> None:
        for process in self.processes(role):
            process.resume()

    def phone(self, number: str) -> Phone:
        return self.twilio.phone(number)

    def line(self, line_id: str) -> Phone:
        return self.phone(self.register.line(line_id).number)

    def forward(self, words: str) -> None:
        with self.store.write() as tx:
            forward(tx, span(words))

    def events(self) -> list[dict[str, object]]:
        """The log's lines that are ours."""
        lines = self.log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


@contextmanager
def product(
    database_url: str, state_dir: Path, *, carrier_rate: float = 1000, register_dir: Path = REGISTER
) -> Iterator[Product]:
    """A product that has not been started yet, on an empty database with confirmed lines."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with TwilioStandin() as twilio:
        twilio.product_url = url
        environment = {
            **os.environ,
            "LAVTERSKEL_DATABASE_URL": database_url,
            "LAVTERSKEL_STATE_DIR": str(state_dir),
            "LAVTERSKEL_REGISTER_DIR": str(register_dir),
            "LAVTERSKEL_PORT": str(port),
            "LAVTERSKEL_PUBLIC_URL": url,
            "LAVTERSKEL_CARRIER": "twilio",
            "LAVTERSKEL_CARRIER_RATE": str(carrier_rate),
            "LAVTERSKEL_TWILIO_ACCOUNT_SID": twilio.account_sid,
            "LAVTERSKEL_TWILIO_AUTH_TOKEN": twilio.auth_token,
            "LAVTERSKEL_TWILIO_FROM": twilio.number,
            "LAVTERSKEL_TWILIO_API_URL": twilio.url,
            "RASA_TELEMETRY_ENABLED": "false",
            "PYTHONWARNINGS": "ignore",
        }
        store = Store.open(Settings(database_url=database_url, state_dir=state_dir))
        schema.upgrade(store)
        register = Register.load(register_dir)
        with store.write() as tx:
            for line in register.lines:
                confirm(tx, line, by="tests")
        running = Product(twilio, store, register, environment, url, state_dir / "product.log")
        try:
            yield running
        finally:
            if running._process is not None:
                running.stop()
            store.close()


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []
