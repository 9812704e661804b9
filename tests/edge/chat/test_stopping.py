"""The edge as a process, with many pages open, asked to end."""

from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.edge.chat.browser import JSON, new_key
from tests.edge.chat.stream import events
from tests.product import product

STREAMS = 50
PAGES_OF_ONE = 2
PROMISED_SECONDS = 5.0

pytestmark = pytest.mark.processes


def test_the_edge_ends_within_five_seconds_with_fifty_streams_open(
    database_url: str, tmp_path: Path
) -> None:
    with product(database_url, tmp_path / "state") as running, ExitStack() as tabs:
        running.start("edge")
        open_streams = []
        for _ in range(STREAMS // PAGES_OF_ONE):
            cookies = _write(running.url)
            for _ in range(PAGES_OF_ONE):
                stream = tabs.enter_context(events(running.url, cookies))
                assert next(stream).name == "thread"
                open_streams.append(stream)
        assert len(open_streams) == STREAMS
        (edge,) = running.processes("edge")
        edge.terminate()
        edge.wait(PROMISED_SECONDS)
        for stream in open_streams:
            assert [event.name for event in stream] in (["choices"], [])


def _write(url: str) -> dict[str, str]:
    fields = {"text": "hei", "key": new_key()}
    answer = httpx.post(f"{url}/chat/messages", data=fields, headers=JSON, timeout=20)
    return dict(answer.cookies)
