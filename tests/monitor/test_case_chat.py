"""The holder of a case writes to a person in the chat."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.delivery.chat import mark_shown
from bot.inbox.receiving import Arrival, receive
from bot.store import Store
from bot.store.tables import Conversation, Outbox
from tests.monitor.browser import Browser
from tests.monitor.case_page import act, path, texts, words_of

Opening = Callable[..., str]


@pytest.fixture
def chat_case(kari: Browser, open_case: Opening, store: Store) -> str:
    """A case of somebody in the chat, which the adviser holds."""
    reference = open_case(channel="chat", language="nb")
    act(kari, reference, "take")
    with store.write() as tx:
        address = tx.scalars(select(Conversation)).one()
        secret = tx.unseal(address.id, address.address)
        receive(tx, Arrival("chat", "C1", secret, "er det noen der", {}))
    return reference


def test_the_holder_writes_to_the_person_once_and_as_a_human(
    kari: Browser, chat_case: str, store: Store
) -> None:
    page = kari.get(path(chat_case))
    for _ in range(2):
        answer = kari.fill_in(page, path(chat_case, "write"), words="Jeg ringer deg straks.")
        assert answer.status_code == 303
    assert texts(store, "staff_message") == 1
    thread = words_of(kari.get(path(chat_case)))
    assert re.search(r"Personen \d\d:\d\d er det noen der", thread)
    assert re.search(r"En ansatt \d\d:\d\d, ikke vist ennå Jeg ringer deg straks\.", thread)
    assert "Automatisk svar" in thread


def test_the_holder_sees_that_the_persons_page_has_shown_a_message(
    kari: Browser, chat_case: str, store: Store
) -> None:
    act(kari, chat_case, "write", words="Er du trygg?")
    with store.write() as tx:
        last = tx.scalars(select(Outbox).where(Outbox.name == "staff_message")).one()
        mark_shown(tx, last.conversation_id, last.id)
    assert re.search(
        r"En ansatt \d\d:\d\d, vist på siden Er du trygg\?",
        words_of(kari.get(path(chat_case))),
    )


def test_a_person_who_texts_cannot_be_written_to_in_a_chat(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    act(kari, reference, "take")
    page = kari.get(path(reference))
    assert "Skriv til personen i chatten" not in page.text
    answer = kari.fill_in(page, path(reference, "write"), words="Hei", key="1")
    assert answer.status_code == 409
    assert texts(store, "staff_message") == 0
