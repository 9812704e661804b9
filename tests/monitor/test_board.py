"""The monitor: what an adviser sees of every emergency, and what never."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.applications import Starlette

import bot.monitor
from bot.delivery.speaker import Speaker
from bot.escalation.urgency import KINDS
from bot.inbox.receiving import Arrival, receive
from bot.monitor.accounts import add_staff
from bot.monitor.pages import age
from bot.monitor.words import review_words
from bot.store import Store
from bot.store.tables import Escalation, Inbound, UnmetContact
from tests.monitor.browser import Browser
from tests.monitor.conftest import PASSWORD, PHONE, WORDS

FOLDER = Path(bot.monitor.__file__).parent


def seen(browser: Browser) -> str:
    """The words of the page, without markup."""
    page = browser.get("/monitor")
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def references(browser: Browser) -> list[str]:
    return re.findall(r'class="reference"[^>]*>(\w+)<', browser.get("/monitor").text)


@pytest.mark.parametrize("path", ["/monitor", "/monitor?x=1"])
def test_no_page_without_a_sign_in(
    browser: Browser, open_case: Callable[..., str], path: str
) -> None:
    reference = open_case()
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fmonitor")
    assert reference not in answer.text


def test_no_list_without_a_sign_in(browser: Browser, open_case: Callable[..., str]) -> None:
    open_case()
    answer = browser.get("/monitor/cases")
    assert (answer.status_code, answer.text) == (401, "")


@pytest.mark.parametrize("role", ["office", "lead"])
def test_an_office_sees_its_own_cases_alone_and_what_they_are_about(
    staff: Callable[..., Browser], open_case: Callable[..., str], role: str
) -> None:
    own, elsewhere, nowhere = open_case(), open_case(place="9902"), open_case(place=None)
    ola = staff("Ola", role, "nav-lykkefjord")
    for path in ("/monitor", "/monitor/cases"):
        html = ola.get(path).text
        assert own in html
        assert elsewhere not in html
        assert nowhere not in html
        assert "ikke et sted å sove i natt" in html
        assert "kjelleren" not in html


def test_a_quiet_day_says_so(signed_in: Browser) -> None:
    assert "Ingen pågående saker" in seen(signed_in)


def test_an_open_case_shows_its_state_age_urgency_place_language_and_rung(
    signed_in: Browser, open_case: Callable[..., str], let_pass: Callable[[timedelta], None]
) -> None:
    reference = open_case(kind="violence")
    let_pass(timedelta(minutes=1, seconds=5))
    page = seen(signed_in)
    assert "1 sak har ingen tatt ennå" in page
    for fact in (
        f"{reference} ○ Ikke tatt",
        "Haster Straks",
        "Alder 1 min",
        "Sted Lykkefjord",
        "Språk polsk",
        "Hos vakttelefon 1 av 3",
    ):
        assert fact in page


def test_what_is_not_known_is_said_to_be_unknown(
    signed_in: Browser, open_case: Callable[..., str], store: Store
) -> None:
    open_case(place=None, language=None)
    page = seen(signed_in)
    assert "Sted Ukjent" in page
    assert "Språk Ukjent" in page


def test_a_case_nobody_took_in_time_is_red_in_words_and_in_colour(
    signed_in: Browser, open_case: Callable[..., str], let_pass: Callable[[timedelta], None]
) -> None:
    open_case(kind="shelter")
    let_pass(timedelta(minutes=14))
    assert "RØD" not in seen(signed_in)
    let_pass(timedelta(minutes=2))
    assert "▲ RØD" in seen(signed_in)
    assert "1 er rød" in seen(signed_in)
    assert 'class="case red"' in signed_in.get("/monitor").text


def test_a_case_that_was_taken_shows_who_has_it_and_is_red_no_more(
    signed_in: Browser,
    open_case: Callable[..., str],
    take: Callable[..., None],
    let_pass: Callable[[timedelta], None],
) -> None:
    reference = open_case()
    let_pass(timedelta(minutes=16))
    take(reference, promise=timedelta(minutes=10))
    page = seen(signed_in)
    assert "Hos Vakttelefon, NAV Lykkefjord" in page
    assert re.search(r"tatt \d\d:\d\d avtalt før \d\d:\d\d", page)
    assert "Alle saker er tatt" in page
    assert "RØD" not in page


def test_the_oldest_that_nobody_took_comes_first(
    signed_in: Browser,
    open_case: Callable[..., str],
    take: Callable[..., None],
    let_pass: Callable[[timedelta], None],
) -> None:
    first = open_case()
    let_pass(timedelta(minutes=1))
    second, third = open_case(), open_case()
    take(first)
    assert references(signed_in) == [second, third, first]


def test_a_closed_case_is_gone(
    signed_in: Browser, open_case: Callable[..., str], store: Store
) -> None:
    open_case()
    with store.write() as tx:
        tx.scalars(select(Escalation)).one().state = "closed"
    assert references(signed_in) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", ["/monitor", "/monitor/cases"])
def test_neither_kind_nor_words_nor_number_is_ever_shown(
    signed_in: Browser,
    speaker: Speaker,
    open_case: Callable[..., str],
    take: Callable[..., None],
    kind: str,
    path: str,
) -> None:
    reference = open_case(kind=kind)
    before = signed_in.get(path).text
    take(reference)
    for html in (before, signed_in.get(path).text):
        assert reference in html
        label = speaker.catalogue.text(f"utter_kind_{kind}", "nb")
        for secret in (kind, label, WORDS, "kjelleren", PHONE, PHONE[3:]):
            assert secret.lower() not in html.lower()


def test_messages_we_could_not_read_are_counted(
    signed_in: Browser, store: Store, speaker: Speaker
) -> None:
    with store.write() as tx:
        inbound = receive(tx, Arrival("sms", "SM1", "+4799910001", "???", {}))
        tx.get_one(Inbound, inbound).state = "parked"
    assert "Meldinger vi ikke kunne lese 1" in seen(signed_in)


def test_contacts_we_could_not_pass_on_are_counted_for_today_alone(
    signed_in: Browser, store: Store
) -> None:
    with store.write() as tx:
        for age_of_contact in (timedelta(0), timedelta(days=1), timedelta(days=2)):
            tx.add(UnmetContact(at=tx.now - age_of_contact, reason="not connected"))
    assert "Kontakter uten mottaker i dag 1 1: kommunen er ikke med" in seen(signed_in)


def test_a_line_that_has_left_the_register_still_has_its_case(
    signed_in: Browser, open_case: Callable[..., str], take: Callable[..., None], store: Store
) -> None:
    take(open_case())
    with store.write() as tx:
        tx.scalars(select(Escalation)).one().acknowledged_by = "line-of-last-year"
    assert "Hos line-of-last-year" in seen(signed_in)


def test_names_are_text_and_never_markup(app: Starlette, store: Store) -> None:
    with store.write() as tx:
        add_staff(tx, name="<script>alert(1)</script>", role="adviser", password=PASSWORD)
    browser = Browser(app)
    browser.sign_in("<script>alert(1)</script>", PASSWORD)
    page = browser.get("/monitor").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    "path", ["/login", "/monitor", "/monitor/cases", "/monitor/static/live.js"]
)
def test_a_page_runs_nothing_but_its_own_files_and_stands_in_no_frame(
    signed_in: Browser, path: str
) -> None:
    headers = signed_in.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == ("no-cache" if "static" in path else "no-store")


@pytest.mark.parametrize(
    "template", sorted((FOLDER / "templates").glob("*.html")), ids=lambda path: path.name
)
def test_no_template_needs_an_inline_script_style_or_another_site(template: Path) -> None:
    html = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|https?://", html)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        pytest.param(timedelta(seconds=-1), "under 1 min", id="a clock that runs behind"),
        pytest.param(timedelta(seconds=59), "under 1 min", id="just now"),
        pytest.param(timedelta(minutes=4, seconds=59), "4 min", id="minutes"),
        pytest.param(timedelta(hours=1, minutes=5), "1 t 5 min", id="hours"),
        pytest.param(timedelta(days=2, hours=3, minutes=40), "2 d 3 t", id="days"),
    ],
)
def test_an_age_is_told_in_short(span: timedelta, words: str) -> None:
    assert age(span) == words


def test_staff_are_told_which_texts_no_native_reader_has_vouched_for(
    staff: Callable[..., Browser],
) -> None:
    assert review_words() in seen(staff("Kari", "adviser"))
    assert "skrevet av en maskin" in review_words()
