"""An open page's stream, read as a browser reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

PATIENCE = httpx.Timeout(20.0)


@dataclass(frozen=True)
class Event:
    name: str
    id: str
    data: str


@contextmanager
def events(
    url: str, cookies: dict[str, str], last_event_id: str | None = None
) -> Iterator[Iterator[Event]]:
    headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
    with (
        httpx.Client(timeout=PATIENCE, cookies=cookies) as client,
        client.stream("GET", f"{url}/chat/events", headers=headers) as answer,
    ):
        assert answer.status_code == 200, answer.status_code
        yield _read(answer)


def _read(answer: httpx.Response) -> Iterator[Event]:
    fields: dict[str, list[str]] = {}
    for line in answer.iter_lines():
        if line:
            name, _, value = line.partition(":")
            fields.setdefault(name, []).append(value.removeprefix(" "))
        elif fields:
            if "data" in fields:
                yield Event(*("\n".join(fields.get(k, [""])) for k in ("event", "id", "data")))
            fields = {}
