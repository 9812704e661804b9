"""Taken is not done: a promise, a contact, a reminder, and who may take over from whom."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.delivery.outbox import OutboxState
from bot.delivery.speaker import CALL, Speaker
from bot.escalation.events import What
from bot.escalation.pages import send_page
from bot.monitor.words import event_words
from bot.store import Store
from bot.store.tables import Conversation, Escalation, EscalationEvent, Outbox, PageCall
from tests.monitor.browser import Browser
from tests.monitor.case_page import act, case_in, events, path, words_of
from tests.monitor.conftest import NAME

Opening = Callable[..., str]
Staffing = Callable[..., Browser]
Passing = Callable[[timedelta], None]
Taking = Callable[..., None]


@pytest.fixture
def solveig(staff: Staffing) -> Browser:
    """Another adviser."""
    return staff("Solveig", "adviser")


@pytest.mark.parametrize("minutes", [10, 30, 60])
def test_who_takes_a_case_may_promise_when_they_reach_the_person(
    kari: Browser, open_case: Opening, store: Store, minutes: int
) -> None:
    reference = open_case()
    act(kari, reference, "take", promise=str(minutes))
    case = case_in(store)
    assert case.promise_at is not None
    assert case.acknowledged_at is not None
    assert case.promise_at - case.acknowledged_at == timedelta(minutes=minutes)
    for address in ("/monitor", path(reference)):
        assert re.search(r"avtalt før \d\d:\d\d", words_of(kari.get(address)))


@pytest.mark.parametrize("promise", ["", "10000", "-10", "x", "١٠"])
def test_what_is_no_choice_is_no_promise(
    kari: Browser, open_case: Opening, store: Store, promise: str
) -> None:
    reference = open_case()
    assert act(kari, reference, "take", promise=promise).status_code == 303
    case = case_in(store)
    assert (case.state, case.promise_at) == ("acknowledged", None)


def test_a_contact_is_logged_once_and_stops_the_clock(
    kari: Browser, open_case: Opening, store: Store, let_pass: Passing
) -> None:
    reference = open_case()
    act(kari, reference, "take", promise="10")
    page = kari.get(path(reference))
    assert "Jeg har hatt kontakt" in page.text
    for _ in range(2):
        assert kari.fill_in(page, path(reference, "contact")).status_code == 303
    assert events(store, "contacted") == ["contacted"]
    for address in ("/monitor", path(reference)):
        assert re.search(r"har hatt kontakt siden \d\d:\d\d", words_of(kari.get(address)))
    assert "Jeg har hatt kontakt" not in kari.get(path(reference)).text
    let_pass(timedelta(hours=3))
    assert case_in(store).state == "acknowledged"
    assert "RØD" not in words_of(kari.get("/monitor"))


def test_a_contact_is_for_the_holder_to_log(
    kari: Browser, solveig: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    assert act(kari, reference, "contact").status_code == 409
    act(kari, reference, "take")
    refused = act(solveig, reference, "contact")
    assert refused.status_code == 409
    assert f"{NAME}, NKS" in refused.text
    assert events(store, "contacted") == []


def test_who_writes_to_the_person_in_the_chat_is_in_contact(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case(channel="chat")
    act(kari, reference, "take")
    for words in ("Er du trygg nå?", "Jeg ringer politiet."):
        act(kari, reference, "write", words=words)
    assert events(store, "wrote", "contacted") == ["wrote", "contacted", "wrote"]
    case = case_in(store)
    assert case.contacted_at is not None
    assert case.contact_due_at is not None
    assert case.contact_due_at - case.contacted_at > timedelta(hours=1), "left is only to finish it"


def test_a_broken_promise_is_red_at_once_even_before_the_courier_has_seen_it(
    kari: Browser, open_case: Opening, later: Passing, let_pass: Passing
) -> None:
    waiting, reference = open_case(kind="violence"), open_case()
    act(kari, reference, "take", promise="10")
    later(timedelta(minutes=10))
    board = words_of(kari.get("/monitor"))
    assert "1 er rød" in board
    assert f"{reference} ▲ RØD Tatt" in board
    assert "▲ kontakt ikke meldt" in board
    assert board.index(reference) < board.index(waiting)
    let_pass(timedelta(0))
    for address in ("/monitor", path(reference)):
        assert re.search(r"▲ kontakt ikke meldt, påminnet \d\d:\d\d", words_of(kari.get(address)))
    act(kari, reference, "contact")
    assert "kontakt ikke meldt" not in words_of(kari.get("/monitor"))


def test_a_case_that_went_on_can_be_taken_again_by_who_was_late(
    kari: Browser, open_case: Opening, store: Store, let_pass: Passing
) -> None:
    reference = open_case()
    act(kari, reference, "take", promise="10")
    let_pass(timedelta(minutes=10))
    let_pass(timedelta(minutes=5))
    assert case_in(store).state == "open"
    act(kari, reference, "take", promise="10")
    assert case_in(store).state == "acknowledged"
    assert events(store, "acknowledged", "promise_broken") == [
        "acknowledged",
        "promise_broken",
        "acknowledged",
    ]


def test_an_adviser_takes_over_from_another_who_is_late_and_not_before(
    kari: Browser, solveig: Browser, open_case: Opening, store: Store, later: Passing
) -> None:
    reference = open_case()
    act(kari, reference, "take", promise="10")
    page = solveig.get(path(reference))
    assert "Ta over" not in page.text
    assert solveig.fill_in(page, path(reference, "take")).status_code == 409
    later(timedelta(minutes=10))
    assert "Ta over saken" in solveig.get(path(reference)).text
    assert "Ta over" not in kari.get(path(reference)).text
    assert act(solveig, reference, "take", promise="30").status_code == 303
    assert "Solveig, NKS har saken" in words_of(solveig.get(path(reference)))
    refused = act(kari, reference, "note", words="Ringte nå.")
    assert (refused.status_code, "Solveig, NKS" in refused.text) == (409, True)


def test_an_adviser_takes_over_from_a_line_what_no_office_could_close(
    kari: Browser, open_case: Opening, take: Taking, store: Store
) -> None:
    nowhere = open_case(place=None)
    take(nowhere, promise=timedelta(minutes=30))
    assert act(kari, nowhere, "take").status_code == 303
    case = case_in(store)
    assert (case.acknowledged_by, case.promise_at) == (None, None)
    with store.read() as tx:
        told = tx.scalars(select(Outbox.name).where(Outbox.page_id.is_not(None))).all()
    assert "utter_page_taken_elsewhere" in told
    assert act(kari, nowhere, "close", outcome="spoken_with").status_code == 303
    assert case_in(store).state == "closed"


def test_a_case_of_a_place_is_left_to_its_line_and_closed_by_its_office(
    kari: Browser, open_case: Opening, take: Taking, staff: Staffing, store: Store
) -> None:
    """A fixed telephone takes a case with a key, and can never say what came of it."""
    reference, lead = open_case(), staff("Liv", "lead", "nav-lykkefjord")
    take(reference, promise=timedelta(minutes=30))
    assert act(kari, reference, "take").status_code == 409
    assert act(lead, reference, "contact").status_code == 303
    assert act(lead, reference, "close", outcome="help_arranged").status_code == 303
    assert case_in(store).outcome == "help_arranged"


def test_a_case_that_waits_says_until_when_and_for_whom_it_is_not(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case(kind="necessities")
    with store.write() as tx:
        case = tx.scalars(select(Escalation)).one()
        case.waits_until = datetime.fromisoformat("2026-11-30T08:00:00+01:00")
        case.not_ours = ["lykkefjord-duty"]
    for address in ("/monitor", path(reference)):
        page = words_of(kari.get(address))
        assert "venter til mandag 08:00" in page
        assert "ikke vår sak: Vakttelefon, NAV Lykkefjord" in page


def test_every_event_has_words(kari: Browser, open_case: Opening, store: Store) -> None:
    reference = open_case()
    act(kari, reference, "take")
    with store.write() as tx:
        case = tx.scalars(select(Escalation)).one()
        for what in What:
            tx.add(EscalationEvent(escalation_id=case.id, at=tx.now, what=what))
    page = words_of(kari.get(path(reference)))
    for what in What:
        assert event_words(what, is_persons=False) in page


def test_a_phone_that_is_not_safe_or_a_person_who_cannot_speak_is_said_by_the_number(
    ola: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    assert "▲" not in words_of(ola.get(path(reference))).partition("Slik når du personen")[2][:200]
    with store.write() as tx:
        conversation = tx.scalars(select(Conversation)).one()
        conversation.unsafe_at = conversation.no_calls_at = tx.now
    page = words_of(ola.get(path(reference)))
    assert "▲ Telefonen er ikke trygg." in page
    assert "▲ Ikke ring." in page


@pytest.mark.parametrize(
    ("state", "call", "words"),
    [
        ("queued", {}, "anrop i kø"),
        ("accepted", {}, "ringer"),
        ("accepted", {"answered": True}, "i samtale"),
        ("sent", {"end": "no-answer"}, "anrop ikke besvart"),
        ("delivered", {"end": "completed", "answered": True}, "anrop besvart"),
        ("delivered", {"end": "voicemail", "answered": True}, "anrop gikk til telefonsvarer"),
        ("failed", {"end": "failed"}, "anrop kom ikke fram"),
    ],
)
def test_a_call_is_said_to_be_as_far_as_it_is_beside_the_text(
    kari: Browser,
    open_case: Opening,
    store: Store,
    state: OutboxState,
    call: dict[str, object],
    words: str,
) -> None:
    reference = open_case(kind="violence")  # paged in every way at once
    with store.write() as tx:
        message = tx.scalars(select(Outbox).where(Outbox.name == CALL)).one()
        message.state = state
        made = tx.scalars(select(PageCall)).one()
        made.end = call.get("end")
        made.answered_at = tx.now if "answered" in call else None
        made.ended_at = tx.now if "end" in call else None
    for address in ("/monitor", path(reference)):
        page = words_of(kari.get(address))
        assert re.search(rf"Vakttelefon, NAV Lykkefjord: {words} \d\d:\d\d", page)
        assert re.search(r"Vakttelefon, NAV Lykkefjord: i kø \d\d:\d\d", page)


def test_a_line_that_is_only_phoned_is_never_said_to_have_got_a_collected_page(
    kari: Browser, open_case: Opening, store: Store, speaker: Speaker
) -> None:
    open_case(kind="violence", place="9904")
    with store.write() as tx:
        case = tx.scalars(select(Escalation)).one()
        send_page(tx, speaker, case, speaker.register.line("solvik-out-of-hours"))
    page = words_of(kari.get("/monitor"))
    assert "Sosialvakten for Solvik og Nordvik: anrop i kø" in page
    assert "samlet varsel" not in page
