"""What the office sees of somebody who reached us through an interpreter."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.store import Store
from bot.store.tables import Outbox, StoryView
from tests.monitor.browser import Browser
from tests.monitor.case_page import act, words_of
from tests.monitor.case_page import path as case_path
from tests.monitor.interpreting import (
    CALLED,
    INTERPRETERS_PHONE,
    OWN_PHONE,
    OWN_VOICE,
    WORDS,
    Interpreting,
)
from tests.monitor.waiting import Waiting

WARNING = "Personen avsluttet alene. Bruk en annen tolk."


def of_request(reference: str) -> str:
    return f"/worklist/{reference}/transcript"


def of_case(reference: str) -> str:
    return case_path(reference, "transcript")


def views(store: Store) -> list[str]:
    with store.read() as tx:
        return list(tx.scalars(select(StoryView.reference).order_by(StoryView.id)))


def test_a_request_says_who_interpreted_and_that_one_must_be_booked(
    ola: Browser, interpreting: Interpreting
) -> None:
    reference = interpreting.ask(interpreting.relay())
    page = ola.get(f"/worklist/{reference}")
    said = words_of(page)
    for fact in (
        f"Formidlet av tolk eller hjelper {CALLED}",
        "Bestill tolk Arabisk",
        "Personens samtykke Ja, ",
        "Samtalen Tolken skriver for personen nå",
        "Slik tolken skrev det for personen. Ikke oversatt.",
        "Kom inn: Via tolk",
    ):
        assert fact in said
    assert f'href="{of_request(reference)}"' in page.text
    assert WARNING not in said
    rows = words_of(ola.get("/worklist/rows"))
    assert f"bestill tolk: arabisk formidlet av {CALLED}" in rows
    assert "samtykke" not in rows


def test_another_interpreter_than_the_language_says_is_the_one_to_book(
    ola: Browser, interpreting: Interpreting
) -> None:
    reference = interpreting.ask(interpreting.relay(), interpreter="norsk tegnspråk")
    assert "Bestill tolk Norsk tegnspråk" in words_of(ola.get(f"/worklist/{reference}"))
    assert "bestill tolk: tegnspråk" in words_of(ola.get("/worklist/rows"))


def test_who_writes_themselves_has_nothing_of_this(
    ola: Browser, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask(interpreter="arabisk")
    page = ola.get(f"/worklist/{reference}")
    assert "Formidlet" not in page.text
    assert "/transcript" not in page.text
    before = views(store)
    answer = ola.get(of_request(reference))
    assert answer.status_code == 404
    assert "Vi finner ingen samtale via tolk" in answer.text
    assert views(store) == before


def test_who_ended_it_alone_is_not_met_with_the_same_interpreter(
    ola: Browser, interpreting: Interpreting
) -> None:
    person = interpreting.relay()
    request, case = interpreting.ask(person), interpreting.open_case(person)
    interpreting.is_ended_alone(person)
    for page in (f"/worklist/{request}", case_path(case), of_request(request), of_case(case)):
        said = words_of(ola.get(page))
        assert WARNING in said, page
        assert "Samtalen Personen avsluttet alene " in said
    assert "Avsluttet alene. Bruk en annen tolk" in words_of(ola.get("/worklist/rows"))


def test_the_warning_is_none_of_the_persons_own_words(
    ola: Browser, interpreting: Interpreting
) -> None:
    person = interpreting.relay()
    reference = interpreting.open_case(person)
    interpreting.is_ended_alone(person)
    page = words_of(ola.get(case_path(reference)))
    own = page[page.index("Med egne ord") : page.index("Varsler til vakttelefonene")]
    assert WORDS in own
    assert "tolk" not in own
    assert "Personen avsluttet alene. Bruk en annen tolk" in page[page.index("Historikk") :]


def test_staff_are_offered_to_write_only_while_somebody_reads_it_out(
    ola: Browser, interpreting: Interpreting
) -> None:
    person = interpreting.relay()
    reference = interpreting.open_case(person)
    act(ola, reference, "take")
    page = words_of(ola.get(case_path(reference)))
    assert "Tolken leser opp det du skriver" in page
    assert "Personen er i chatten" not in page
    interpreting.ends(person, "interpreter")
    page = words_of(ola.get(case_path(reference)))
    assert "Send til personen" not in page
    assert "Tolken leser opp" not in page


def test_the_duty_line_that_has_the_case_is_warned_by_text(
    interpreting: Interpreting, take: Callable[..., None], store: Store
) -> None:
    person = interpreting.relay()
    take(interpreting.open_case(person))
    before = texts_to_the_line(store)
    interpreting.is_ended_alone(person)
    (told,) = texts_to_the_line(store)[len(before) :]
    assert f"Språk: arabisk, via tolk {CALLED}. Personen har avsluttet samtalen alene." in told
    assert "Ikke bruk denne tolken igjen." in told
    assert INTERPRETERS_PHONE not in told
    assert not [words for words in before if "Ikke bruk denne tolken" in words]


def texts_to_the_line(store: Store) -> list[str]:
    with store.read() as tx:
        rows = tx.scalars(
            select(Outbox).where(Outbox.name == "utter_page_taken").order_by(Outbox.id)
        )
        return [tx.unseal(row.conversation_id, row.body) for row in rows]


@pytest.mark.parametrize(
    ("by", "told"), [("interpreter", "Tolken avsluttet"), ("silence", "ingen skrev mer")]
)
def test_an_end_by_anybody_else_warns_of_nobody(
    ola: Browser, interpreting: Interpreting, by: str, told: str
) -> None:
    person = interpreting.relay()
    reference = interpreting.ask(person)
    interpreting.ends(person, by)
    said = words_of(ola.get(f"/worklist/{reference}"))
    assert told in said
    assert WARNING not in said


@pytest.mark.parametrize(
    ("answer", "told"), [("ja", "Ja, "), ("nei", "Nei, "), (None, "Ikke svart")]
)
def test_what_the_person_answered_about_consent_stands_with_their_emergency(
    ola: Browser, interpreting: Interpreting, answer: str | None, told: str
) -> None:
    person = interpreting.relay(answer=None)
    reference = interpreting.open_case(person)
    if answer:
        interpreting.answers(person, answer)
    page = words_of(ola.get(case_path(reference)))
    assert f"Personens samtykke {told}" in page
    assert ("Bare det som gjelder fare, er lagret." in page) is (answer == "nei")


def test_a_case_marks_the_number_that_is_only_the_interpreters(
    ola: Browser, interpreting: Interpreting
) -> None:
    person = interpreting.relay()
    reference = interpreting.open_case(person)
    page = words_of(ola.get(case_path(reference)))
    assert "Ikke noe telefonnummer." in page
    assert "Telefonen til tolken, ikke til personen: +47 99 93 00 01" in page
    assert f"Formidlet av tolk eller hjelper {CALLED}" in page
    interpreting.is_ended_alone(person)
    assert INTERPRETERS_PHONE not in ola.get(case_path(reference)).text


def test_the_interpreters_number_given_as_the_persons_is_told_so(
    ola: Browser, interpreting: Interpreting
) -> None:
    told = "Dette er nummeret til tolken, ikke til personen."
    person = interpreting.relay()
    own = interpreting.ask(person, phone=OWN_PHONE)
    theirs = interpreting.ask(person, phone=INTERPRETERS_PHONE)
    assert told not in words_of(ola.get(f"/worklist/{own}"))
    assert told in words_of(ola.get(f"/worklist/{theirs}"))
    interpreting.is_ended_alone(person)
    assert f"{told} Ikke ring det." in words_of(ola.get(f"/worklist/{theirs}"))


def test_the_transcript_has_every_turn_by_its_speaker_with_norwegian_beside_it(
    ola: Browser, interpreting: Interpreting, store: Store
) -> None:
    person = interpreting.relay()
    interpreting.talks(person)
    reference = interpreting.ask(person)
    page = ola.get(of_request(reference))
    said = words_of(page)
    turns = [
        "Lavterskel",
        "Kan jeg lagre det",
        "Personen – ja",
        "Lavterskel",
        "Takk. Hva trenger du hjelp til?",
        f"Personen {WORDS}",
        f"Tolken – {OWN_VOICE}",
    ]
    at = said.index("På arabisk På norsk")
    for turn in turns:
        assert turn in said[at:], turn
        at = said.index(turn, at) + 1
    assert f'<p class="text" dir="rtl" lang="ar">{WORDS}</p>' in page.text
    assert f'<p class="text" dir="ltr" lang="nb">{OWN_VOICE}</p>' in page.text
    assert "Vi oversetter dem ikke." in said
    assert views(store) == [reference]


def test_a_number_is_not_turned_around_by_a_language_that_runs_the_other_way(
    ola: Browser, interpreting: Interpreting
) -> None:
    person = interpreting.relay()
    for words in ("400 00 001", "NAV ما هو"):
        interpreting.says(person, words)
    page = ola.get(of_request(interpreting.ask(person)))
    assert '<p class="text" dir="ltr">400 00 001</p>' in page.text
    assert '<p class="text" dir="rtl" lang="ar">NAV ما هو</p>' in page.text


def test_words_are_shown_as_words(ola: Browser, interpreting: Interpreting) -> None:
    person = interpreting.relay(called="<b>Sara</b>")
    interpreting.says(person, '<script>alert("x")</script>')
    page = ola.get(of_request(interpreting.ask(person)))
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text
    assert "<b>Sara" not in page.text


def test_every_look_at_a_transcript_leaves_a_row(
    ola: Browser, interpreting: Interpreting, store: Store
) -> None:
    person = interpreting.relay()
    request, case = interpreting.ask(person), interpreting.open_case(person)
    for _ in range(2):
        assert ola.get(of_request(request)).status_code == 200
    assert ola.get(of_case(case)).status_code == 200
    assert views(store) == [request, request, case]
    assert "Ola, NAV Lykkefjord" in words_of(ola.get(of_request(request)))


def test_who_may_not_read_the_story_reads_no_transcript(
    kari: Browser, staff: Callable[..., Browser], interpreting: Interpreting, store: Store
) -> None:
    person = interpreting.relay()
    interpreting.talks(person)
    request, case = interpreting.ask(person), interpreting.open_case(person)
    for browser in (kari, staff("Fred", "office", "nav-fagerdal"), staff("Siv", "administrator")):
        for page in (of_request(request), of_case(case)):
            answer = browser.get(page)
            assert answer.status_code == 404
            for secret in (WORDS, OWN_VOICE, CALLED, INTERPRETERS_PHONE):
                assert secret not in answer.text
        for page in ("/worklist/rows", "/monitor/cases"):
            assert CALLED not in browser.get(page).text
    assert views(store) == []


def test_an_adviser_who_holds_a_case_reads_what_was_said(
    kari: Browser, interpreting: Interpreting
) -> None:
    person = interpreting.relay()
    interpreting.talks(person)
    reference = interpreting.open_case(person)
    kari.fill_in(kari.get(case_path(reference)), case_path(reference, "take"))
    assert OWN_VOICE in kari.get(of_case(reference)).text
