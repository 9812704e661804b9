"""How the duty lines stand, to those who may know: what proves them, what fails, and the gaps."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from starlette.applications import Starlette

from bot.delivery.speaker import Speaker
from bot.escalation.line_tests import pass_test, send_test_now
from bot.escalation.ways import Way, note_failure
from bot.monitor.line_news import LineNews, read_state
from bot.register import OSLO
from bot.store import Store
from bot.store.clock import forward
from bot.store.tables import LineConfirmation, LineTest, Page
from tests.monitor.browser import Browser
from tests.monitor.case_page import words_of

Staffing = Callable[..., Browser]
Passing = Callable[[timedelta], None]

REGISTER = "/monitor/register"
DUTY = "Vakttelefon, NAV Lykkefjord"


@pytest.fixture
def siv(staff: Staffing) -> Browser:
    """An administrator."""
    return staff("Siv", "administrator")


@pytest.fixture
def liv(staff: Staffing) -> Browser:
    """Who leads the office of Fagerdal, where nobody answers at night."""
    return staff("Liv", "lead", "nav-fagerdal")


@pytest.fixture
def on_wednesday(store: Store) -> None:
    """At noon, on the first Wednesday after the next."""
    with store.write() as tx:
        noon = tx.now.astimezone(OSLO).replace(hour=12, minute=0, second=0, microsecond=0)
        noon += timedelta(days=(2 - noon.weekday()) % 7 + 7)
        forward(tx, noon - tx.now)


def send_test(siv: Browser, line: str = "lykkefjord-duty") -> "tuple[int, str]":
    answer = siv.fill_in(siv.get(REGISTER), f"{REGISTER}/test", line=line)
    return answer.status_code, words_of(answer)


def row_of(browser: Browser, label: str, path: str = REGISTER) -> str:
    """The words about one line."""
    rows = re.findall(r"<tr>(.*?)</tr>", browser.get(path).text, re.DOTALL)
    (found,) = [row for row in rows if f'<th scope="row">{label}<' in row]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def summary(browser: Browser) -> str:
    """What the top of the board says of the lines, as soon as it is known."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = re.search(
            r'<p class="lines[^>]*>(.*?)</p>', browser.get("/monitor").text, re.DOTALL
        )
        if found:
            return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())
    raise AssertionError("the board never told how the lines stand")


def test_a_test_is_sent_once_and_answered(siv: Browser, store: Store) -> None:
    assert "Ikke prøvd ennå" in row_of(siv, DUTY)
    assert send_test(siv)[0] == 303
    assert re.search(r"Prøve sendt .*, venter på svar", row_of(siv, DUTY))
    assert "Send prøve nå" not in row_of(siv, DUTY)
    code, words = send_test(siv)
    assert code == 409
    assert "Ingen prøve er sendt. En prøve til den venter på svar." in words
    with store.write() as tx:
        pass_test(tx, tx.scalars(select(Page)).one())
    row = row_of(siv, DUTY)
    assert re.search(r"Svarte \w+dag \d+\. \w+ kl\. \d\d:\d\d", row)
    assert "venter på svar" not in row


def test_of_two_tests_asked_for_at_once_one_leaves(siv: Browser, store: Store) -> None:
    with ThreadPoolExecutor(2) as pool:
        page = siv.get(REGISTER)
        sending = [
            pool.submit(siv.fill_in, page, f"{REGISTER}/test", line="lykkefjord-duty")
            for _ in range(2)
        ]
        codes = sorted(each.result().status_code for each in sending)
    assert codes == [303, 409]
    with store.read() as tx:
        assert len(tx.scalars(select(LineTest)).all()) == 1


def test_a_test_nobody_answers_is_said_to_be_unanswered(siv: Browser, let_pass: Passing) -> None:
    send_test(siv)
    let_pass(timedelta(minutes=31))
    row = row_of(siv, DUTY)
    assert re.search(r"▲ Prøve sendt .*, ikke svart", row)
    assert "Send prøve nå" in row


@pytest.mark.parametrize("line", ["lykkefjord-duty", "of-last-year", ""])
def test_a_line_that_is_not_confirmed_as_it_is_gets_no_test(
    siv: Browser, store: Store, line: str
) -> None:
    with store.write() as tx:
        tx.execute(delete(LineConfirmation).where(LineConfirmation.line_id == "lykkefjord-duty"))
    code, words = send_test(siv, line)
    assert code == 409
    assert "ikke bekreftet slik den er nå" in words
    assert "Send prøve nå" not in row_of(siv, DUTY)
    with store.read() as tx:
        assert tx.scalars(select(LineTest)).all() == []


def test_a_phone_that_holds_a_case_is_left_alone(
    siv: Browser, open_case: Callable[..., str], store: Store
) -> None:
    open_case()
    code, words = send_test(siv)
    assert (code, "Telefonen har en sak" in words) == (409, True)


def test_a_way_that_failed_is_named_until_the_line_is_confirmed_anew(
    siv: Browser, kari: Browser, store: Store, speaker: Speaker
) -> None:
    line = speaker.register.line("lykkefjord-duty")
    with store.write() as tx:
        note_failure(tx, line, Way.SMS, 21614)
        note_failure(tx, speaker.register.line("fallback"), Way.CALL, None)
    assert re.search(r"▲ SMS virker ikke siden .* kl\. \d\d:\d\d, kode 21614", row_of(siv, DUTY))
    assert "▲ Anrop virker ikke siden" in words_of(kari.get(REGISTER))
    assert ", 2 nummer som feilet" in summary(kari)
    with store.write() as tx:
        tx.get_one(LineConfirmation, line.id).fingerprint = "as it was before"
    siv.fill_in(
        siv.get(REGISTER), f"{REGISTER}/confirm", line=line.id, fingerprint=line.fingerprint
    )
    assert "virker ikke" not in row_of(siv, DUTY)


