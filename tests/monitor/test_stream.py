"""The stream of the monitor, from a real server: what it sends, to whom, and when it ends."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from bot.escalation.urgency import KINDS
from bot.monitor.accounts import add_staff, disable_staff
from bot.monitor.acts import Desk
from bot.monitor.sessions import IDLE, LONGEST, Visitor
from bot.monitor.stream import MOST_STREAMS
from bot.store import Store
from bot.store.tables import Staff, StaffSession, StoryView
from tests.monitor.conftest import NAME, PASSWORD, PHONE, WORDS
from tests.monitor.listening import listening, sign_in
from tests.twilio_standin.loopback import LoopbackServer

MOMENT = timedelta(minutes=1)
Opening = Callable[..., str]


@pytest.fixture
def url(app: Starlette) -> Iterator[str]:
    server = LoopbackServer(app)
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def kari(url: str, adviser: str) -> Iterator[httpx.Client]:
    with sign_in(url, adviser, PASSWORD) as client:
        yield client


@pytest.fixture
def ola(url: str, store: Store) -> Iterator[httpx.Client]:
    """From the office of Lykkefjord."""
    with store.write() as tx:
        add_staff(tx, name="Ola", role="office", office_id="nav-lykkefjord", password=PASSWORD)
    with sign_in(url, "Ola", PASSWORD) as client:
        yield client


@pytest.fixture
def desk(app: Starlette, store: Store, adviser: str) -> Desk:
    with store.read() as tx:
        staff = tx.scalars(select(Staff).where(Staff.name == adviser)).one()
    visitor = Visitor(staff.id, staff.name, staff.role, None, csrf="")
    return Desk(store, app.state.house.speaker, visitor, via="api")


def test_no_stream_without_a_sign_in(url: str) -> None:
    assert httpx.get(f"{url}/monitor/events").status_code == 401


def test_the_whole_board_comes_first_and_then_what_changes(
    kari: httpx.Client, open_case: Opening, desk: Desk
) -> None:
    reference = open_case()
    with listening(kari) as stream:
        assert reference in stream.next("board").data
        desk.take(reference)
        assert f"{NAME}, NKS" in stream.next("board", holding="Alle saker er tatt").data
        assert reference in stream.next("case").value


def test_a_new_case_and_a_sign_of_life_reach_an_open_board(
    kari: httpx.Client, open_case: Opening
) -> None:
    with listening(kari) as stream:
        assert "Ingen pågående saker" in stream.next("board").data
        assert stream.next("beat").value["renewable"] is True
        reference = open_case()
        assert stream.next("board", holding=reference)


def test_a_browser_that_slept_has_the_truth_at_the_first_event(
    kari: httpx.Client, open_case: Opening, desk: Desk
) -> None:
    slept_on, other = open_case(), open_case()
    with listening(kari) as stream:
        cursor = stream.next("board").cursor
    desk.take(slept_on)
    with listening(kari, last_id=cursor) as stream:
        first = stream.next("board")
        assert f"{NAME}, NKS" in first.data
        assert other in first.data
        assert int(first.cursor or 0) >= int(cursor or 0)
        assert slept_on in stream.next("case").value


@pytest.mark.parametrize("last_id", ["nonsense", "9" * 30, "-1", "0"])
def test_a_cursor_nobody_gave_out_does_no_harm(kari: httpx.Client, last_id: str) -> None:
    with listening(kari, last_id=last_id) as stream:
        assert "Ingen pågående saker" in stream.next("board").data


def test_no_stream_tells_an_adviser_what_a_case_is_about(
    kari: httpx.Client, open_case: Opening, app: Starlette, store: Store
) -> None:
    labels = [app.state.house.speaker.catalogue.text(f"utter_kind_{kind}", "nb") for kind in KINDS]
    with listening(kari) as stream:
        for kind in KINDS:
            board = stream.next("board", holding=open_case(kind=kind)).data.lower()
            for secret in (*KINDS, *labels, WORDS, PHONE[3:]):
                assert secret.lower() not in board
    with store.read() as tx:
        assert tx.scalars(select(StoryView)).all() == []


def test_an_office_hears_of_its_own_cases_alone(
    ola: httpx.Client, kari: httpx.Client, open_case: Opening
) -> None:
    with listening(ola) as offices, listening(kari) as advisers:
        elsewhere = open_case(place="9902")
        assert elsewhere in advisers.next("case").value
        own = open_case()
        board = offices.next("board", holding=own).data
        assert elsewhere not in board
        assert "ikke et sted å sove i natt" in board
        assert offices.next("case").value == [own]


@pytest.mark.parametrize("end", ["signed out", "disabled", "idle"])
def test_a_stream_ends_with_its_session(
    kari: httpx.Client, store: Store, later: Callable[[timedelta], None], end: str
) -> None:
    with listening(kari) as stream:
        stream.next("board")
        if end == "idle":
            later(IDLE)
        else:
            with store.write() as tx:
                if end == "disabled":
                    disable_staff(tx, NAME)
                else:
                    tx.delete(tx.scalars(select(StaffSession)).one())
        stream.next("ended")
        assert stream.is_over()


def test_listening_keeps_no_session_alive_and_says_when_it_ends(
    kari: httpx.Client, store: Store, later: Callable[[timedelta], None]
) -> None:
    with store.read() as tx:
        before = tx.scalars(select(StaffSession)).one().seen_at
    with listening(kari) as stream:
        beat = stream.next("beat").value
        later(MOMENT)
        assert stream.next("beat").value["ends"] == beat["ends"] == (before + IDLE).isoformat()


def test_staying_makes_a_session_last_but_not_beyond_its_longest(
    kari: httpx.Client, later: Callable[[timedelta], None]
) -> None:
    csrf = kari.get("/monitor").text.split('name="csrf" value="')[1].split('"')[0]
    later(IDLE - MOMENT)
    assert kari.post("/monitor/stay", data={"csrf": "guess"}).status_code == 403
    assert kari.post("/monitor/stay", data={"csrf": csrf}).status_code == 303
    with listening(kari) as stream:
        assert stream.next("beat").value["renewable"] is False
    later(LONGEST - IDLE)
    assert kari.post("/monitor/stay", data={"csrf": csrf}).status_code == 303
    later(2 * MOMENT)
    assert kari.post("/monitor/stay", data={"csrf": csrf}).status_code == 401


def test_a_session_has_only_so_many_streams(url: str, kari: httpx.Client) -> None:
    with ExitStack() as stack:
        streams = [stack.enter_context(listening(kari)) for _ in range(MOST_STREAMS)]
        for stream in streams:
            stream.next("board")
        assert kari.get("/monitor/events").status_code == 429
        assert kari.get("/monitor").status_code == 200
