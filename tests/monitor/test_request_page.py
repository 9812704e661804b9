"""One request as staff read it, and what they do with it by form."""

from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import select

from bot.callbacks.attempts import Result
from bot.callbacks.handover.due import hand_over
from bot.callbacks.history import What
from bot.callbacks.on_behalf import OnBehalf, seal_on_behalf
from bot.monitor.worklist.sight import request_of
from bot.monitor.worklist.words import EVENTS, RESULTS
from bot.store import Store
from bot.store.tables import (
    CallbackEvent,
    CallbackRequest,
    Conversation,
    ErasedRequest,
    Outbox,
    StoryView,
)
from tests.monitor.browser import Browser
from tests.monitor.case_page import words_of
from tests.monitor.waiting import WORDS, Waiting

Staffing = Callable[..., Browser]


def path(reference: str, act: str = "") -> str:
    return f"/worklist/{reference}" + (f"/{act}" if act else "")


def act(browser: Browser, reference: str, act: str, **fields: str) -> httpx.Response:
    """Send a form of the request's page as it is now."""
    return browser.fill_in(browser.get(path(reference)), path(reference, act), **fields)


def events(store: Store, *what: str) -> list[str]:
    with store.read() as tx:
        query = select(CallbackEvent.what).where(CallbackEvent.what.in_(what))
        return list(tx.scalars(query.order_by(CallbackEvent.id)))


def views(store: Store) -> list[tuple[str, str]]:
    with store.read() as tx:
        rows = select(StoryView.reference, StoryView.via).order_by(StoryView.id)
        return [(reference, via) for reference, via in tx.execute(rows)]


