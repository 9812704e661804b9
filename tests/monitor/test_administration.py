"""The pages of administrators and leads: accounts, duty lines, an office."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.delivery.speaker import Speaker
from bot.escalation.lines import confirmed_lines
from bot.monitor.accounts import add_staff
from bot.monitor.desk.hours import hours_words
from bot.register.hours import parse_hours
from bot.store import Store
from bot.store.tables import LineConfirmation, Staff
from tests.monitor.browser import Browser
from tests.monitor.conftest import PASSWORD


def words_of(page: httpx.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@pytest.fixture
def as_role(app: Starlette, store: Store) -> Callable[..., Browser]:
    def signing_in(role: str, office: str | None = None) -> Browser:
        with store.write() as tx:
            add_staff(tx, name=f"En {role}", role=role, office_id=office, password=PASSWORD)
        browser = Browser(app)
        browser.sign_in(f"En {role}", PASSWORD)
        return browser

    return signing_in


@pytest.fixture
def administrator(as_role: Callable[..., Browser]) -> Browser:
    return as_role("administrator")


def add(browser: Browser, **fields: str) -> httpx.Response:
    form = browser.get("/monitor/accounts")
    return browser.client.post("/monitor/accounts", data={"csrf": csrf_of(form), **fields})


def csrf_of(page: httpx.Response) -> str:
    return re.findall(r'name="csrf" value="([^"]*)"', page.text)[0]


def test_a_new_account_shows_its_secrets_once_and_they_work(
    administrator: Browser, app: Starlette
) -> None:
    made = add(administrator, name="Ny Veileder", role="adviser", office="", token="yes")
    password, token = re.findall(r'<dd class="reference">([^<]+)</dd>', made.text)
    browser = Browser(app)
    assert browser.sign_in("Ny Veileder", password).status_code == 303
    bearer = {"Authorization": f"Bearer {token}"}
    assert browser.client.get("/api/escalations", headers=bearer).status_code == 200
    later = administrator.get("/monitor/accounts").text
    assert "Ny Veileder" in later
    assert password not in later
    assert token not in later


def test_no_token_is_made_that_was_not_asked_for(administrator: Browser, store: Store) -> None:
    add(administrator, name="Uten", role="lead", office="nav-lykkefjord")
    with store.read() as tx:
        made = tx.scalars(select(Staff).where(Staff.name == "Uten")).one()
        assert (made.token_index, made.office_id) == (None, "nav-lykkefjord")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "En administrator"}, "name"),
        ({"role": "boss"}, "role"),
        ({"role": "office"}, "office"),
        ({"office": "nav-lykkefjord"}, "office"),
        ({"role": "office", "office": "nav-nowhere"}, "office"),
    ],
)
def test_an_account_that_cannot_be_is_refused_at_its_field(
    administrator: Browser, store: Store, given: dict[str, str], field: str
) -> None:
    refused = add(administrator, **{"name": "Ny", "role": "adviser", "office": "", **given})
    assert refused.status_code == 422
    assert f'id="fault-{field}"' in refused.text
    assert f'href="#{field}"' in refused.text
    with store.read() as tx:
        assert [staff.name for staff in tx.scalars(select(Staff))] == ["En administrator"]


def test_an_account_that_is_shut_is_out_at_once(
    administrator: Browser, signed_in: Browser, adviser: str
) -> None:
    page = administrator.get("/monitor/accounts")
    gone = administrator.client.post(
        "/monitor/accounts/disable", data={"csrf": csrf_of(page), "name": adviser}
    )
    assert gone.status_code == 303
    assert not signed_in.is_signed_in
    assert f"{adviser} Veileder i NKS – – Stengt" in words_of(
        administrator.get("/monitor/accounts")
    )


def test_nobody_shuts_themselves_out(administrator: Browser) -> None:
    page = administrator.get("/monitor/accounts")
    refused = administrator.client.post(
        "/monitor/accounts/disable", data={"csrf": csrf_of(page), "name": " en  administrator"}
    )
    own = administrator.client.post(
        "/monitor/accounts/disable", data={"csrf": csrf_of(page), "name": " En  administrator"}
    )
    assert refused.status_code == own.status_code == 422
    assert administrator.get("/monitor/accounts").status_code == 200


def test_changes_of_accounts_and_lines_are_logged_by_number_and_never_by_name(
    administrator: Browser, store: Store
) -> None:
    with capture_logs() as logs:
        add(administrator, name="Ny Veileder", role="adviser", office="")
        page = administrator.get("/monitor/accounts")
        administrator.client.post(
            "/monitor/accounts/disable", data={"csrf": csrf_of(page), "name": "Ny Veileder"}
        )
    assert [entry["event"] for entry in logs] == ["staff_added", "staff_disabled"]
    assert logs[0]["added"] == logs[1]["disabled"]
    assert "Ny Veileder" not in str(logs)


def test_a_line_is_confirmed_in_the_administrators_name(
    administrator: Browser, store: Store, speaker: Speaker
) -> None:
    with store.write() as tx:
        tx.delete(tx.get_one(LineConfirmation, "lykkefjord-duty"))
    page = administrator.get("/monitor/register")
    assert "+4799900011" in page.text
    assert "hele døgnet" in page.text
    assert "Av tests," in words_of(page)
    assert words_of(page).count("Ikke bekreftet") == 1
    with capture_logs() as logs:
        (fingerprint,) = re.findall(r'name="fingerprint" value="(\w+)"', page.text)
        done = administrator.fill_in(
            page, "/monitor/register/confirm", line="lykkefjord-duty", fingerprint=fingerprint
        )
    assert done.status_code == 303
    assert [entry["event"] for entry in logs] == ["line_confirmed"]
    with store.read() as tx:
        assert "lykkefjord-duty" in confirmed_lines(tx, speaker.register)
        confirmation = tx.get_one(LineConfirmation, "lykkefjord-duty")
        assert confirmation.confirmed_by == "En administrator"
    assert "Ikke bekreftet" not in words_of(administrator.get("/monitor/register"))


def test_what_is_confirmed_is_shown_also_for_whom_and_where_a_line_is(
    administrator: Browser,
) -> None:
    page = words_of(administrator.get("/monitor/register"))
    for fact in (
        "Barnevernvakten i Lykkefjord Barnevernvakt Bare for ansatte Lykkefjord +4799900013",
        "Boligteamet i NAV Nordvik Vakttelefon, bolig Bare for ansatte Nordvik +4799900042 "
        "man-fre 9-15, helligdager stengt SMS 1",
        "Sosialvakten for Solvik og Nordvik Vakt utenom kontortid Bare for ansatte "
        "Solvik; også Nordvik +4799900051",
        "Nordvik krisesenter Krisesenter Offentlig tjeneste Nordvik +4799900061 man-søn 8-22, "
        "også på helligdager Anrop 1",
        "Felles vakttelefon (når ingen andre svarer) Leder Bare for ansatte Alle kommuner "
        "+4799900099",
    ):
        assert fact in page


def test_a_lead_sees_the_line_of_a_neighbour_that_serves_their_office_too(
    as_role: Callable[..., Browser],
) -> None:
    page = words_of(as_role("lead", "nav-nordvik").get("/monitor/office"))
    assert (
        "Sosialvakten for Solvik og Nordvik Vakt utenom kontortid Bare for ansatte +4799900051"
        in page
    )


def test_a_line_that_was_changed_after_it_was_shown_is_not_confirmed(
    administrator: Browser, store: Store
) -> None:
    with store.write() as tx:
        tx.get_one(LineConfirmation, "lykkefjord-duty").fingerprint = "as it was before"
    page = administrator.get("/monitor/register")
    assert "Endret etter at tests bekreftet" in words_of(page)
    stale = administrator.fill_in(page, "/monitor/register/confirm", fingerprint="of yesterday")
    assert stale.status_code == 409
    assert "Ingenting er bekreftet" in words_of(stale)
    assert administrator.fill_in(page, "/monitor/register/confirm", line="x").status_code == 409


def test_what_should_be_mended_in_the_register_is_listed(
    as_role: Callable[..., Browser], later: Callable[[timedelta], None]
) -> None:
    overdue = "last verified on 2026-11-21: look again"
    later(timedelta(days=400))
    browser = as_role("administrator")
    page = words_of(browser.get("/monitor/register"))
    assert f"lykkefjord-duty {overdue} Se på det lines.yml" in page
    assert "Ingenting å rette" not in page


def test_a_lead_reads_the_lines_hours_clocks_and_deadline_of_their_office(
    as_role: Callable[..., Browser],
) -> None:
    page = words_of(as_role("lead", "nav-fagerdal").get("/monitor/office"))
    for fact in (
        "NAV Fagerdal",
        "Dalsvegen 2, 9996 Fagerdal",
        "tir, tor 11-14",
        "Vakttelefon, NAV Fagerdal Vakttelefon Bare for ansatte +4799900021 man-fre 8-15:30, "
        "helligdager stengt",
        "Av tests,",
        "Når ingen av disse svarer, varsler vi: Felles vakttelefon.",
        "Vold eller trusler 3 2 4 5 8",
        "Innen 2 virkedager etter første kontakt",
    ):
        assert fact in page
    assert re.search(r"skal kontoret ringe senest \w+dag \d+\. \w+ kl\. \d\d:\d\d", page)


def test_a_lead_sees_no_number_of_another_office_or_of_all(
    as_role: Callable[..., Browser], speaker: Speaker
) -> None:
    page = as_role("lead", "nav-fagerdal").get("/monitor/office").text
    others = [line.number for line in speaker.register.lines if line.kommune != "9902"]
    assert len(others) > 1
    for number in others:
        assert number not in page


def test_a_lead_of_an_office_that_has_left_the_register_is_told_so(
    as_role: Callable[..., Browser],
) -> None:
    page = as_role("lead", "nav-of-last-year").get("/monitor/office")
    assert page.status_code == 200
    assert "Kontoret ditt står ikke i registeret" in page.text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("always", "hele døgnet"),
        ({"mon-fri": "09:00-15:00"}, "man-fre 9-15, helligdager stengt"),
        (
            {"mon": "10:00-14:00", "wed": "10:00-14:00", "holidays": "open"},
            "man, ons 10-14, også på helligdager",
        ),
        (
            {"sat": "22:00-06:00", "days": {"12-24": "09:00-12:00", "2027-05-18": "closed"}},
            "lør 22-6, helligdager stengt, 24.12. 9-12, 18.5.2027 stengt",
        ),
    ],
)
def test_hours_are_read_in_norwegian(written: object, read: str) -> None:
    assert hours_words(parse_hours(written)) == read


def test_hours_nobody_knows_are_said_to_be_unknown() -> None:
    assert hours_words(None) == "ikke oppgitt"
