"""Who waits to be phoned: who sees what of whom, in which order, and what is said of each."""

import re
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from bot.callbacks.attempts import Result
from bot.store import Store
from bot.store.tables import StoryView
from tests.monitor.browser import Browser
from tests.monitor.case_page import words_of
from tests.monitor.waiting import WORDS, Waiting

Staffing = Callable[..., Browser]
FAGERDAL = "9902"


@pytest.fixture
def liv(staff: Staffing) -> Browser:
    """The lead of the office of Lykkefjord."""
    return staff("Liv", "lead", "nav-lykkefjord")


def listed(page: httpx.Response) -> list[str]:
    return re.findall(r'id="open-(\w+)"', page.text)


def row_of(page: httpx.Response, reference: str) -> str:
    found = re.search(rf'<tr class="[^"]*" id="row-{reference}".*?</tr>', page.text, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split())


def test_an_office_sees_its_own_and_no_trace_of_anothers(ola: Browser, waiting: Waiting) -> None:
    own, elsewhere, nowhere = waiting.ask(), waiting.ask(place=FAGERDAL), waiting.ask(place=None)
    page = ola.get("/worklist")
    assert listed(page) == [own]
    assert elsewhere not in page.text
    assert nowhere not in page.text


def test_a_row_says_what_a_caseworker_must_know_before_phoning(
    ola: Browser, waiting: Waiting
) -> None:
    reference = waiting.ask(
        needs=["money", "food"],
        interpreter="arabisk",
        window="afternoon",
        tried_before=True,
        ago=timedelta(hours=3),
    )
    waiting.try_(reference, Result.NO_ANSWER, Result.NO_ANSWER)
    row = row_of(ola.get("/worklist"), reference)
    for fact in ("3 t", "penger, mat", "prøvd før", "arabisk", "tolk", "ettermiddag", "ingen"):
        assert fact in row
    assert re.search(r"2 × ikke svar, sist \d\d:\d\d", row)


def test_the_most_urgent_stand_first_and_then_the_oldest(ola: Browser, waiting: Waiting) -> None:
    newest, oldest = waiting.ask(ago=timedelta(hours=1)), waiting.ask(ago=timedelta(hours=9))
    wants_a_human = waiting.ask(human_wanted=True)
    tried_before = waiting.ask(tried_before=True)
    late, missed, urgent, reached = (waiting.ask() for _ in range(4))
    waiting.change(late, late_since=waiting.now())
    waiting.try_(missed, Result.NO_ANSWER)
    waiting.change(urgent, urgent_at=waiting.now())
    waiting.try_(reached, Result.REACHED)
    order = [urgent, missed, late, tried_before, wants_a_human, oldest, newest, reached]
    assert listed(ola.get("/worklist")) == order


def test_a_broken_promise_is_red_until_somebody_phones(
    ola: Browser, waiting: Waiting, let_pass: Callable[[timedelta], None]
) -> None:
    reference = waiting.ask()
    assert "sen" not in row_of(ola.get("/worklist"), reference).split()
    let_pass(waiting.request(reference).latest_at - waiting.now() + timedelta(minutes=1))
    ola.sign_in("Ola", "basu-tilo-remy-kafo")
    page = ola.get("/worklist")
    assert "sen," in row_of(page, reference).split()
    assert "1 er sen." in words_of(page)
    assert listed(ola.get("/worklist?late=1")) == [reference]
    waiting.try_(reference, Result.NO_ANSWER)
    assert "sen," not in row_of(ola.get("/worklist"), reference).split()


def test_filters_leave_the_others_out(ola: Browser, waiting: Waiting, store: Store) -> None:
    polish = waiting.ask(language="pl", needs=["home"])
    arabic = waiting.ask(interpreter="arabisk", needs=["food"])
    ola.fill_in(ola.get(f"/worklist/{polish}"), f"/worklist/{polish}/own")
    for query, shown in (
        ("owner=mine", [polish]),
        ("owner=none", [arabic]),
        ("language=pl", [polish]),
        ("interpreter=1", [arabic]),
        ("need=food", [arabic]),
        ("need=money", []),
        ("late=1", []),
        ("missed=1", []),
        ("need=nonsense&page=x&owner=nobody", [polish, arabic]),
    ):
        assert sorted(listed(ola.get(f"/worklist?{query}"))) == sorted(shown), query


