"""Signing in: what works, what is refused, and that a refusal tells nothing."""

import unicodedata
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette

from bot.delivery.speaker import Speaker
from bot.edge.app import build
from bot.monitor.accounts import add_staff, disable_staff
from bot.monitor.throttling import MOST_BY_ADDRESS, MOST_BY_NAME, WINDOW
from bot.settings import Settings
from bot.store import Store
from bot.store.tables import SignInFailure, StaffSession
from tests.monitor.browser import Browser, hidden_fields
from tests.monitor.conftest import PASSWORD

WRONG = "not the password"


def test_the_right_password_leads_to_the_monitor(browser: Browser, adviser: str) -> None:
    answer = browser.sign_in(adviser, PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/monitor")
    assert adviser in browser.get("/monitor").text


def test_a_page_asked_for_is_reached_after_the_sign_in(browser: Browser, adviser: str) -> None:
    way = browser.get("/monitor").headers["location"]
    answer = browser.fill_in(browser.get(way), "/login", name=adviser, password=PASSWORD)
    assert answer.headers["location"] == "/monitor"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("  Åse   Nordmann ", id="with spaces around"),
        pytest.param(unicodedata.normalize("NFD", "Åse Nordmann"), id="letter and ring apart"),
    ],
)
def test_a_name_is_the_same_however_it_was_typed(
    browser: Browser, store: Store, typed: str
) -> None:
    with store.write() as tx:
        add_staff(tx, name="Åse Nordmann", role="adviser", password=PASSWORD)
    assert browser.sign_in(typed, PASSWORD).status_code == 303


def test_every_refusal_reads_the_same(app: Starlette, store: Store, adviser: str) -> None:
    with store.write() as tx:
        add_staff(tx, name="Shut", role="adviser", password=PASSWORD)
        disable_staff(tx, "Shut")
        add_staff(tx, name="Token only", role="adviser").staff.password_hash = None
    attempts = [(adviser, WRONG), ("Nobody", WRONG), ("Shut", PASSWORD), ("Token only", PASSWORD)]
    answers = []
    for name, password in attempts:
        browser = Browser(app)
        page = browser.sign_in(name, password)
        text = page.text.replace(name, "NAME").replace(hidden_fields(page)["csrf"], "TOKEN")
        answers.append((page.status_code, text))
        assert not browser.is_signed_in
    assert answers == [answers[0]] * len(answers)
    assert "Feil navn eller passord" in answers[0][1]


def test_the_password_never_comes_back_in_the_page(browser: Browser, adviser: str) -> None:
    page = browser.sign_in(adviser, WRONG)
    assert adviser in page.text
    assert WRONG not in page.text


def test_too_many_failures_by_name_must_wait_even_with_the_right_password(
    app: Starlette, adviser: str, later: Callable[[timedelta], None]
) -> None:
    for host in range(MOST_BY_NAME):
        Browser(app, address=f"192.0.2.{host}").sign_in(adviser.upper(), WRONG)
    owner = Browser(app, address="198.51.100.1")
    refused = owner.sign_in(adviser, PASSWORD)
    assert refused.status_code == 429
    assert "Vent 15 minutter" in refused.text
    later(WINDOW)
    assert owner.sign_in(adviser, PASSWORD).status_code == 303


def test_too_many_failures_by_address_must_wait_under_any_name(
    app: Starlette, adviser: str
) -> None:
    for number in range(MOST_BY_ADDRESS):
        Browser(app).sign_in(f"guess {number}", WRONG)
    assert Browser(app).sign_in(adviser, PASSWORD).status_code == 429
    elsewhere = Browser(app, address="198.51.100.1")
    assert elsewhere.sign_in(adviser, PASSWORD).status_code == 303


def test_a_name_nobody_has_is_throttled_like_any_other(app: Starlette) -> None:
    answers = [Browser(app).sign_in("Nobody", WRONG).status_code for _ in range(MOST_BY_NAME + 1)]
    assert answers == [403] * MOST_BY_NAME + [429]


def test_a_wait_ends_however_often_it_was_tried_meanwhile(
    app: Starlette, adviser: str, later: Callable[[timedelta], None]
) -> None:
    for _ in range(MOST_BY_NAME):
        Browser(app).sign_in(adviser, WRONG)
    later(WINDOW / 2)
    for _ in range(MOST_BY_NAME):
        assert Browser(app).sign_in(adviser, WRONG).status_code == 429
    later(WINDOW / 2)
    assert Browser(app).sign_in(adviser, PASSWORD).status_code == 303


