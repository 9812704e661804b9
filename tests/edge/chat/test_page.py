"""The page before anything is written, its language, its headers, and the way out of it."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from bot.delivery.speaker import Speaker
from bot.edge.app import build
from bot.edge.chat.speech import preferred_language
from bot.language.served import LANGUAGES, is_right_to_left, own_name
from bot.settings import Settings
from bot.store import Store
from bot.store.tables import Conversation
from tests.edge.chat.browser import Browser, buttons, words

Visit = Callable[..., Browser]
KOMMUNE = "https://www.kommune.example"


@pytest.fixture
def visit(settings: Settings, store: Store, speaker: Speaker) -> Visit:
    """A browser at the product under other settings."""

    def visiting(base_url: str = "http://testserver", **changed: object) -> Browser:
        changed_settings = settings.model_copy(update=changed)
        app = build(changed_settings, store, speaker, start="tests", roles=("edge",))
        return Browser(TestClient(app, base_url=base_url))

    return visiting


def test_the_page_begins_with_danger_and_has_one_box(browser: Browser) -> None:
    page = browser.look()
    assert page.index('href="tel:112"') < page.index("<h1") < page.index("<textarea")
    assert page.count("<textarea") == 1
    assert "automatisk assistent, ikke en person" in page


def test_the_examples_say_what_they_send(browser: Browser) -> None:
    assert len(buttons(browser.look())) == 3
    assert all(value == label for value, label in buttons(browser.look()))


def test_nothing_is_remembered_of_somebody_who_only_looks(browser: Browser, store: Store) -> None:
    assert "set-cookie" not in browser.client.get("/").headers
    with store.read() as tx:
        assert tx.scalar(select(func.count(Conversation.id))) == 0


def test_the_title_and_the_address_tell_nothing(browser: Browser) -> None:
    browser.write("jeg har ikke penger til mat")
    answer = browser.submit("hva nå")
    assert answer.url.path == "/"
    assert not answer.url.query
    assert "<title>Chat</title>" in answer.text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("pl", "pl"),
        ("pl-PL,pl;q=0.9,en;q=0.8", "pl"),
        ("en;q=0.2, ar;q=0.9", "ar"),
        ("no", "nb"),
        ("nn-NO, nb;q=0.5", "nn"),
        ("ga, en;q=0.5", "en"),
        ("ga", "nb"),
        ("so", "so"),
        ("", "nb"),
        ("*", "nb"),
        ("pl;q=0, en;q=0.1", "en"),
        ("pl;q=x, en", "en"),
        (";;;,,;q=", "nb"),
    ],
)
def test_the_first_language_is_the_browsers(accepted: str, language: str) -> None:
    assert preferred_language(accepted) == language


def test_every_served_language_can_be_picked_by_its_own_name(browser: Browser) -> None:
    picker = re.findall(
        r'<button[^>]*name="language" value="(\w+)"[^>]*>(.*?)</button>', browser.look(), re.DOTALL
    )
    assert [(language, words(name)) for language, name in picker] == [
        (language, own_name(language)) for language in LANGUAGES
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picked_language_stays_whatever_the_browser_says(
    browser: Browser, store: Store, language: str
) -> None:
    browser.headers["Accept-Language"] = "en"
    assert browser.choose(language).status_code == 200
    page = browser.look()
    direction = "rtl" if is_right_to_left(language) else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in page
    current = re.search(r'value="(\w+)"[^>]*aria-current="true"', page)
    assert current is not None
    assert current[1] == language
    with store.read() as tx:
        conversation = tx.scalars(select(Conversation)).one()
        assert (conversation.language, conversation.language_chosen) == (language, True)


@pytest.mark.parametrize("language", ["", "ga", "xx", "../nb"])
def test_a_language_we_do_not_serve_cannot_be_picked(
    browser: Browser, store: Store, language: str
) -> None:
    assert browser.choose(language).status_code == 403
    with store.read() as tx:
        assert tx.scalar(select(func.count(Conversation.id))) == 0


def test_the_browsers_language_gives_way_to_the_words(browser: Browser) -> None:
    browser.headers["Accept-Language"] = "nb"
    browser.write("nie mam pieniędzy na czynsz, co mam zrobić")
    assert '<html lang="pl"' in browser.look()


def test_words_without_a_language_keep_the_browsers(browser: Browser) -> None:
    browser.headers["Accept-Language"] = "pl"
    browser.write("1")
    assert '<html lang="pl"' in browser.look()


def test_leaving_forgets_the_conversation_on_this_screen(browser: Browser) -> None:
    browser.write("hei")
    answer = browser.client.post("/chat/leave", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "https://www.yr.no/"
    assert answer.headers["clear-site-data"] == '"cache"'
    assert browser.thread() == []


def test_leaving_a_frame_forgets_in_the_frame_and_then_leads_the_window_away(
    browser: Browser,
) -> None:
    """A browser keeps a frame's cookie apart: a form sent to the window would not take it."""
    browser.headers["Sec-Fetch-Dest"] = "iframe"
    browser.write("hei")
    assert 'target="_top"' not in browser.look()
    answer = browser.client.post("/chat/leave", headers=browser.headers, follow_redirects=False)
    assert answer.status_code == 200
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert re.search(r'<a [^>]*href="https://www.yr.no/" target="_top"', answer.text)
    assert "hei" not in words(answer.text)
    assert browser.thread() == []


