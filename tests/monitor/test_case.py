"""Who sees what of one case, what is logged of that, and how far its pages are said to be."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.store import Store
from bot.store.tables import Outbox, Page, Receipt, Staff, StoryView
from tests.monitor.browser import Browser, hidden_fields
from tests.monitor.case_page import act, case_in, path, words_of
from tests.monitor.conftest import NAME, PHONE, WORDS

Opening = Callable[..., str]
Staffing = Callable[..., Browser]
Later = Callable[[timedelta], None]


def views(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as tx:
        rows = tx.execute(
            select(Staff.name, StoryView.reference, StoryView.via)
            .join(Staff, Staff.id == StoryView.staff_id)
            .order_by(StoryView.id)
        )
        return [tuple(row) for row in rows]


def test_an_adviser_who_neither_opened_nor_holds_a_case_sees_its_state_alone(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case(kind="violence")
    for address in (path(reference), path(reference, "live")):
        page = kari.get(address)
        assert page.status_code == 200
        assert "Lykkefjord" in page.text
        for secret in ("violence", "vold", "kjelleren", PHONE[3:]):
            assert secret not in page.text.lower()
    assert views(store) == []


def test_whoever_takes_a_case_sees_it_whole(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case(kind="violence")
    answer = act(kari, reference, "take")
    assert (answer.status_code, answer.headers["location"]) == (303, path(reference))
    page = words_of(kari.get(path(reference)))
    for fact in ("vold eller trusler", WORDS, f"Tok saken – {NAME}, NKS"):
        assert fact in page
    assert f'href="tel:{PHONE}"' in kari.get(path(reference)).text
    assert views(store) == [(NAME, reference, "page")] * 2


def test_an_adviser_sees_what_they_opened_themselves(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    with store.read() as tx:
        staff_id = tx.scalars(select(Staff.id)).one()
    reference = open_case(opened_by=staff_id)
    assert WORDS in kari.get(path(reference)).text


def test_an_adviser_who_gave_a_case_back_sees_its_story_no_more(
    kari: Browser, open_case: Opening
) -> None:
    reference = open_case()
    act(kari, reference, "take")
    act(kari, reference, "release")
    assert WORDS not in kari.get(path(reference)).text


def test_an_office_sees_its_own_case_and_no_trace_of_another(
    ola: Browser, open_case: Opening, store: Store
) -> None:
    own, elsewhere = open_case(), open_case(place="9902")
    assert WORDS in ola.get(path(own)).text
    for address in (path(elsewhere), path(elsewhere, "live"), path("NOSUCH")):
        answer = ola.get(address)
        assert answer.status_code == 404
        assert WORDS not in answer.text
        assert elsewhere not in answer.text
    for what in ("take", "release", "note", "close"):
        fields = {"words": "x", "outcome": "mistake"}
        answer = ola.fill_in(ola.get(path(own)), path(elsewhere, what), **fields)
        assert answer.status_code == 404
    assert {reference for _, reference, _ in views(store)} == {own}


def test_an_administrator_sees_states_and_does_nothing(
    staff: Staffing, open_case: Opening, store: Store
) -> None:
    reference, root = open_case(), staff("Root", "administrator")
    page = root.get(path(reference))
    assert page.status_code == 200
    assert WORDS not in page.text
    assert act(root, reference, "take").status_code == 403
    assert case_in(store).state == "open"


def test_a_case_page_needs_a_sign_in_and_leads_back_after_it(
    browser: Browser, open_case: Opening
) -> None:
    reference = open_case()
    answer = browser.get(path(reference))
    assert answer.status_code == 303
    assert reference in answer.headers["location"]
    assert browser.get(path(reference, "live")).status_code == 401


def test_every_look_at_a_story_is_logged_and_shown(
    ola: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    for _ in range(2):
        ola.get(path(reference))
    assert views(store) == [("Ola", reference, "page")] * 2
    assert "Hvem har sett saken (3)" in words_of(ola.get(path(reference)))


def test_a_page_that_stays_open_is_logged_once_a_minute(
    ola: Browser, open_case: Opening, store: Store, later: Later
) -> None:
    reference = open_case()
    for _ in range(3):
        assert WORDS in ola.get(path(reference, "live")).text
    assert len(views(store)) == 1
    later(timedelta(minutes=1))
    ola.get(path(reference, "live"))
    assert len(views(store)) == 2


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("queued", "i kø"),
        ("accepted", "hos operatøren, ikke bekreftet"),
        ("sent", "sendt, ikke bekreftet"),
        ("delivered", "levert"),
        ("failed", "ikke levert"),
    ],
)
def test_a_page_is_said_to_be_as_far_as_the_carrier_says_and_no_further(
    kari: Browser, open_case: Opening, store: Store, state: str, words: str
) -> None:
    reference = open_case()
    with store.write() as tx:
        message = tx.scalars(select(Outbox).where(Outbox.page_id.is_not(None))).one()
        message.state, message.carrier_id = state, "SM1"
        tx.add(Receipt(carrier_id="SM1", status=state, received_at=tx.now))
    for address in ("/monitor", path(reference)):
        shown = words_of(kari.get(address))
        assert re.search(rf"Vakttelefon, NAV Lykkefjord: {words} \d\d:\d\d", shown)


def test_a_page_held_back_in_a_flood_is_said_to_be_part_of_one_message(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    for _ in range(23):
        open_case()
    page = words_of(kari.get("/monitor"))
    assert "samlet varsel" in page
    assert re.search(
        r"Vakttelefon, NAV Lykkefjord får flere varsler enn den rekker: \d+ venter", page
    )


def test_every_address_honours_the_path_it_is_served_under(
    kari: Browser, open_case: Opening
) -> None:
    reference = open_case()
    kari.client._transport.root_path = "/hjelp"  # type: ignore[attr-defined]
    for address in ("/hjelp/monitor", f"/hjelp{path(reference)}"):
        html = kari.get(address).text
        assert "/hjelp/monitor" in html
        assert not re.search(r'(?:href|src|action|data-\w+)="/(?!hjelp/)', html)


def test_a_case_is_found_however_its_reference_was_typed(kari: Browser, open_case: Opening) -> None:
    reference = open_case()
    assert reference in kari.get(path(reference.lower())).text


def test_the_page_of_a_line_that_gave_up_its_case_is_not_shown_on_the_board(
    kari: Browser, ola: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    act(kari, reference, "take")
    with store.read() as tx:
        assert tx.scalars(select(Page.ended_at)).one() is not None
    assert "Vakttelefon, NAV Lykkefjord:" not in words_of(kari.get("/monitor"))
    assert hidden_fields(kari.get("/monitor"))["csrf"]
