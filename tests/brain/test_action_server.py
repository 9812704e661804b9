"""`rasa run actions` does over HTTP what the brain does in its own process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rasa.utils.endpoints import EndpointConfig

from bot.brain.agent import BrainAgent
from tests.brain.conversation import Person

pytestmark = [pytest.mark.brain, pytest.mark.processes]

CONVERSATION = (
    "jeg vil klage på vedtaket",
    "ja takk",
    "5",
    "Herøy",
    "2",
    "2",
    "⟨phone 4⟩",
    "hvordan søker jeg uten bankid",
    "etter kl 12",
    "2",
    "English please",
    "3 somali",
    "0",
    "1",
)


@pytest.fixture(scope="module")
def action_server() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "rasa", "run", "actions", "--port", str(port)]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SANIC_HOST": "127.0.0.1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/health", server)
            yield f"{address}/webhook"
        finally:
            server.terminate()


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        assert server.poll() is None, "the action server ended"
        try:
            if httpx.get(address).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.25)
    pytest.fail("the action server did not start")


def test_a_conversation_is_the_same_over_http(
    agent: BrainAgent, model: Path, action_server: str
) -> None:
    endpoint = EndpointConfig(action_server, enable_selective_domain=True)
    here, there = Person(agent), Person(BrainAgent(model, endpoint))
    for text in CONVERSATION:
        here.says(text)
        there.says(text)
        assert here.turns[-1].said == there.turns[-1].said
    assert here.request == there.request
