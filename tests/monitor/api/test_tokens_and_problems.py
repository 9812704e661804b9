"""Who is let in, and how everything that is refused is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from bot.monitor.accounts import disable_staff
from bot.monitor.throttling import MOST_BY_ADDRESS, WINDOW
from bot.store import Store
from tests.monitor.api.conftest import EMERGENCY, System
from tests.monitor.browser import Browser


def test_nobody_is_let_in_without_a_token(app: Starlette) -> None:
    refused = System(app, None).get("/escalations")
    assert (refused.status_code, refused.json()["code"]) == (401, "no_token")
    assert refused.headers["www-authenticate"] == 'Bearer realm="lavterskel"'


def test_a_session_of_the_pages_opens_nothing_here(signed_in: Browser) -> None:
    assert signed_in.is_signed_in
    assert signed_in.client.get("/api/escalations").status_code == 401


def test_a_password_is_no_token(app: Starlette, adviser: str) -> None:
    client = System(app, None).client
    assert client.get("/api/escalations", auth=(adviser, "basu-tilo-remy-kafo")).status_code == 401


def test_a_token_dies_with_its_account_at_once(adviser_system: System, store: Store) -> None:
    assert adviser_system.get("/escalations").status_code == 200
    with store.write() as tx:
        disable_staff(tx, "Ada Veileder")
    refused = adviser_system.get("/escalations")
    assert (refused.status_code, refused.json()["code"]) == (401, "wrong_token")
    assert 'error="invalid_token"' in refused.headers["www-authenticate"]


def test_wrong_tokens_from_one_address_have_to_wait_and_right_ones_never(
    app: Starlette,
    token_of: Callable[..., str],
    later: Callable[[timedelta], None],
) -> None:
    guesser = System(app, "guess", "192.0.2.9")
    codes = [guesser.get("/escalations").status_code for _ in range(MOST_BY_ADDRESS + 1)]
    assert codes == [401] * MOST_BY_ADDRESS + [429]
    assert guesser.get("/escalations").headers["retry-after"] == str(WINDOW.seconds)
    assert System(app, "guess", "192.0.2.10").get("/escalations").status_code == 401
    neighbour = System(app, token_of("Ada", "adviser"), "192.0.2.9")
    assert neighbour.get("/escalations").status_code == 200
    later(WINDOW)
    assert guesser.get("/escalations").status_code == 401


def test_wrong_tokens_shut_no_person_out_of_the_pages(app: Starlette, adviser: str) -> None:
    guesser = System(app, "guess", "192.0.2.9")
    for _ in range(MOST_BY_ADDRESS + 1):
        guesser.get("/escalations")
    browser = Browser(app, address="192.0.2.9")
    assert browser.sign_in(adviser, "basu-tilo-remy-kafo").status_code == 303


@pytest.mark.parametrize(
    ("send", "status", "code"),
    [
        pytest.param(
            {"content": b"{", "headers": {"Content-Type": "application/json"}},
            400,
            "malformed",
            id="no JSON",
        ),
        pytest.param({"data": EMERGENCY}, 415, "not_json", id="a form"),
        pytest.param({"json": {"words": "x" * 70_000}}, 413, "too_large", id="too much"),
        pytest.param({"json": []}, 422, "invalid", id="no object"),
        pytest.param({"json": {}}, 422, "invalid", id="nothing in it"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_with_a_code(
    adviser_system: System, send: dict[str, object], status: int, code: str
) -> None:
    refused = adviser_system.client.post("/api/escalations", **send)  # type: ignore[arg-type]
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_body_without_a_length_is_measured_too(adviser_system: System) -> None:
    def endless() -> object:
        yield from (b" " * 10_000 for _ in range(10))

    refused = adviser_system.client.post(
        "/api/escalations",
        content=endless(),  # type: ignore[arg-type]
        headers={"Content-Type": "application/json"},
    )
    assert refused.status_code == 413


@pytest.mark.parametrize("query", ["sate=closed", "limit=0", "limit=x", "state=open&state=closed"])
def test_a_query_that_means_nothing_is_refused(adviser_system: System, query: str) -> None:
    assert adviser_system.client.get(f"/api/escalations?{query}").status_code == 422


def test_an_unknown_path_and_a_wrong_method_are_problems_too(adviser_system: System) -> None:
    for path in ("/nothing", "/no%0Athing", "/callbacks/A%0AB", "/callbacks/A%0A"):
        unknown = adviser_system.client.get(f"/api{path}")
        assert unknown.headers["content-type"] == "application/problem+json"
        assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    wrong = adviser_system.client.delete("/api/escalations")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert set(wrong.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


@pytest.mark.parametrize("path", ["/escalations", "/nothing", "/openapi.json"])
def test_no_answer_is_stored_and_none_may_be_read_by_another_site(
    adviser_system: System, path: str
) -> None:
    answer = adviser_system.client.get(f"/api{path}", headers={"Origin": "https://example.org"})
    assert answer.headers["cache-control"] == "no-store"
    assert not [name for name in answer.headers if name.startswith("access-control")]
    preflight = adviser_system.client.options(
        f"/api{path}",
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"},
    )
    assert preflight.status_code in (404, 405)


def test_anybody_may_read_the_description(app: Starlette) -> None:
    described = System(app, None).get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": "/api"}]
