"""Roles as processes: clean start, clean stop, and life after a kill."""

import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from tests.product import Product, product

pytestmark = pytest.mark.processes
ANNA = "+4790000001"
FORBIDDEN = ("rasa", "rasa_sdk", "tensorflow", "sklearn")


@pytest.fixture
def started(empty_database_url: str, tmp_path: Path):  # type: ignore[no-untyped-def]
    with product(empty_database_url, tmp_path) as running:
        running.start("edge", "courier")
        yield running


def test_it_stops_cleanly_and_leaves_nothing_behind(started: Product) -> None:
    children = [*started.processes("edge"), *started.processes("courier")]
    assert len(children) == 2
    assert started.stop() == 0
    assert not any(psutil.pid_exists(child.pid) for child in children)


@pytest.mark.parametrize("role", ["edge", "courier"])
def test_a_role_that_dies_is_started_anew(started: Product, role: str) -> None:
    started.kill(role)
    started.wait_until_ready()
    started.phone(ANNA).says("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    started.line("lykkefjord-duty").hears("Lavterskel", within=15)
    assert any(event["event"] == "role_died" for event in started.events())


def test_the_courier_screens_what_a_dying_edge_left(started: Product) -> None:
    """The edge answers 204 and dies before it has understood a word."""
    started.pause("courier")
    anna = started.phone(ANNA)
    anna.says("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    started.kill("edge")
    started.resume("courier")
    started.line("lykkefjord-duty").hears("Lavterskel", within=15)
    anna.hears("vakttelefonen", within=15)
    anna.hears("Er det barn", within=15)
    assert len(anna.texts) == 2


def test_roles_end_when_their_supervisor_is_killed(started: Product) -> None:
    children = [*started.processes("edge"), *started.processes("courier")]
    assert started._process is not None
    started._process.kill()
    started._process.wait()
    gone, alive = psutil.wait_procs(children, timeout=15)
    assert (len(gone), alive) == (2, [])
    started._process = None


def test_ready_is_said_only_when_every_role_is(started: Product) -> None:
    assert httpx.get(f"{started.url}/readyz").json() == {
        "ready": True,
        "waiting_for": [],
        "stuck": [],
    }


def test_a_courier_that_hangs_is_named_and_so_is_what_it_leaves_undone(started: Product) -> None:
    started.pause("courier")
    started.phone(ANNA).says("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    _wait_for_readiness(started, 503, holding="the courier has not been heard of for")
    started.forward("2m")
    _wait_for_readiness(started, 503, holding="1 page waits for the carrier; the oldest for 2 min")
    started.resume("courier")
    assert _wait_for_readiness(started, 200) == []


def _wait_for_readiness(running: Product, status: int, holding: str = "") -> list[str]:
    """What ``/readyz`` says is stuck, once it answers so."""
    deadline = time.monotonic() + 30
    while True:
        answer = httpx.get(f"{running.url}/readyz", timeout=5)
        stuck: list[str] = answer.json()["stuck"]
        if answer.status_code == status and holding in "; ".join(stuck):
            return stuck
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.1)


def test_logs_hold_neither_words_nor_numbers(started: Product) -> None:
    started.twilio.refuse(21211, to=ANNA)
    started.phone(ANNA).says("Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    started.line("lykkefjord-duty").hears("Lavterskel", within=15)
    log = started.log.read_text()
    assert "sove" not in log
    assert ANNA[3:] not in log


@pytest.mark.parametrize("role", ["edge", "courier"])
def test_only_the_brain_loads_rasa(role: str) -> None:
    """Import what the role's process imports, and look at what came with it."""
    script = f"import bot.role, bot.{role}.serve, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {name for name in loaded if name.split(".")[0] in FORBIDDEN}
