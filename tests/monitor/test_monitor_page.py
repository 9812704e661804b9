"""The monitor: what an adviser sees of every emergency, and what never."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.applications import Starlette

import bot.monitor
from bot.courier.rounds import Rounds
from bot.delivery.speaker import Speaker
from bot.escalation.acknowledging import acknowledge
from bot.escalation.holder import line_holder
from bot.escalation.opening import KINDS, open_escalation
from bot.inbox.receiving import Arrival, conversation_of, receive
from bot.monitor.accounts import add_staff
from bot.monitor.pages import age
from bot.store import Store
from bot.store.tables import Escalation, Inbound, Page, UnmetContact
from tests.monitor.browser import Browser
from tests.monitor.conftest import PASSWORD

LYKKEFJORD = "9901"
WORDS = "mannen min låste meg inne i kjelleren"
PHONE = "+4799910001"
FOLDER = Path(bot.monitor.__file__).parent


@pytest.fixture
def open_case(store: Store, speaker: Speaker) -> Callable[..., str]:
    """Open a case from a phone of its own; gives its reference."""
    phones = iter(range(1, 100))

    def opening(kind: str = "shelter", place: str | None = LYKKEFJORD, language: str = "pl") -> str:
        with store.write() as tx:
            conversation = conversation_of(tx, "sms", f"+479991{next(phones):04d}")
            conversation.language = language
            escalation = open_escalation(
                tx,
                speaker,
                conversation,
                kind=kind,
                key=f"test:{conversation.id}",
                place=speaker.register.place(place) if place else None,
                words=WORDS,
            )
            return escalation.reference

    return opening


@pytest.fixture
def take(store: Store, speaker: Speaker) -> Callable[..., None]:
    def taking(reference: str, promise: timedelta | None = None) -> None:
        with store.write() as tx:
            case = tx.scalars(select(Escalation).where(Escalation.reference == reference)).one()
            page = tx.scalars(
                select(Page).where(Page.escalation_id == case.id).order_by(Page.id)
            ).first()
            assert page is not None
            line = speaker.register.line(page.line_id)
            assert acknowledge(
                tx, speaker, case, line_holder(line, page), via="sms", promise=promise
            )

    return taking


@pytest.fixture
def let_pass(
    store: Store, speaker: Speaker, later: Callable[[timedelta], None]
) -> Callable[[timedelta], None]:
    """Forward the clock and do what falls due."""

    def passing(span: timedelta) -> None:
        later(span)
        Rounds(store, speaker, "tests").go()

    return passing


def seen(browser: Browser) -> str:
    """The words of the page, without markup."""
    page = browser.get("/monitor")
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def references(browser: Browser) -> list[str]:
    return re.findall(r'class="reference">(\w+)<', browser.get("/monitor").text)


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
def test_the_monitor_is_not_for_office_staff(
    browser: Browser, store: Store, open_case: Callable[..., str], role: str
) -> None:
    reference = open_case()
    with store.write() as tx:
        add_staff(tx, name="Ola", role=role, office_id="nav-lykkefjord", password=PASSWORD)
    browser.sign_in("Ola", PASSWORD)
    for path in ("/monitor", "/monitor/cases"):
        answer = browser.get(path)
        assert answer.status_code == 403
        assert reference not in answer.text


def test_a_quiet_day_says_so(signed_in: Browser) -> None:
    assert "Ingen pågående saker" in seen(signed_in)


def test_an_open_case_shows_its_state_age_urgency_place_language_and_rung(
    signed_in: Browser, open_case: Callable[..., str], let_pass: Callable[[timedelta], None]
) -> None:
    reference = open_case(kind="violence")
    let_pass(timedelta(minutes=1, seconds=5))
    page = seen(signed_in)
    assert "1 sak har ingen tatt ennå" in page
    assert "Ingen har tatt saken ennå" in page
    for fact in (
        f"Referanse {reference}",
        "Haster Straks",
        "Alder 1 min",
        "Sted Lykkefjord",
        "Språk polsk",
        "Varslet vakttelefon 1 av 3",
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
    assert "RØD Ingen har tatt saken" in seen(signed_in)
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
    assert "Tatt av Vakttelefon, NAV Lykkefjord" in page
    assert re.search(r"Tatt klokken \d\d:\d\d, lovet å ringe før \d\d:\d\d", page)
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
            tx.add(UnmetContact(at=tx.now - age_of_contact, reason="not_connected"))
    assert "Kontakter uten mottaker i dag 1" in seen(signed_in)


def test_a_line_that_has_left_the_register_still_has_its_case(
    signed_in: Browser, open_case: Callable[..., str], take: Callable[..., None], store: Store
) -> None:
    take(open_case())
    with store.write() as tx:
        tx.scalars(select(Escalation)).one().acknowledged_by = "line-of-last-year"
    assert "Tatt av line-of-last-year" in seen(signed_in)


def test_names_are_text_and_never_markup(app: Starlette, store: Store) -> None:
    with store.write() as tx:
        add_staff(tx, name="<script>alert(1)</script>", role="adviser", password=PASSWORD)
    browser = Browser(app)
    browser.sign_in("<script>alert(1)</script>", PASSWORD)
    page = browser.get("/monitor").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    "path", ["/login", "/monitor", "/monitor/cases", "/monitor/static/monitor.js"]
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