def test_the_message_is_structured_and_stands_beside_the_persons_own_words(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask(
        needs=["money", "food"],
        possible_application=True,
        tried_before=True,
        interpreter="arabisk",
        window="afternoon",
        children="yes",
        phone_safe="yes",
        may_leave_voicemail=True,
        phone="+4799920777",
    )
    waiting.change(reference, urgent_at=waiting.now())
    page = ola.get(path(reference))
    said = words_of(page)
    for fact in (
        "Gjelder Penger, mat",
        "Kan være en søknad Behovet ble først sagt",
        "Tegn på fare. Ring først",
        "Har prøvd å nå NAV før",
        "Barn i husstanden Ja",
        "Tolk Arabisk",
        "Tid: ettermiddag",
        "Det er greit å legge igjen beskjed",
        "Slik personen skrev, på arabisk. Ikke oversatt.",
    ):
        assert fact in said
    assert 'href="tel:+4799920777"' in page.text
    assert f'dir="auto" lang="ar">{WORDS}' in page.text
    assert views(store) == [(reference, "page")]


def test_a_phone_that_is_not_safe_is_said_so_and_takes_no_message(
    ola: Browser, waiting: Waiting
) -> None:
    reference = waiting.ask(phone_safe="no", may_leave_voicemail=True)
    page = ola.get(path(reference))
    said = words_of(page)
    assert "Telefonen er ikke trygg" in said
    assert "Ikke legg igjen beskjed" in said
    assert 'value="voicemail_left"' not in page.text


def test_what_an_adviser_wrote_down_is_not_called_the_persons_words(
    kari: Browser, ola: Browser, waiting: Waiting
) -> None:
    form = kari.get("/monitor/new")
    opened = kari.fill_in(
        form,
        "/monitor/new",
        need="callback",
        words="Trenger hjelp med husleia",
        who="Anna",
        place="Lykkefjord",
        phone="99910001",
        told="at kontoret ringer",
        window="any",
        children="no",
        phone_safe="yes",
    )
    reference = opened.headers["location"].rpartition("/")[2]
    said = words_of(ola.get(path(reference)))
    assert "Skrevet ned av Kari Nordmann, NKS Trenger hjelp med husleia" in said
    assert "Vil bli kalt Anna" in said
    assert "Har fått vite at kontoret ringer" in said
    assert "egne ord" not in said
    assert "Trenger hjelp med husleia" in kari.get(path(reference)).text
    assert act(kari, reference, "attempts", result="no_answer", key="k").status_code == 409


@pytest.mark.parametrize("result", list(RESULTS))
def test_one_press_logs_an_attempt_and_a_second_press_changes_nothing(
    ola: Browser, waiting: Waiting, store: Store, result: str
) -> None:
    reference = waiting.ask(may_leave_voicemail=True)
    page = ola.get(path(reference))
    assert f'name="result" value="{result}"' in page.text
    for _ in range(2):
        answer = ola.fill_in(page, path(reference, "attempts"), result=result)
        assert (answer.status_code, answer.headers["location"]) == (303, path(reference))
    assert events(store, result) == [result]
    assert f"{RESULTS[Result(result)][1]} – Ola, NAV Lykkefjord" in words_of(
        ola.get(path(reference))
    )


def test_two_results_from_one_page_are_two_attempts(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask()
    page = ola.get(path(reference))
    for result in ("no_answer", "reached"):
        ola.fill_in(page, path(reference, "attempts"), result=result, words="ringte to ganger")
    assert events(store, "no_answer", "reached") == ["no_answer", "reached"]
    assert "ringte to ganger" in ola.get(path(reference)).text


def test_an_attempt_logged_in_the_list_leads_back_to_that_list(
    ola: Browser, waiting: Waiting
) -> None:
    reference = waiting.ask()
    page = ola.get("/worklist?language=ar")
    fields = {"result": "no_answer", "back": "?language=ar&next=https://example.org"}
    answer = ola.fill_in(page, path(reference, "attempts"), **fields)
    assert answer.headers["location"] == f"/worklist?language=ar#open-{reference}"


def test_what_means_nothing_is_not_logged(ola: Browser, waiting: Waiting, store: Store) -> None:
    reference = waiting.ask()
    for fields in ({"result": "done"}, {"result": ""}, {"result": "no_answer", "key": ""}):
        answer = act(ola, reference, "attempts", words="Notatet mitt", **fields)
        assert answer.status_code == 422
        assert "Notatet mitt" in answer.text
    assert events(store, *Result) == []


def test_an_owner_is_named_and_changes_only_with_a_reason(
    ola: Browser, staff: Staffing, waiting: Waiting
) -> None:
    reference, liv = waiting.ask(), staff("Liv", "lead", "nav-lykkefjord")
    staff("Fredrik", "office", "nav-fagerdal")
    act(ola, reference, "own")
    assert "Ansvarlig: Ola" in words_of(liv.get(path(reference)))
    refused = act(liv, reference, "own", words="")
    assert refused.status_code == 422
    assert "En annen har ansvaret nå" in refused.text
    assert act(ola, reference, "own", to="Fredrik", words="ferie").status_code == 422
    act(ola, reference, "own", to="Liv", words="Jeg skal på ferie")
    page = words_of(ola.get(path(reference)))
    assert "Ansvarlig: Liv" in page
    assert "Liv: Jeg skal på ferie" in page


def test_a_request_is_given_to_another_office_with_its_history(
    ola: Browser, staff: Staffing, waiting: Waiting
) -> None:
    reference, fredrik = waiting.ask(), staff("Fredrik", "office", "nav-fagerdal")
    act(ola, reference, "own")
    act(ola, reference, "attempts", result="no_answer")
    page = ola.get(path(reference))
    for _ in range(2):
        fields = {"office": "nav-fagerdal", "words": "Har flyttet"}
        answer = ola.fill_in(page, path(reference, "move"), **fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/worklist")
    assert ola.get(path(reference)).status_code == 404
    taken_over = words_of(fredrik.get(path(reference)))
    for fact in ("Ikke svar – Ola", "Gitt til et annet kontor – Ola", "Har flyttet"):
        assert fact in taken_over
    assert "Ansvarlig: ingen ennå" in taken_over


@pytest.mark.parametrize("office_id", ["nav-lykkefjord", "nav-nowhere", ""])
def test_a_request_moves_to_another_office_that_is_there_or_not_at_all(
    ola: Browser, waiting: Waiting, office_id: str
) -> None:
    reference = waiting.ask()
    assert act(ola, reference, "move", office=office_id).status_code == 422
    assert waiting.request(reference).office_id == "nav-lykkefjord"


def test_nks_reads_a_request_without_an_office_and_gives_it_to_one(
    kari: Browser, ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask(place=None)
    page = kari.get(path(reference))
    assert WORDS in page.text
    assert views(store) == [(reference, "page")]
    kari.fill_in(page, path(reference, "move"), office="nav-lykkefjord")
    assert WORDS not in kari.get(path(reference)).text
    assert WORDS in ola.get(path(reference)).text
    assert waiting.request(reference).state == "open"


def test_a_request_ends_only_with_a_reason_and_the_person_hears_of_it(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask()
    assert act(ola, reference, "close", words="  ").status_code == 422
    page = ola.get(path(reference))
    for _ in range(2):
        answer = ola.fill_in(page, path(reference, "close"), words="Fikk hjelp i skranken")
        assert answer.status_code == 303
    said = words_of(ola.get(path(reference)))
    assert "Fikk hjelp i skranken" in said
    assert "Lukket" in said
    assert waiting.request(reference).close_reason == "staff"
    assert act(ola, reference, "attempts", result="no_answer", key="k").status_code == 409
    with store.read() as tx:
        assert tx.scalars(select(Outbox.id)).all() != []


def test_an_office_does_nothing_with_anothers_request(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    own, elsewhere = waiting.ask(), waiting.ask(place="9902")
    assert ola.get(path(elsewhere)).status_code == 404
    for what in ("attempts", "own", "move", "close"):
        fields = {"result": "reached", "office": "nav-lykkefjord", "words": "x", "key": "k"}
        answer = ola.fill_in(ola.get(path(own)), path(elsewhere, what), **fields)
        assert answer.status_code == 404
    assert events(store, *Result) == []
    assert {reference for reference, _ in views(store)} == {own}


def test_identity_numbers_in_a_note_are_not_stored(ola: Browser, waiting: Waiting) -> None:
    reference = waiting.ask()
    act(ola, reference, "attempts", result="no_answer", words="født 13097248022")
    assert "13097248022" not in ola.get(path(reference)).text


def test_everything_that_can_happen_has_words(waiting: Waiting) -> None:
    assert {*What, *Result} <= set(EVENTS)


def test_a_session_is_needed_and_leads_back(browser: Browser, waiting: Waiting) -> None:
    answer = browser.get(path(waiting.ask()))
    assert answer.status_code == 303
    assert "/login" in answer.headers["location"]


# What left the house


def test_what_the_offices_own_system_has_taken_is_seen(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask()
    with store.write() as tx:
        request = tx.scalars(select(CallbackRequest)).one()
        taken, tried = (hand_over(tx, request, "nav-lykkefjord") for _ in range(2))
        taken.state, taken.acknowledged_at, taken.due_at = "acknowledged", tx.now, None
        tried.attempts, tried.status = 3, 503
    said = words_of(ola.get(path(reference)))
    assert "Ringeønsket til NAV Lykkefjord: ✓ mottatt" in said
    assert "▲ ikke mottatt ennå (svar 503). Vi prøver igjen." in said


def test_what_was_erased_is_said_to_be_erased_to_its_office_alone(
    ola: Browser, staff: Staffing, store: Store
) -> None:
    with store.write() as tx:
        tx.add(
            ErasedRequest(
                reference="K7M4TX",
                office_id="nav-lykkefjord",
                at=tx.now,
                was_open=True,
                handed_over=False,
            )
        )
    page = ola.get(path("k7m4tx"))
    assert page.status_code == 410
    assert "Ringeønske K7M4TX er slettet Personen ba om det" in words_of(page)
    stranger = staff("Per", "office", "nav-fagerdal").get(path("K7M4TX"))
    assert stranger.status_code == 404


# What a phone has become since


def test_a_phone_that_has_become_unsafe_is_unsafe_on_page_and_list(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask(phone_safe="yes", may_leave_voicemail=True)
    with store.write() as tx:
        tx.scalars(select(Conversation)).one().unsafe_at = tx.now
    said = words_of(ola.get(path(reference)))
    assert "Telefonen er ikke trygg." in said
    assert "Det er greit å legge igjen beskjed" not in said
    assert "utrygg" in words_of(ola.get("/worklist"))


def test_what_was_said_of_the_phone_with_an_earlier_request_is_on_the_list(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    earlier, later = waiting.ask(phone_safe="no"), waiting.ask(phone_safe="unknown")
    with store.write() as tx:
        rows = {row.reference: row for row in tx.scalars(select(CallbackRequest))}
        rows[later].conversation_id = rows[earlier].conversation_id
        rows[later].own_words = rows[earlier].own_words
        rows[later].window = rows[earlier].window
        rows[earlier].state, rows[earlier].close_reason = "closed", "person"
    listed = words_of(ola.get("/worklist"))
    assert earlier not in listed
    assert "utrygg" in listed


def test_who_writes_in_the_chat_is_written_to_there(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    in_chat, by_text = waiting.ask(channel="chat"), waiting.ask()
    assert "Send i chatten" not in words_of(ola.get(path(by_text)))
    assert act(ola, in_chat, "messages", words="Hei, når passer det?").status_code == 303
    said = words_of(ola.get(path(in_chat)))
    assert "Skrev til personen i chatten – Ola, NAV Lykkefjord Hei, når passer det?" in said


def for_another(waiting: Waiting, store: Store, **said: str) -> str:
    """A request that somebody else wrote; gives its reference."""
    reference = waiting.ask(words="hun trenger hjelp til husleia", language="nb")
    facts: dict[str, str] = {
        "relation": "friend",
        "for_whom": "naboen min",
        "writer": "Solveig",
        "whom_to_phone": "person",
        "phone_of": "person",
        "power_of_attorney": "no",
        "writer_is_child": "no",
    }
    with store.write() as tx:
        request = request_of(tx, reference)
        assert request is not None
        of = OnBehalf(**{**facts, **said})  # type: ignore[arg-type]
        request.on_behalf = seal_on_behalf(tx, request.conversation_id, of)
    return reference


def test_who_wrote_for_whom_and_that_case_data_needs_more(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference = for_another(waiting, store)
    said = words_of(ola.get(path(reference)))
    for fact in (
        "Skrevet av en annen",
        "Opplysninger fra saken gis bare med fullmakt eller samtykke fra personen.",
        "Skrevet av Solveig",
        "Er for personen Venn eller nabo",
        "Skrev for naboen min",
        "Ring Personen det gjelder",
        "Fullmakt eller verge Nei",
        "Med ordene til den som skrev",
    ):
        assert fact in said
    assert "tolkeloven" not in said
    assert "Skrevet av en annen" in words_of(ola.get("/worklist"))


def test_a_child_that_wrote_is_not_to_interpret(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference = for_another(
        waiting,
        store,
        relation="child",
        for_whom="mamma",
        writer="",
        phone_of="writer",
        power_of_attorney="unknown",
        writer_is_child="yes",
        own_need="jeg er litt lei meg",
    )
    said = words_of(ola.get(path(reference)))
    for fact in (
        "Et barn har skrevet. Bestill tolk; barn skal ikke tolke (tolkeloven § 4).",
        "Er for personen Sønn eller datter",
        "Tilhører den som skrev. Be om å få snakke med den voksne.",
        "Sier om seg selv jeg er litt lei meg",
    ):
        assert fact in said
    assert "Fullmakt" not in said


def test_what_somebody_asked_for_themselves_is_marked_as_no_others(
    ola: Browser, waiting: Waiting
) -> None:
    reference = waiting.ask()
    assert "Skrevet av en annen" not in words_of(ola.get(path(reference)))
    assert "Skrevet av en annen" not in words_of(ola.get("/worklist"))
