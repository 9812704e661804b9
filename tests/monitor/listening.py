"""An open monitor as the edge sees it: a signed-in connection that listens to the stream."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

WITHIN = 12.0
_CSRF = re.compile(r'name="csrf" value="([^"]*)"')


@dataclass(frozen=True)
class Event:
    kind: str
    data: str
    cursor: str | None
    at: float
    """When it came, on this computer's steady clock."""

    @property
    def value(self) -> Any:
        return json.loads(self.data)


@dataclass
class Stream:
    answer: httpx.Response
    _events: Iterator[Event] = field(init=False)

    def __post_init__(self) -> None:
        self._events = events(self.answer)

    def next(self, kind: str, holding: str = "") -> Event:
        """The next event of a kind whose data holds this text."""
        deadline = time.monotonic() + WITHIN
        for event in self._events:
            if event.kind == kind and holding in event.data:
                return event
            assert time.monotonic() < deadline, f"no {kind} event with {holding!r}"
        raise AssertionError(f"the stream ended before a {kind} event with {holding!r}")

    def is_over(self) -> bool:
        return next(self._events, None) is None


@contextmanager
def sign_in(url: str, name: str, password: str) -> Iterator[httpx.Client]:
    """A client that holds the cookie of a new session."""
    with httpx.Client(base_url=url, timeout=WITHIN) as client:
        found = _CSRF.search(client.get("/login").text)
        assert found is not None
        fields = {"csrf": found[1], "name": name, "password": password, "next": "/monitor"}
        assert client.post("/login", data=fields).status_code == 303
        yield client


@contextmanager
def listening(client: httpx.Client, last_id: str | None = None) -> Iterator[Stream]:
    headers = {} if last_id is None else {"Last-Event-ID": last_id}
    with client.stream("GET", "/monitor/events", headers=headers) as answer:
        assert answer.status_code == 200
        yield Stream(answer)


def events(answer: httpx.Response) -> Iterator[Event]:
    kind, data, cursor = "message", [], None
    for line in answer.iter_lines():
        name, _, value = line.partition(": ")
        if name == "event":
            kind = value
        elif name in ("data", "data:"):
            data.append(value)
        elif name == "id":
            cursor = value
        elif not line:
            yield Event(kind, "\n".join(data), cursor, time.monotonic())
            kind, data = "message", []
