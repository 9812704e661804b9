"""Sessions: how long they last, and what ends them."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from starlette.applications import Starlette

from bot.monitor.accounts import disable_staff
from bot.monitor.sessions import IDLE, LONGEST
from bot.store import Store
from bot.store.tables import Staff, StaffSession
from tests.monitor.browser import Browser
from tests.monitor.conftest import PASSWORD

MOMENT = timedelta(minutes=1)
Later = Callable[[timedelta], None]


def test_a_session_ends_when_nothing_was_done_for_long(signed_in: Browser, later: Later) -> None:
    later(IDLE)
    assert not signed_in.is_signed_in


def test_a_page_somebody_opens_keeps_their_session_alive(signed_in: Browser, later: Later) -> None:
    later(IDLE - MOMENT)
    assert signed_in.is_signed_in
    later(2 * MOMENT)
    assert signed_in.is_signed_in


def test_what_the_page_fetches_by_itself_keeps_no_session_alive(
    signed_in: Browser, later: Later
) -> None:
    later(IDLE - MOMENT)
    assert signed_in.get("/monitor/cases").status_code == 200
    later(MOMENT)
    assert signed_in.get("/monitor/cases").status_code == 401


def test_no_session_outlasts_a_shift_however_busy(signed_in: Browser, later: Later) -> None:
    for _ in range(2):
        later(LONGEST / 2 - MOMENT)
        assert signed_in.is_signed_in
    later(2 * MOMENT)
    assert not signed_in.is_signed_in


def test_signing_out_ends_the_session_itself(signed_in: Browser, app: Starlette) -> None:
    name, token = signed_in.session_cookie
    answer = signed_in.fill_in(signed_in.get("/monitor"), "/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    thief = Browser(app)
    thief.client.cookies.set(name, token)
    assert not thief.is_signed_in


def test_signing_out_needs_the_form_of_the_page(signed_in: Browser) -> None:
    assert signed_in.client.post("/logout").status_code == 403
    assert signed_in.client.post("/logout", data={"csrf": "guess"}).status_code == 403
    assert signed_in.is_signed_in


def test_a_disabled_account_is_out_at_once(signed_in: Browser, store: Store, adviser: str) -> None:
    with store.write() as tx:
        disable_staff(tx, adviser)
    assert not signed_in.is_signed_in
    assert signed_in.get("/monitor/cases").status_code == 401


def test_a_session_that_began_while_the_account_was_shut_opens_nothing(
    signed_in: Browser, store: Store
) -> None:
    with store.write() as tx:
        tx.scalars(select(Staff)).one().disabled_at = tx.now
    assert not signed_in.is_signed_in


def test_the_database_holds_no_token_that_opens_a_page(signed_in: Browser, store: Store) -> None:
    token = signed_in.session_cookie[1]
    with store.read() as tx:
        stored = tx.scalars(select(StaffSession)).one()
    assert token.encode() not in stored.token_index
    assert token != stored.csrf


def test_sessions_that_have_ended_are_swept_away(
    signed_in: Browser, app: Starlette, store: Store, adviser: str, later: Later
) -> None:
    later(LONGEST)
    Browser(app).sign_in(adviser, PASSWORD)
    with store.read() as tx:
        assert len(tx.scalars(select(StaffSession)).all()) == 1
