"""What is written on the page: stored once, redacted, screened, shown, and nobody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.delivery.channel import Channel
from bot.edge.chat.routes import LONGEST_MESSAGE
from bot.store import Store
from bot.store.clock import forward
from bot.store.tables import Conversation, Escalation, Inbound, Outbox
from tests.edge.chat.browser import JSON, Browser, box, buttons, new_key, shown_in

NO_BED = "jeg bor i Lykkefjord og har ikke noe sted å sove i natt"
Answer = Callable[..., None]


def count(store: Store, table: type) -> int:
    with store.read() as tx:
        return tx.scalar(select(func.count(table.id))) or 0  # type: ignore[attr-defined]


def test_an_emergency_is_answered_on_the_page_that_comes_back(
    browser: Browser, store: Store
) -> None:
    first, second, question = shown_in(browser.submit(NO_BED).text)
    assert (first.side, first.text) == ("person", NO_BED)
    assert second.side == "assistant"
    assert "Jeg sier fra til vakttelefonen" in second.text
    assert "Hvilket nummer kan vi ringe deg på?" in question.text
    assert count(store, Escalation) == 1


def test_a_reload_and_a_second_tab_show_the_same(browser: Browser, answer: Answer) -> None:
    browser.write("hva koster det")
    answer("Det er gratis.")
    assert browser.thread() == browser.thread()
    assert [message.text for message in browser.thread()] == ["hva koster det", "Det er gratis."]


def test_a_script_is_answered_at_once(browser: Browser) -> None:
    answer = browser.write("hei")
    assert answer.status_code == 202
    assert answer.json() == {"accepted": True, "id": browser.thread()[0].id}


def test_a_message_sent_again_is_one_message(browser: Browser, store: Store) -> None:
    key = new_key()
    for _ in range(3):
        assert browser.write(NO_BED, key).status_code == 202
    assert count(store, Inbound) == 1
    assert count(store, Escalation) == 1


def test_a_first_message_sent_twice_at_once_begins_one_conversation(
    app: Starlette, store: Store
) -> None:
    key = new_key()
    once, again = Browser(TestClient(app)), Browser(TestClient(app))
    once.write(NO_BED, key)
    again.write(NO_BED, key)
    assert count(store, Conversation) == count(store, Escalation) == 1
    assert once.client.cookies["lavterskel-chat"] == again.client.cookies["lavterskel-chat"]


def test_a_key_that_was_used_long_ago_opens_nobodys_conversation(
    app: Starlette, store: Store
) -> None:
    key = new_key()
    first, later = Browser(TestClient(app)), Browser(TestClient(app))
    first.write("det er min sak", key)
    with store.write() as tx:
        forward(tx, timedelta(minutes=2))
    later.write("en annen sak", key)
    assert [message.text for message in later.thread()] == ["en annen sak"]
    assert count(store, Conversation) == 2


def test_somebody_elses_key_loses_nothing(app: Starlette, store: Store) -> None:
    key = new_key()
    one, other = Browser(TestClient(app)), Browser(TestClient(app))
    one.write("hei")
    other.write("hallo")
    one.write("min melding", key)
    other.write("din melding", key)
    assert [message.text for message in other.thread()] == ["hallo", "din melding"]


@pytest.mark.parametrize("key", ["", "x", "a" * 65, "<script>" * 4])
def test_a_message_without_a_good_key_is_taken_too(browser: Browser, key: str) -> None:
    browser.client.post("/chat/messages", data={"text": "hei", "key": key}, headers=JSON)
    assert [message.text for message in browser.thread()] == ["hei"]


def test_a_cookie_we_did_not_give_begins_a_conversation_of_its_own(
    browser: Browser, store: Store
) -> None:
    planted = "p" * 43
    browser.client.cookies.set("lavterskel-chat", planted)
    assert planted not in browser.write("hei").headers["set-cookie"]


@pytest.mark.parametrize("secret", ["", "x", "æ" * 5, "a" * 44, "../../etc"])
def test_a_cookie_that_cannot_be_is_nobodys(browser: Browser, secret: str) -> None:
    headers = {"Cookie": f"lavterskel-chat={secret}".encode("latin-1")}
    assert browser.client.get("/", headers=headers).status_code == 200


def test_what_may_not_be_kept_is_removed_and_the_number_is_theirs_to_see(
    browser: Browser, store: Store
) -> None:
    browser.write("jeg heter Ola, 01010750160, ring meg på 400 00 001")
    shown = browser.thread()[0]
    assert "01010750160" not in browser.look()
    assert shown.text == "jeg heter Ola, (fødselsnummer fjernet), ring meg på 400 00 001"
    with store.read() as tx:
        row = tx.scalars(select(Inbound)).one()
        kept = tx.unseal(row.conversation_id, row.text)
    assert "01010750160" not in kept
    assert "⟨phone 1⟩" in kept


def test_what_was_written_is_text_and_never_markup(browser: Browser, answer: Answer) -> None:
    browser.write('<script>alert(1)</script> & "more"')
    answer('<img src=x onerror="alert(1)">')
    answer("<b>hei</b>", name="staff_message")
    page = browser.look()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert browser.thread()[0].text == '<script>alert(1)</script> & "more"'


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u200b"])
def test_an_empty_message_is_asked_for_again(browser: Browser, store: Store, text: str) -> None:
    answer = browser.submit(text)
    assert answer.status_code == 400
    assert "Meldingen var tom" in answer.text
    assert count(store, Conversation) == 0


def test_what_is_too_long_stays_in_the_box(browser: Browser, store: Store) -> None:
    text = "Æ<b>\n" * (LONGEST_MESSAGE // 5) + "for mye"
    answer = browser.submit(text)
    assert answer.status_code == 400
    assert box(answer.text).replace("\r\n", "\n") == text
    assert "Del den i to" in answer.text
    assert count(store, Inbound) == 0


def test_a_script_is_told_what_is_wrong_too(browser: Browser) -> None:
    answer = browser.write("x" * (LONGEST_MESSAGE + 1))
    assert answer.status_code == 400
    assert answer.json()["fault"] == "long"
    assert "Del den i to" in answer.json()["lines"][0]


def test_as_much_as_may_be_written_is_kept_whole(browser: Browser) -> None:
    text = "m" * LONGEST_MESSAGE
    assert browser.write(text).status_code == 202
    assert browser.thread()[0].text == text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 202),
        ({"Sec-Fetch-Site": "none"}, 202),
        ({}, 202),
        ({"Origin": "http://testserver"}, 202),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
    ],
)
def test_only_our_own_page_writes(browser: Browser, headers: dict[str, str], status: int) -> None:
    answer = browser.client.post(
        "/chat/messages", data={"text": "hei", "key": new_key()}, headers=headers | JSON
    )
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/chat/language", "/chat/leave"])
def test_another_site_can_neither_choose_nor_leave(browser: Browser, path: str) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answer = browser.client.post(path, data={"language": "pl"}, headers=elsewhere)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("word", ["STOP", "stopp", "END", "quit", "cancel"])
def test_stop_silences_nobody_in_the_chat(browser: Browser, store: Store, word: str) -> None:
    browser.choose("nb")
    browser.write(word)
    assert "Forlat siden" in browser.thread()[-1].text
    browser.write(NO_BED)
    assert "vakttelefonen" in browser.thread()[-2].text
    with store.read() as tx:
        assert tx.scalars(select(Conversation.opted_out_at)).all() == [None]


def test_start_is_a_word_like_any_other(browser: Browser, store: Store) -> None:
    browser.write("START")
    with store.read() as tx:
        assert tx.scalars(select(Inbound.reader)).all() == ["brain"]


def test_help_asks_whether_they_are_safe_and_the_answer_is_a_button(
    browser: Browser, store: Store
) -> None:
    browser.choose("nb")
    page = browser.submit("help").text
    assert buttons(page) == [("1", "1 ja"), ("2", "2 nei")]
    browser.submit("2")
    assert count(store, Escalation) == 1


def test_looking_at_the_page_is_the_receipt(browser: Browser, answer: Answer, store: Store) -> None:
    browser.write("hei")
    answer("Hei.")
    with store.read() as tx:
        assert tx.scalars(select(Outbox.state)).all() == ["accepted"]
    browser.look()
    with store.read() as tx:
        assert tx.scalars(select(Outbox.state)).all() == ["delivered"]


def test_a_page_to_a_duty_line_is_not_shown_to_the_person(browser: Browser, store: Store) -> None:
    browser.write(NO_BED)
    with store.read() as tx:
        rows = tx.execute(select(Outbox.channel, Outbox.line_id)).all()
    assert any(line_id for _, line_id in rows)
    assert sum(channel == Channel.CHAT for channel, _ in rows) == len(browser.thread()) - 1
