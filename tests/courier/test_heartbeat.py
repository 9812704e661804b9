"""The sign of life to a watch outside: given while all is well, and kept back otherwise."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from structlog.testing import capture_logs

from bot.courier.heartbeat import Heartbeat
from bot.store import Store
from bot.store.beats import beat
from bot.store.tables import RoleBeat
from tests.product import product
from tests.twilio_standin.loopback import LoopbackServer


@dataclass
class Watch:
    """What listens outside."""

    status: int = 200
    seconds: float = 0.0
    heard: list[str] = field(default_factory=list)
    url: str = ""

    def hear(self, request: Request) -> Response:
        self.heard.append(request.url.path)
        time.sleep(self.seconds)
        return PlainTextResponse("", self.status)


@pytest.fixture
def watch() -> Iterator[Watch]:
    listening = Watch()
    server = LoopbackServer(Starlette(routes=[Route("/ping/{secret}", listening.hear)]))
    server.start()
    listening.url = f"{server.url}/ping/secret"
    yield listening
    server.stop()


def heartbeat(store: Store, watch: Watch) -> Heartbeat:
    return Heartbeat(store, watch.url, "tests", ["courier"], timeout=0.5)


def lives(store: Store, ago: timedelta = timedelta(0)) -> None:
    with store.write() as tx:
        beat(tx, start="tests", instance="courier@host", role="courier", ready=True)
        tx.get_one(RoleBeat, ("tests", "courier@host")).beat_at -= ago


def test_all_is_well_and_the_watch_hears_it(store: Store, watch: Watch) -> None:
    lives(store)
    heartbeat(store, watch).give()
    assert watch.heard == ["/ping/secret"]


def test_a_role_that_is_dead_means_silence_until_it_lives_again(store: Store, watch: Watch) -> None:
    lives(store, ago=timedelta(minutes=1))
    heartbeat(store, watch).give()
    assert watch.heard == []
    lives(store)
    heartbeat(store, watch).give()
    assert len(watch.heard) == 1


@pytest.mark.parametrize("fault", ["refuses", "hangs", "is gone"])
def test_a_watch_that_fails_is_logged_and_does_no_harm(
    store: Store, watch: Watch, fault: str
) -> None:
    lives(store)
    watch.status, watch.seconds = (500, 0.0) if fault == "refuses" else (200, 1.0)
    if fault == "is gone":
        watch.url = "http://127.0.0.1:9/ping/secret"
    with capture_logs() as said:
        heartbeat(store, watch).give()
    assert [entry["event"] for entry in said] == ["heartbeat_failed"]
    assert "secret" not in str(said)


@pytest.mark.processes
def test_the_courier_of_a_running_product_gives_it(
    database_url: str, tmp_path: Path, watch: Watch
) -> None:
    with product(database_url, tmp_path) as running:
        running.environment["LAVTERSKEL_HEARTBEAT_URL"] = watch.url
        running.start("courier", wait=False)
        deadline = time.monotonic() + 90
        while not watch.heard:
            assert time.monotonic() < deadline, running.log.read_text()[-2000:]
            time.sleep(0.2)
        assert "secret" not in running.log.read_text()