def test_signing_in_forgets_the_failures_before(app: Starlette, store: Store, adviser: str) -> None:
    for _ in range(MOST_BY_NAME - 1):
        Browser(app).sign_in(adviser, WRONG)
    assert Browser(app).sign_in(adviser, PASSWORD).status_code == 303
    with store.read() as tx:
        assert tx.scalar(select(func.count()).select_from(SignInFailure)) == 0


@pytest.mark.parametrize(
    "token", [pytest.param("", id="none"), pytest.param("x" * 43, id="somebody else's")]
)
def test_a_form_that_is_not_ours_is_refused_and_counts_for_nothing(
    browser: Browser, store: Store, adviser: str, token: str
) -> None:
    page = browser.get("/login")
    answer = browser.fill_in(page, "/login", name=adviser, password=PASSWORD, csrf=token)
    assert answer.status_code == 403
    assert not browser.is_signed_in
    with store.read() as tx:
        assert tx.scalar(select(func.count()).select_from(SignInFailure)) == 0


def test_a_form_without_its_cookie_is_refused(browser: Browser, adviser: str) -> None:
    page = browser.get("/login")
    browser.client.cookies.clear()
    answer = browser.fill_in(page, "/login", name=adviser, password=PASSWORD)
    assert answer.status_code == 403


def test_the_form_works_in_two_tabs(browser: Browser, adviser: str) -> None:
    first, _second = browser.get("/login"), browser.get("/login")
    answer = browser.fill_in(first, "/login", name=adviser, password=PASSWORD)
    assert answer.status_code == 303


def test_signing_in_again_makes_a_new_session_and_ends_the_old(
    signed_in: Browser, app: Starlette, store: Store, adviser: str
) -> None:
    old_name, old_token = signed_in.session_cookie
    page = Browser(app).get("/login")
    signed_in.client.cookies.set("lavterskel-form", hidden_fields(page)["csrf"])
    assert signed_in.fill_in(page, "/login", name=adviser, password=PASSWORD).status_code == 303
    assert signed_in.session_cookie[1] != old_token
    thief = Browser(app)
    thief.client.cookies.set(old_name, old_token)
    assert not thief.is_signed_in
    with store.read() as tx:
        assert tx.scalar(select(func.count()).select_from(StaffSession)) == 1


def test_a_session_somebody_planted_is_not_taken_up(
    browser: Browser, app: Starlette, adviser: str
) -> None:
    browser.client.cookies.set("lavterskel-session", "planted")
    browser.sign_in(adviser, PASSWORD)
    attacker = Browser(app)
    attacker.client.cookies.set("lavterskel-session", "planted")
    assert not attacker.is_signed_in


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        pytest.param("/monitor?x=1", "/monitor?x=1", id="a page of ours"),
        pytest.param("https://evil.example/", "/monitor", id="another site"),
        pytest.param("//evil.example", "/monitor", id="another site without a scheme"),
        pytest.param("///evil.example", "/monitor", id="three slashes"),
        pytest.param("/\\evil.example", "/monitor", id="a backslash"),
        pytest.param("/\t/evil.example", "/monitor", id="a tab that browsers leave out"),
        pytest.param("javascript:alert(1)", "/monitor", id="a script"),
        pytest.param("monitor", "/monitor", id="a relative path"),
        pytest.param("/login?next=/login", "/monitor", id="round and round"),
        pytest.param("", "/monitor", id="nothing"),
    ],
)
def test_the_sign_in_never_leads_to_another_site(
    browser: Browser, adviser: str, wanted: str, reached: str
) -> None:
    assert browser.sign_in(adviser, PASSWORD, wanted=wanted).headers["location"] == reached


def test_whoever_is_signed_in_is_led_past_the_form(signed_in: Browser) -> None:
    assert signed_in.get("/login?next=//evil.example").headers["location"] == "/monitor"


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: Browser, adviser: str) -> None:
    cookie = browser.sign_in(adviser, PASSWORD).headers["set-cookie"]
    assert "lavterskel-session=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie.partition("lavterskel-form")[0]


def test_the_cookie_travels_only_encrypted_where_the_product_does(
    settings: Settings, store: Store, speaker: Speaker, adviser: str
) -> None:
    public = settings.model_copy(update={"public_url": "https://example.org"})
    app = build(public, store, speaker, start="tests", roles=("edge",))
    browser = Browser(app, base_url="https://example.org")
    cookie = browser.sign_in(adviser, PASSWORD).headers["set-cookie"]
    assert cookie.startswith("__Host-lavterskel-session=")
    assert "Path=/;" in cookie
    assert "Secure" in cookie.partition("__Host-lavterskel-form")[0]
    assert browser.is_signed_in


def test_an_endless_form_is_refused(browser: Browser) -> None:
    answer = browser.fill_in(browser.get("/login"), "/login", name="x" * 20_000)
    assert answer.status_code == 413
