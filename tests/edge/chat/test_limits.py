"""A flood is slowed; nobody loses a word, and a first emergency always comes through."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.edge.chat.limits import ADDRESS, BEGINNINGS, CONVERSATION
from bot.settings import Settings
from bot.store import Store
from bot.store.tables import Escalation, Inbound, UnmetContact
from tests.edge.chat.browser import Browser, box, words

DANGER = "jeg har ikke noe sted å sove i natt"
VAGUE = "jeg er redd"


def flood(browser: Browser, messages: int = CONVERSATION.amount + 1) -> None:
    for number in range(messages):
        assert browser.write(f"hei{'.' * number}").status_code == 202


def count(store: Store, table: type) -> int:
    with store.read() as tx:
        return tx.scalar(select(func.count(table.id))) or 0  # type: ignore[attr-defined]


def test_who_writes_too_fast_is_told_how_long_to_wait_and_keeps_the_words(
    browser: Browser, store: Store
) -> None:
    browser.choose("nb")
    flood(browser, CONVERSATION.amount)
    answer = browser.submit("enda en")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert f"Vent {answer.headers['retry-after']} sekunder" in words(answer.text)
    assert 'href="tel:112"' in answer.text
    assert 'href="tel:113"' in answer.text
    assert box(answer.text) == "enda en"
    assert count(store, Inbound) == CONVERSATION.amount


def test_a_script_is_told_the_seconds(browser: Browser) -> None:
    flood(browser)
    answer = browser.write("enda en")
    assert answer.status_code == 429
    assert answer.json()["accepted"] is False
    assert answer.json()["fault"] == "slowed"
    assert answer.json()["seconds"] == int(answer.headers["retry-after"])


@pytest.mark.parametrize("danger", [DANGER, VAGUE])
def test_the_first_emergency_passes_any_limit_and_the_next_words_do_not(
    browser: Browser, store: Store, danger: str
) -> None:
    flood(browser)
    assert browser.write(danger).status_code == 202
    assert "vakttelefonen" in browser.look() or "trygg" in browser.look()
    assert browser.write(danger).status_code == 429


def test_a_flood_from_one_address_does_not_keep_a_stranger_there_from_help(
    app: Starlette, store: Store
) -> None:
    for _ in range(BEGINNINGS.amount):
        assert Browser(TestClient(app)).write("hei").status_code == 202
    assert Browser(TestClient(app)).write("hei").status_code == 429
    assert Browser(TestClient(app)).choose("pl").status_code == 429
    assert Browser(TestClient(app)).write(DANGER).status_code == 202
    assert count(store, Escalation) == 1


def test_an_address_is_slowed_whatever_its_conversations(app: Starlette) -> None:
    browsers = [Browser(TestClient(app)) for _ in range(7)]
    taken = 0
    for _ in range(CONVERSATION.amount):
        taken += sum(browser.write("hei").status_code == 202 for browser in browsers)
    assert taken == ADDRESS.amount


def test_behind_a_trusted_proxy_each_visitor_has_limits_of_their_own(
    settings: Settings, store: Store, app: Starlette
) -> None:
    trusting = settings.model_copy(update={"trusted_proxies": ("10.0.0.1",)})
    app.state.house = replace(app.state.house, settings=trusting)

    def visitor(address: str) -> Browser:
        client = TestClient(app, client=("10.0.0.1", 1))
        return Browser(client, {"X-Forwarded-For": address})

    for _ in range(BEGINNINGS.amount):
        assert visitor("192.0.2.1").write("hei").status_code == 202
    assert visitor("192.0.2.1").write("hei").status_code == 429
    assert visitor("192.0.2.2").write("hei").status_code == 202


def test_a_flood_is_counted_once_for_those_who_watch(browser: Browser, store: Store) -> None:
    flood(browser)
    for _ in range(5):
        assert browser.write("enda en").status_code == 429
    with store.read() as tx:
        assert tx.scalars(select(UnmetContact.reason)).all() == ["slowed"]