def test_the_cookie_ends_with_the_browser_and_no_script_sees_it(browser: Browser) -> None:
    given = browser.write("hei").headers["set-cookie"]
    assert re.fullmatch(
        r"lavterskel-chat=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax", given, re.ASCII
    )


def test_behind_https_the_cookie_belongs_to_the_very_host(visit: Visit) -> None:
    browser = visit("https://testserver", public_url="https://testserver")
    given = browser.write("hei").headers["set-cookie"]
    assert given.startswith("__Host-lavterskel-chat=")
    assert given.endswith("; Path=/; HttpOnly; SameSite=Lax; Secure")
    assert len(browser.thread()) == 1


def test_in_the_frame_of_a_kommune_the_cookie_is_kept_apart(visit: Visit) -> None:
    browser = visit(
        "https://testserver", public_url="https://testserver", embedding_sites=(KOMMUNE,)
    )
    given = browser.write("hei").headers["set-cookie"]
    assert given.endswith("; Path=/; HttpOnly; SameSite=None; Partitioned; Secure")


def test_nobody_frames_the_chat_unless_invited(browser: Browser, visit: Visit) -> None:
    alone = browser.client.get("/").headers
    assert "frame-ancestors 'none'" in alone["content-security-policy"]
    assert alone["x-frame-options"] == "DENY"

    invited = visit(embedding_sites=(KOMMUNE, "https://nabo.example"))
    headers = invited.client.get("/").headers
    assert f"frame-ancestors {KOMMUNE} https://nabo.example" in headers["content-security-policy"]
    assert "x-frame-options" not in headers


@pytest.mark.parametrize("path", ["/login", "/monitor"])
def test_staff_pages_are_framed_by_nobody(visit: Visit, path: str) -> None:
    headers = visit(embedding_sites=(KOMMUNE,)).client.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("site", ["*", "https://a.example/path", "https://a b", "a.example; x"])
def test_a_site_that_is_no_origin_is_refused_at_start(site: str) -> None:
    with pytest.raises(ValueError, match="no origin"):
        Settings(embedding_sites=(site,))


def test_the_page_keeps_to_its_own_files_and_leaves_no_trace(browser: Browser) -> None:
    answer = browser.client.get("/")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "form-action 'self' https://www.yr.no;" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", answer.text)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', answer.text)


@pytest.mark.parametrize("asked", ["/help/", "/", "/help"])
def test_under_a_prefix_every_address_has_it_stripped_or_not(visit: Visit, asked: str) -> None:
    browser = visit(public_url="http://testserver/help/")
    answer = browser.client.get(asked)
    assert answer.status_code == 200
    own = re.findall(r'(?:src|href|action|data-page|data-events)="(/[^"]*)"', answer.text)
    assert len(own) > 8
    assert all(address.startswith("/help/") for address in own)


@pytest.mark.parametrize("prefix", ["", "/help"])
def test_under_a_prefix_a_message_is_taken_and_the_page_comes_back(
    visit: Visit, prefix: str
) -> None:
    browser = visit(public_url="http://testserver/help")
    answer = browser.client.post(
        f"{prefix}/chat/messages", data={"text": "stopp", "key": "k" * 24}, follow_redirects=False
    )
    assert answer.headers["location"] == "/help/"
    assert "Path=/;" in answer.headers["set-cookie"]
    sides = [message.side for message in browser.thread()]
    assert sides == ["person", "assistant", "assistant"]  # a welcome, then the answer


def test_under_a_prefix_staff_are_led_to_the_sign_in_there(visit: Visit) -> None:
    browser = visit(public_url="http://testserver/help")
    answer = browser.client.get("/help/monitor", follow_redirects=False)
    assert answer.headers["location"].startswith("/help/login?")
    assert browser.client.get("/help/healthz").text == "ok"
    assert browser.client.get("/healthz").text == "ok"
    assert browser.client.get("/helpful", follow_redirects=False).status_code == 404
