"""The top of the monitor says when something stands still: to NKS, and without a write."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from bot.monitor.words import ROLES, STUCK
from bot.roles import Role
from bot.store import Store
from bot.store.beats import beat
from bot.store.stuck import SETTLES_AFTER, What
from tests.monitor.browser import Browser
from tests.monitor.conftest import PASSWORD
from tests.monitor.listening import listening, sign_in
from tests.twilio_standin.loopback import LoopbackServer

STANDS = "Noe står stille."
SEEN_WITHIN = 30.0


def banner(html: str) -> str:
    found = re.search(r'<div class="stuck">(.*?)</div>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split()) if found else ""


def let_settle() -> None:
    time.sleep(SETTLES_AFTER.total_seconds() + 0.2)


@pytest.mark.parametrize("role", ["adviser", "administrator"])
def test_nks_reads_what_stands_still_and_since_when(
    staff: Callable[..., Browser],
    open_case: Callable[..., str],
    later: Callable[[timedelta], None],
    role: str,
) -> None:
    watcher = staff("Per", role)
    open_case()
    assert banner(watcher.get("/monitor").text) == ""
    later(timedelta(minutes=10))
    let_settle()
    for path in ("/monitor", "/monitor/cases"):
        said = banner(watcher.get(path).text)
        assert STANDS in said
        assert "1 varsel venter på operatøren (10 min)" in said
        assert re.search(r"1 sak følges ikke opp \(\d min\)", said)


def test_an_office_is_not_troubled_with_it(
    ola: Browser, open_case: Callable[..., str], later: Callable[[timedelta], None]
) -> None:
    open_case()
    later(timedelta(minutes=10))
    let_settle()
    assert banner(ola.get("/monitor").text) == ""


@pytest.fixture
def url(app: Starlette) -> Iterator[str]:
    server = LoopbackServer(app)
    server.start()
    yield server.url
    server.stop()


def test_an_open_monitor_says_so_though_nothing_is_written(
    url: str,
    adviser: str,
    store: Store,
    open_case: Callable[..., str],
    later: Callable[[timedelta], None],
) -> None:
    """A role falls silent while the page is open: no row tells of that."""
    with store.write() as tx:
        beat(tx, start="tests", instance="courier@host", role="courier", ready=True)
    with sign_in(url, adviser, PASSWORD) as client, listening(client) as stream:
        assert banner(stream.next("board").data) == ""
        said = ""
        deadline = time.monotonic() + SEEN_WITHIN
        while STANDS not in said and time.monotonic() < deadline:
            said = banner(stream.next("board").data)
        assert "Delen som sender meldinger og varsler er stanset (under 1 min)" in said
        with store.write() as tx:
            beat(tx, start="tests", instance="courier@host", role="courier", ready=True)
        while STANDS in said and time.monotonic() < deadline:
            said = banner(stream.next("board").data)
        assert said == ""


def test_every_kind_and_every_role_has_norwegian_words() -> None:
    assert set(STUCK) == set(What) - {What.ROLE}
    assert set(ROLES) == set(Role)
