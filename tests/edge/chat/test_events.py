"""The live page: what is written anywhere comes, once, and nothing is missed while away."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from bot.edge.chat.stream import MOST_STREAMS
from bot.store import Store
from bot.store.tables import Outbox
from tests.edge.chat.browser import JSON, buttons, new_key, shown_in, words
from tests.edge.chat.stream import Event, events
from tests.twilio_standin.loopback import LoopbackServer

Answer = Callable[..., None]


@pytest.fixture
def url(app: Starlette) -> Iterator[str]:
    server = LoopbackServer(app)
    server.start()
    yield server.url
    server.stop()


def write(url: str, text: str, cookies: dict[str, str] | None = None) -> dict[str, str]:
    """Write on the page; gives the cookies of the browser."""
    answer = httpx.post(
        f"{url}/chat/messages",
        data={"text": text, "key": new_key()},
        cookies=cookies,
        headers=JSON,
        timeout=20,
    )
    assert answer.status_code == 202
    return dict(answer.cookies)


def texts(event: Event) -> list[str]:
    assert event.name == "thread"
    return [message.text for message in shown_in(event.data)]


def test_the_first_look_is_the_whole_thread_and_then_what_is_new(url: str, answer: Answer) -> None:
    cookies = write(url, "hei")
    with events(url, cookies) as stream:
        assert texts(next(stream)) == ["hei"]
        assert next(stream).name == "choices"
        answer("Skal en person ringe deg?\n1 ja\n2 nei")
        event = next(stream)
        assert [message.side for message in shown_in(event.data)] == ["assistant"]
        assert buttons(next(stream).data) == [("1", "1 ja"), ("2", "2 nei")]
        write(url, "1", cookies)
        assert texts(next(stream)) == ["1"]
        assert words(next(stream).data) == ""


def test_two_tabs_show_the_same(url: str, answer: Answer) -> None:
    cookies = write(url, "hei")
    with events(url, cookies) as one, events(url, cookies) as other:
        for stream in (one, other):
            next(stream), next(stream)
        answer("Hei.")
        assert next(one) == next(other)


def test_a_page_that_was_away_gets_what_it_missed(url: str, answer: Answer, store: Store) -> None:
    cookies = write(url, "hei")
    with events(url, cookies) as stream:
        last = next(stream).id
    answer("Hei.")
    answer("Er du der?")
    with events(url, cookies, last) as stream:
        event = next(stream)
        assert texts(event)[-2:] == ["Hei.", "Er du der?"]
        assert event.id != last


def test_a_page_that_missed_nothing_still_hears_where_it_is(url: str) -> None:
    cookies = write(url, "hei")
    with events(url, cookies) as stream:
        last = next(stream).id
    with events(url, cookies, last) as stream:
        assert next(stream).id == last


def test_nobody_hears_what_is_written_to_another(url: str, store: Store) -> None:
    mine, theirs = write(url, "jeg heter Ola"), write(url, "jeg heter Kari")
    with events(url, mine) as stream:
        assert texts(next(stream)) == ["jeg heter Ola"]
        next(stream)
        write(url, "og jeg er redd", theirs)
        write(url, "hei igjen", mine)
        assert texts(next(stream)) == ["hei igjen"]


@pytest.mark.parametrize("secret", ["", "x", "p" * 43])
def test_without_a_conversation_there_is_nothing_to_hear(url: str, secret: str) -> None:
    answer = httpx.get(f"{url}/chat/events", cookies={"lavterskel-chat": secret})
    assert answer.status_code == 204


def test_what_the_stream_has_brought_is_delivered(url: str, answer: Answer, store: Store) -> None:
    cookies = write(url, "hei")
    with events(url, cookies) as stream:
        next(stream), next(stream)
        answer("Hei.")
        next(stream), next(stream)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with store.read() as tx:
                if tx.scalars(select(Outbox.state)).all() == ["delivered"]:
                    return
            time.sleep(0.02)
    raise AssertionError("the answer was not marked as shown")


def test_a_conversation_has_no_more_streams_than_a_browser_opens(url: str, app: Starlette) -> None:
    cookies = write(url, "hei")
    with ExitStack() as tabs:
        streams = [tabs.enter_context(events(url, cookies)) for _ in range(MOST_STREAMS)]
        for stream in streams:
            next(stream)
        assert status_of_one_more(url, cookies) == 429
    _wait_until(lambda: status_of_one_more(url, cookies) == 200)


def status_of_one_more(url: str, cookies: dict[str, str]) -> int:
    with (
        httpx.Client(timeout=20, cookies=cookies) as client,
        client.stream("GET", f"{url}/chat/events") as answer,
    ):
        return answer.status_code


def _wait_until(true: Callable[[], bool], within: float = 15) -> None:
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.05)