def test_more_than_forty_are_shown_page_by_page(ola: Browser, waiting: Waiting) -> None:
    asked = [waiting.ask(ago=timedelta(hours=50 - n)) for n in range(45)]
    first, second = ola.get("/worklist?language=ar"), ola.get("/worklist?language=ar&page=2")
    assert listed(first) + listed(second) == asked
    assert len(listed(first)) == 40
    assert "/worklist?language=ar&amp;page=2" in first.text


def test_nks_sees_how_all_stand_and_never_what_they_are_about(
    kari: Browser, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask(needs=["food"], window="etter klokka to", interpreter="arabisk")
    for address in ("/worklist", "/worklist?need=food", f"/worklist/{reference}"):
        page = kari.get(address)
        assert reference in page.text
        for secret in (WORDS, "etter klokka to", "tolk: ", 'class="need"', "99920001"):
            assert secret not in page.text
    assert listed(kari.get("/worklist?need=money&interpreter=1")) == [reference]
    assert "NAV Lykkefjord" in row_of(kari.get("/worklist"), reference)
    with store.read() as tx:
        assert tx.scalars(select(StoryView)).all() == []


def test_an_administrator_sees_the_same_and_does_nothing(staff: Staffing, waiting: Waiting) -> None:
    reference, root = waiting.ask(place=None), staff("Root", "administrator")
    assert listed(root.get("/worklist")) == [reference]
    page = root.get(f"/worklist/{reference}")
    assert WORDS not in page.text
    answer = root.fill_in(page, f"/worklist/{reference}/attempts", result="no_answer", key="k")
    assert answer.status_code == 403


def test_two_misses_are_the_leads_and_five_are_nks_matter(
    ola: Browser, liv: Browser, kari: Browser, waiting: Waiting
) -> None:
    reference = waiting.ask()
    waiting.try_(reference, Result.NO_ANSWER, Result.VOICEMAIL_LEFT)
    for page in ("/worklist", "/monitor/office"):
        assert f"{reference} , 2 ganger ." in words_of(liv.get(page))
    assert "uten hell" not in words_of(ola.get("/worklist"))
    assert "uten hell" not in words_of(kari.get("/monitor"))
    waiting.try_(reference, *[Result.NO_ANSWER] * 3)
    for page in ("/monitor", "/monitor/cases", "/worklist"):
        assert f"{reference} , 5 ganger, NAV Lykkefjord" in words_of(kari.get(page))
    assert listed(kari.get("/worklist?missed=1")) == [reference]
    waiting.try_(reference, Result.REACHED)
    assert "uten hell" not in words_of(kari.get("/monitor"))
    assert "uten hell" not in words_of(liv.get("/worklist"))


def test_nks_reads_how_many_wait_at_each_office(kari: Browser, waiting: Waiting) -> None:
    waiting.ask()
    waiting.change(waiting.ask(place=FAGERDAL), late_since=waiting.now())
    waiting.ask(place=None)
    page = words_of(kari.get("/worklist"))
    assert "NAV Fagerdal 1 1 1 Uten kontor 1 0 1 NAV Lykkefjord 1 0 1" in page


def test_the_rows_alone_are_fetched_by_a_page_that_is_open(ola: Browser, waiting: Waiting) -> None:
    reference = waiting.ask()
    rows = ola.get("/worklist/rows?language=ar")
    assert listed(rows) == [reference]
    assert "<html" not in rows.text
    assert Browser(ola.client.app).get("/worklist/rows").status_code == 401


def test_every_address_honours_the_path_it_is_served_under(ola: Browser, waiting: Waiting) -> None:
    reference = waiting.ask()
    ola.client._transport.root_path = "/hjelp"  # type: ignore[attr-defined]
    for address in ("/hjelp/worklist", f"/hjelp/worklist/{reference}"):
        html = ola.get(address).text
        assert f"/hjelp/worklist/{reference}" in html
        assert not re.search(r'(?:href|src|action|data-\w+)="/(?!hjelp/)', html)
