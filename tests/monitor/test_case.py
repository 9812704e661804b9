"""One case: who sees what of it, what is logged of that, and what staff do with it by form."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from bot.delivery.chat import mark_shown
from bot.inbox.receiving import Arrival, receive
from bot.store import Store
from bot.store.tables import (
    Conversation,
    Escalation,
    EscalationEvent,
    Outbox,
    Page,
    Receipt,
    Staff,
    StoryView,
)
from tests.monitor.browser import Browser, hidden_fields
from tests.monitor.conftest import NAME, PHONE, WORDS

Opening = Callable[..., str]
Staffing = Callable[..., Browser]
Later = Callable[[timedelta], None]
OFFICE = "nav-lykkefjord"


@pytest.fixture
def kari(signed_in: Browser) -> Browser:
    """An adviser."""
    return signed_in


@pytest.fixture
def ola(staff: Staffing) -> Browser:
    """From the office of Lykkefjord."""
    return staff("Ola", "office", OFFICE)


def path(reference: str, act: str = "") -> str:
    return f"/monitor/cases/{reference}" + (f"/{act}" if act else "")


def act(browser: Browser, reference: str, act: str, **fields: str) -> httpx.Response:
    """Send a form of the case's page as it is now."""
    return browser.fill_in(browser.get(path(reference)), path(reference, act), **fields)


def words_of(page: httpx.Response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def views(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as tx:
        rows = tx.execute(
            select(Staff.name, StoryView.reference, StoryView.via)
            .join(Staff, Staff.id == StoryView.staff_id)
            .order_by(StoryView.id)
        )
        return [tuple(row) for row in rows]


def events(store: Store, *what: str) -> list[str]:
    with store.read() as tx:
        query = select(EscalationEvent.what).where(EscalationEvent.what.in_(what))
        return list(tx.scalars(query.order_by(EscalationEvent.id)))


def texts(store: Store, name: str) -> int:
    with store.read() as tx:
        return len(tx.scalars(select(Outbox.id).where(Outbox.name == name)).all())


def case_in(store: Store) -> Escalation:
    with store.read() as tx:
        return tx.scalars(select(Escalation)).one()


# ---- who sees what


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


# ---- pages


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


# ---- acts


def test_of_two_who_take_at_once_one_has_it_and_the_other_hears_who(
    kari: Browser, ola: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    pages = [(browser, browser.get(path(reference))) for browser in (kari, ola)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda each: each[0].fill_in(each[1], path(reference, "take")), pages)
        )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    winner = "Ola, " if answers[1].status_code == 303 else f"{NAME}, NKS"
    assert winner in loser.text
    assert "har saken" in loser.text
    assert events(store, "acknowledged") == ["acknowledged"]


@pytest.mark.parametrize(
    ("what", "fields", "event"),
    [
        ("take", {}, "acknowledged"),
        ("note", {"words": "Ringte, ingen svarte."}, "noted"),
        ("release", {}, "released"),
        ("close", {"outcome": "spoken_with"}, "closed"),
    ],
)
def test_a_button_pressed_twice_is_pressed_once(
    kari: Browser,
    open_case: Opening,
    store: Store,
    what: str,
    fields: dict[str, str],
    event: str,
) -> None:
    reference = open_case()
    if what != "take":
        act(kari, reference, "take")
    page = kari.get(path(reference))
    answers = [kari.fill_in(page, path(reference, what), **fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert events(store, event) == [event]


def test_a_case_given_back_climbs_again_and_the_person_is_told(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    act(kari, reference, "take")
    assert texts(store, "utter_emergency_acknowledged") == 1
    act(kari, reference, "release")
    case = case_in(store)
    assert (case.state, case.acknowledged_staff_id) == ("open", None)
    assert texts(store, "utter_emergency_released") == 1
    assert events(store, "acknowledged", "released", "paged")[-2:] == ["released", "paged"]


def test_a_case_is_closed_with_what_came_of_it_and_never_without(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    act(kari, reference, "take")
    refused = act(kari, reference, "close", words="Hun er trygg nå.")
    assert refused.status_code == 422
    assert "Velg hva som kom ut av saken" in refused.text
    assert "Hun er trygg nå." in refused.text
    assert case_in(store).state == "acknowledged"
    assert act(kari, reference, "close", outcome="help_arranged").status_code == 303
    case = case_in(store)
    assert (case.state, case.outcome) == ("closed", "help_arranged")
    assert texts(store, "utter_emergency_closed") == 1
    assert reference not in kari.get("/monitor").text


def test_a_note_is_kept_without_identity_numbers_and_only_staff_read_it(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    act(kari, reference, "take")
    before = texts(store, "staff_message")
    act(kari, reference, "note", words="Fødselsnummer 13097248022.\r\nRinger igjen.")
    page = words_of(kari.get(path(reference)))
    assert "Ringer igjen." in page
    assert "13097248022" not in page
    assert texts(store, "staff_message") == before


@pytest.mark.parametrize(("words", "fault"), [("  ", "Skriv noe først"), ("x" * 4001, "for lang")])
def test_a_note_that_cannot_be_kept_is_given_back_with_the_reason(
    kari: Browser, open_case: Opening, store: Store, words: str, fault: str
) -> None:
    reference = open_case()
    act(kari, reference, "take")
    answer = act(kari, reference, "note", words=words)
    assert answer.status_code == 422
    assert fault in answer.text
    assert 'aria-describedby="note-fault"' in answer.text
    assert events(store, "noted") == []


@pytest.mark.parametrize(
    ("what", "fields"),
    [("release", {}), ("note", {"words": "Hei"}), ("close", {"outcome": "mistake"})],
)
def test_nobody_acts_on_a_case_another_holds_and_their_words_come_back(
    kari: Browser, staff: Staffing, open_case: Opening, what: str, fields: dict[str, str]
) -> None:
    reference, per = open_case(), staff("Per", "adviser")
    act(kari, reference, "take")
    answer = act(per, reference, what, **fields)
    assert answer.status_code == 409
    assert f"{NAME}, NKS" in answer.text
    assert fields.get("words", "") in answer.text
    assert WORDS not in answer.text


@pytest.mark.parametrize("what", ["take", "release", "note", "write", "close"])
def test_an_act_needs_the_form_of_the_page(
    kari: Browser, open_case: Opening, store: Store, what: str
) -> None:
    reference = open_case()
    answer = kari.client.post(path(reference, what), data={"csrf": "guess", "words": "x"})
    assert answer.status_code == 403
    assert events(store, "acknowledged", "noted", "wrote", "closed") == []


# ---- the chat


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
    assert re.search(
        r"Et menneske hos oss \d\d:\d\d, ikke vist ennå Jeg ringer deg straks\.", thread
    )
    assert "Automatisk svar" in thread


def test_the_holder_sees_that_the_persons_page_has_shown_a_message(
    kari: Browser, chat_case: str, store: Store
) -> None:
    act(kari, chat_case, "write", words="Er du trygg?")
    with store.write() as tx:
        last = tx.scalars(select(Outbox).where(Outbox.name == "staff_message")).one()
        mark_shown(tx, last.conversation_id, last.id)
    assert re.search(
        r"Et menneske hos oss \d\d:\d\d, vist på siden Er du trygg\?",
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
