"""Fifty open monitors and the process that serves them."""

import time
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from bot.monitor.accounts import add_staff
from tests.monitor.conftest import NAME, PASSWORD
from tests.monitor.listening import listening, sign_in
from tests.product import product

SESSIONS, STREAMS_EACH = 10, 5
STOPS_WITHIN = 5.0


@pytest.mark.processes
def test_the_edge_stops_within_five_seconds_with_fifty_streams_open(
    database_url: str, tmp_path: Path
) -> None:
    with product(database_url, tmp_path) as house, ExitStack() as stack:
        with house.store.write() as tx:
            add_staff(tx, name=NAME, role="adviser", password=PASSWORD)
        house.start("edge")
        for _ in range(SESSIONS):
            client = stack.enter_context(sign_in(house.url, NAME, PASSWORD))
            for _ in range(STREAMS_EACH):
                stack.enter_context(listening(client)).next("board")
        (edge,) = house.processes("edge")
        began = time.monotonic()
        edge.terminate()
        edge.wait(timeout=STOPS_WITHIN)
        assert time.monotonic() - began < STOPS_WITHIN
        house.stop()
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{house.url}/healthz")
