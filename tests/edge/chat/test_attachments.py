"""A picture or voice message on the page: kept as it is, or refused calmly, and never lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from httpx import Response
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.delivery.attachments import content_of
from bot.delivery.speaker import Speaker
from bot.edge.chat.limits import FILES
from bot.store import Store
from bot.store.clock import forward
from bot.store.tables import Attachment, Escalation, Inbound, Outbox
from tests.edge.chat.browser import JSON, Browser, box, new_key, words

LETTER = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8 + b"\xff\xd9"
VOICE = b"OggS\x00\x02" + b"\x01" * 300
NO_BED = "jeg bor i Lykkefjord og har ikke noe sted å sove i natt"


def attach(
    browser: Browser,
    content: bytes = LETTER,
    text: str = "",
    *,
    name: str = "brev.jpg",
    key: str | None = None,
    as_script: bool = False,
) -> Response:
    """As the form sends it, or as the script does."""
    return browser.client.post(
        "/chat/messages",
        data={"text": text, "key": key or new_key()},
        files={"file": (name, content, "image/jpeg")},
        headers=browser.headers | (JSON if as_script else {}),
    )


def kept(store: Store) -> list[tuple[str | None, bytes]]:
    with store.read() as tx:
        rows = tx.scalars(select(Attachment).order_by(Attachment.id))
        return [(row.content_type, content_of(tx, row)) for row in rows]


def told(store: Store) -> list[str]:
    with store.read() as tx:
        return list(tx.scalars(select(Outbox.name).order_by(Outbox.id)))


def count(store: Store, table: type) -> int:
    with store.read() as tx:
        return tx.scalar(select(func.count(table.id))) or 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("as_script", [False, True], ids=["form", "script"])
def test_a_picture_is_kept_and_the_person_is_asked_for_one_line(
    browser: Browser, store: Store, as_script: bool
) -> None:
    answer = attach(browser, as_script=as_script)
    assert answer.status_code == (202 if as_script else 200)
    assert kept(store) == [("image/jpeg", LETTER)]
    assert told(store) == ["utter_welcome_chat", "utter_media_kept", "utter_media_unreadable"]
    mine, _, thanks, question = browser.thread()
    assert (mine.side, mine.text) == ("person", "(bilde)")
    assert "Jeg har tatt vare på det du sendte" in thanks.text
    assert "Skriv én linje" in question.text
    assert "1 en person ringer meg" in browser.look()


def test_a_voice_message_is_named_as_one_whatever_it_is_called(
    browser: Browser, store: Store
) -> None:
    attach(browser, VOICE, name="brev.jpg")
    assert kept(store) == [("audio/ogg", VOICE)]
    assert browser.thread()[0].text == "(lydmelding)"


def test_words_sent_along_are_read_and_the_picture_stays_with_them(
    browser: Browser, store: Store
) -> None:
    attach(browser, text=NO_BED)
    assert count(store, Inbound) == count(store, Escalation) == 1
    assert "utter_media_kept" in told(store)
    assert "utter_media_unreadable" not in told(store)
    assert browser.thread()[0].text == f"{NO_BED}\n\n(bilde)"


def test_sent_again_it_is_one(browser: Browser, store: Store) -> None:
    key = new_key()
    for _ in range(3):
        assert attach(browser, key=key, as_script=True).status_code == 202
    assert count(store, Inbound) == count(store, Attachment) == 1


def test_the_form_with_words_alone_is_a_message_as_ever(browser: Browser, store: Store) -> None:
    answer = attach(browser, b"", "hei", name="", as_script=True)
    assert answer.status_code == 202
    assert count(store, Attachment) == 0
    assert browser.thread()[0].text == "hei"


def test_nothing_at_all_is_no_message(browser: Browser, store: Store) -> None:
    answer = attach(browser, b"", "", name="")
    assert answer.status_code == 400
    assert "Meldingen var tom" in words(answer.text)
    assert count(store, Inbound) == 0


@pytest.mark.parametrize(
    ("content", "status_code"),
    [(b"MZ\x90\x00 a programme", 415), (b"<svg onload=alert(1)>", 415), (None, 413)],
    ids=["programme", "drawing with a script", "too large"],
)
def test_what_is_not_taken_is_said_so_and_the_words_stay(
    browser: Browser, store: Store, speaker: Speaker, content: bytes | None, status_code: int
) -> None:
    limits = speaker.register.defaults.attachments
    sent = content or b"\xff\xd8\xff" + bytes(limits.most_bytes)
    answer = attach(browser, sent, "brevet fra utleieren")
    assert answer.status_code == status_code
    assert f"på høyst {limits.most_megabytes} MB" in words(answer.text)
    assert box(answer.text) == "brevet fra utleieren"
    assert count(store, Inbound) == count(store, Attachment) == 0
    refusal = attach(browser, sent, as_script=True).json()
    assert (refusal["accepted"], refusal["fault"]) == (False, "attachment")


def test_the_largest_that_may_come_is_kept_whole(
    browser: Browser, store: Store, speaker: Speaker
) -> None:
    most = speaker.register.defaults.attachments.most_bytes
    largest = b"\xff\xd8\xff" + bytes(most - 3)
    assert attach(browser, largest, as_script=True).status_code == 202
    assert kept(store) == [("image/jpeg", largest)]


def test_one_too_many_in_a_day_is_refused_and_the_next_day_taken(
    browser: Browser, store: Store, speaker: Speaker
) -> None:
    most = speaker.register.defaults.attachments.most_a_day
    for _ in range(most):
        assert attach(browser, as_script=True).status_code == 202
    answer = attach(browser)
    assert answer.status_code == 429
    assert f"Jeg tar imot {most} om dagen" in words(answer.text)
    assert count(store, Attachment) == most
    with store.write() as tx:
        forward(tx, timedelta(days=1, minutes=1))
    assert attach(browser, as_script=True).status_code == 202


def test_an_address_sends_only_so_many(app: Starlette, store: Store, speaker: Speaker) -> None:
    each = speaker.register.defaults.attachments.most_a_day
    for _ in range(FILES.amount // each):
        browser = Browser(TestClient(app))
        for _ in range(each):
            assert attach(browser, as_script=True).status_code == 202
    assert attach(Browser(TestClient(app))).status_code == 429
    assert Browser(TestClient(app)).write("hei").status_code == 202
    assert count(store, Attachment) == FILES.amount


def test_another_site_may_not_send_one(browser: Browser, store: Store) -> None:
    browser.headers["Sec-Fetch-Site"] = "cross-site"
    assert attach(browser).status_code == 403
    assert count(store, Inbound) == 0


@pytest.mark.parametrize("body", [b"", b"--x\r\n", b"--x\r\nContent-Disposition: x\r\n\r\n"])
def test_a_broken_form_does_no_harm(browser: Browser, store: Store, body: bytes) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = browser.client.post("/chat/messages", content=body, headers=kind)
    assert answer.status_code == 400
    assert count(store, Inbound) == 0


def test_in_an_open_emergency_it_is_noted_with_the_case(
    browser: Browser, store: Store, events_of: Callable[[], list[str]]
) -> None:
    browser.write(NO_BED)
    attach(browser)
    assert events_of()[-1] == "attached"


def test_a_page_in_another_language_names_it_there(browser: Browser) -> None:
    browser.choose("pl")
    attach(browser)
    block = browser.thread()[0].blocks[0]
    assert (block.text, block.language) == ("(zdjęcie)", "pl")