def test_a_line_nobody_has_answered_for_over_a_week_is_red(
    staff: Staffing, store: Store, speaker: Speaker, later: Passing
) -> None:
    later(timedelta(days=5))
    with store.write() as tx:
        assert send_test_now(tx, speaker, speaker.register.line("lykkefjord-duty")) is None
        pass_test(tx, tx.scalars(select(Page)).one())
    later(timedelta(days=3))
    siv = staff("Siv", "administrator")
    assert "▲" not in row_of(siv, DUTY)
    assert "▲ Ingen har svart på en prøve på over 7 dager" in row_of(
        siv, "Beredskapstelefon, leder i NAV Lykkefjord"
    )
    assert ", 9 ikke prøvd på 7 dager" in summary(siv)


def test_the_times_at_which_nobody_would_answer_are_told_with_those_that_are_near(
    on_wednesday: None, siv: Browser
) -> None:
    page = words_of(siv.get(REGISTER))
    assert "Fellesvakten tar da sakene" in page
    gaps = page.partition("Fellesvakten tar da sakene. Fagerdal")[2].partition("Nordvik")[0]
    near = re.findall(r"▲ Innen to døgn\. (\w+dag) \d+\. \w+ kl\. 15:30 til", gaps)
    assert near == ["Onsdag", "Torsdag"]
    assert re.search(
        r"(?<!døgn\. )Fredag \d+\. \w+ kl\. 15:30 til mandag \d+\. \w+ kl\. 08:00: "
        r"alle slags saker",
        gaps,
    )


def test_a_place_without_any_line_has_one_gap_that_is_open_now(siv: Browser, store: Store) -> None:
    with store.write() as tx:
        tx.execute(delete(LineConfirmation).where(LineConfirmation.line_id == "fagerdal-duty"))
    assert "Fagerdal ▲ Hull nå. Nå og videre: alle slags saker" in words_of(siv.get(REGISTER))


def test_a_line_that_is_confirmed_fills_its_gap_at_once(siv: Browser, store: Store) -> None:
    with store.write() as tx:
        tx.execute(delete(LineConfirmation).where(LineConfirmation.line_id == "lykkefjord-duty"))
        tx.execute(delete(LineConfirmation).where(LineConfirmation.line_id == "lykkefjord-leader"))
    assert "Lykkefjord ▲" in words_of(siv.get(REGISTER))
    page = siv.get(REGISTER)
    for line in ("lykkefjord-duty", "lykkefjord-leader"):
        fingerprint = re.findall(rf'value="{line}">\s*<input[^>]*value="(\w+)"', page.text)[0]
        siv.fill_in(page, f"{REGISTER}/confirm", line=line, fingerprint=fingerprint)
    assert "Lykkefjord ▲" not in words_of(siv.get(REGISTER))


def test_a_lead_reads_the_gaps_of_their_own_place(on_wednesday: None, liv: Browser) -> None:
    page = words_of(liv.get("/monitor/office"))
    assert "Fagerdal ▲ Innen to døgn. Onsdag" in page
    assert "Nordvik" not in page
    assert "Ikke prøvd ennå" in row_of(liv, "Vakttelefon, NAV Fagerdal", "/monitor/office")


def test_the_board_counts_for_those_who_see_the_whole_house(
    on_wednesday: None, kari: Browser, siv: Browser, liv: Browser, store: Store, speaker: Speaker
) -> None:
    with store.read() as tx:
        lines = read_state(tx, speaker.register)
    assert lines.soon > 2
    for browser in (kari, siv):
        assert summary(browser).startswith(
            f"Vakttelefoner : {len(lines.gaps)} hull de neste 14 dagene ( {lines.soon} innen"
        )
        assert f'href="{REGISTER}"' in browser.get("/monitor").text
    assert 'class="lines' not in liv.get("/monitor").text


def test_advisers_and_leads_read_the_lines_without_numbers_and_without_buttons(
    kari: Browser, liv: Browser, speaker: Speaker
) -> None:
    for browser in (kari, liv):
        page = browser.get(REGISTER)
        assert DUTY in page.text
        assert "Hull de neste 14 dagene" in page.text
        for line in speaker.register.lines:
            assert line.number not in page.text
            assert line.number[3:] not in page.text
        assert "/monitor/register/" not in page.text
        assert "Alvor" not in page.text


def test_how_lines_stand_is_read_once_a_minute_and_again_after_a_change(
    app: Starlette, store: Store, speaker: Speaker
) -> None:
    news = LineNews(app.state.house)
    first = news.latest(patience=30)
    assert first is not None
    with store.write() as tx:
        note_failure(tx, speaker.register.line("fallback"), Way.SMS, 1)
    assert news.latest(patience=30) is first
    news.forget()
    second = news.latest(patience=30)
    assert second is not None
    assert (first.failed, second.failed) == (0, 1)


def test_a_board_does_not_wait_for_the_lines(app: Starlette) -> None:
    news = LineNews(app.state.house)
    assert news.latest(patience=0) is None
    assert news.latest(patience=30) is not None
