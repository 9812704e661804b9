"""What a person sent besides words: listed, saved as it came, and each look logged."""

from collections.abc import Callable

import httpx
from sqlalchemy import select

from bot.callbacks.attachments import SILENT
from bot.delivery.attachments import Sent, add, give_up
from bot.delivery.media import content_type_of
from bot.inbox.receiving import Arrival, receive
from bot.store import Store
from bot.store.tables import Attachment, CallbackRequest, Escalation, StoryView
from tests.monitor.browser import Browser
from tests.monitor.case_page import words_of
from tests.monitor.waiting import Waiting

LETTER = b"\xff\xd8\xff\xe0<script>alert(1)</script>\xff\xd9"
PAPER = b"%PDF-1.7 a decision"


def send(store: Store, table: type, reference: str, *contents: bytes) -> list[int]:
    """The person of a case or request sends these; gives the ids."""
    with store.write() as tx:
        case = tx.scalars(select(table).where(table.reference == reference)).one()  # type: ignore[attr-defined]
        inbound_id = receive(tx, Arrival("chat", f"key-of-{reference}", reference, "", {}))
        assert inbound_id is not None
        sent = [Sent(content_type_of(each), each) for each in contents]
        add(tx, case.conversation_id, inbound_id, sent)
        return list(tx.scalars(select(Attachment.id).where(Attachment.inbound_id == inbound_id)))


def views(store: Store) -> list[tuple[str, str]]:
    with store.read() as tx:
        rows = select(StoryView.reference, StoryView.via).order_by(StoryView.id)
        return [(reference, via) for reference, via in tx.execute(rows)]


def is_only_saved(answer: httpx.Response, name: str) -> None:
    """No page of ours opens it, and nothing in it can act."""
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_the_office_saves_the_very_bytes_and_that_is_logged(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask()
    letter, paper = send(store, CallbackRequest, reference, LETTER, PAPER)
    page = ola.get(f"/worklist/{reference}")
    said = words_of(page)
    assert "Bilder, lydmeldinger og filer Bilde 1 (1 kB)" in said
    assert "PDF-fil 2 (1 kB)" in said
    assert f'href="/worklist/{reference}/attachments/{letter}"' in page.text
    assert "alert(1)" not in page.text
    answer = ola.get(f"/worklist/{reference}/attachments/{letter}")
    assert (answer.content, answer.headers["content-type"]) == (LETTER, "image/jpeg")
    is_only_saved(answer, f"{reference}-1.jpg")
    is_only_saved(ola.get(f"/worklist/{reference}/attachments/{paper}"), f"{reference}-2.pdf")
    assert views(store) == [(reference, "page"), (reference, "file"), (reference, "file")]


def test_a_file_is_had_by_its_own_request_alone(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference, another = waiting.ask(), waiting.ask()
    (letter,) = send(store, CallbackRequest, reference, LETTER)
    assert ola.get(f"/worklist/{another}/attachments/{letter}").status_code == 404
    assert ola.get(f"/worklist/{reference}/attachments/{letter + 1}").status_code == 404
    assert ola.get(f"/worklist/{reference}/attachments/{2**62}").status_code == 404


def test_what_could_not_be_had_is_said_and_has_no_link(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask()
    with store.write() as tx:
        case = tx.scalars(select(CallbackRequest)).one()
        inbound_id = receive(tx, Arrival("sms", "SM1", "+4799920001", "", {}))
        assert inbound_id is not None
        add(tx, case.conversation_id, inbound_id, [Sent(carrier_media="MM1/ME1"), Sent()])
    page = ola.get(f"/worklist/{reference}")
    assert "Hentes fra operatøren" in words_of(page)
    assert "Ikke tatt imot" in words_of(page)
    with store.write() as tx:
        row = tx.scalars(select(Attachment).where(Attachment.state == "waiting")).one()
        give_up(tx, row, "failed")  # type: ignore[arg-type]
    page = ola.get(f"/worklist/{reference}")
    assert "Kunne ikke hentes. Personen er bedt om å skrive hva det gjelder." in words_of(page)
    assert "/attachments/" not in page.text
    assert ola.get(f"/worklist/{reference}/attachments/{row.id}").status_code == 404


def test_a_request_of_a_picture_alone_shows_no_empty_quotation(
    kari: Browser, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask(place=None, words="")
    waiting.change(reference, key=f"{SILENT}1")
    send(store, CallbackRequest, reference, LETTER)
    page = kari.get(f"/worklist/{reference}")
    assert "<blockquote" not in page.text
    assert "Har fått vite Ikke at noen ringer" in words_of(page)
    assert "Bilde 1" in words_of(page)


def test_the_holder_of_a_case_sees_it_and_no_other_adviser(
    kari: Browser,
    staff: Callable[..., Browser],
    open_case: Callable[..., str],
    store: Store,
) -> None:
    reference = open_case()
    (letter,) = send(store, Escalation, reference, LETTER)
    here = f"/monitor/cases/{reference}"
    assert kari.get(f"{here}/attachments/{letter}").status_code == 404
    assert kari.fill_in(kari.get(here), f"{here}/take", promise="").status_code == 303
    page = kari.get(here)
    assert "Bilder, lydmeldinger og filer Bilde 1" in words_of(page)
    answer = kari.get(f"{here}/attachments/{letter}")
    assert answer.content == LETTER
    is_only_saved(answer, f"{reference}-1.jpg")
    assert views(store)[-1] == (reference, "file")
    per = staff("Per", "adviser")
    assert "Bilde 1" not in words_of(per.get(here))
    assert per.get(f"{here}/attachments/{letter}").status_code == 404
