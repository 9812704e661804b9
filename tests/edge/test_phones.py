"""The demo's phones: what is written on one goes the way of any message, answers come back."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

import bot.edge
from bot.courier.rounds import Rounds
from bot.delivery.carrier import OutgoingCall, OutgoingMessage
from bot.delivery.handsets import deliver, ring
from bot.delivery.outbox import Lane
from bot.delivery.sending import Consequences, Sender
from bot.delivery.simulator import SimulatorCarrier
from bot.delivery.speaker import Speaker
from bot.edge.app import build
from bot.edge.handsets import number_of, openings, person_of
from bot.escalation.consequences import message_accepted, message_failed
from bot.escalation.flood import waiting_words
from bot.escalation.lines import confirm
from bot.language.served import LANGUAGES
from bot.safety import screen
from bot.settings import Settings
from bot.store import Store
from bot.store.tables import (
    CallbackRequest,
    Escalation,
    EscalationEvent,
    HandsetCall,
    HandsetMessage,
    Inbound,
    Outbox,
    PageCall,
)

PERSON = number_of(1)
NO_BED = "jeg bor i Lykkefjord og har ikke noe sted å sove i natt"
BEATEN = "mannen min slår meg, jeg bor i Lykkefjord"
FOLDER = Path(bot.edge.__file__).parent


@pytest.fixture
def speaker(settings: Settings, store: Store) -> Speaker:
    speaker = Speaker.load(settings.register_dir)
    with store.write() as tx:
        for line in speaker.register.lines:
            confirm(tx, line, by="tests")
    return speaker


@pytest.fixture
def browser(settings: Settings, store: Store, speaker: Speaker) -> TestClient:
    return TestClient(build(settings, store, speaker, start="tests", roles=("edge",)))


@pytest.fixture
def officer(speaker: Speaker) -> str:
    return speaker.register.line("lykkefjord-duty").number


@pytest.fixture
def carry(store: Store, speaker: Speaker) -> Callable[[], None]:
    """Do what is due, and bring every waiting message to its handset."""
    sender = Sender(
        store,
        SimulatorCarrier(partial(deliver, store), partial(ring, store)),
        speaker,
        Consequences(
            accepted=lambda tx, message: message_accepted(tx, speaker, message),
            failed=lambda tx, message, outcome: message_failed(tx, speaker, message, outcome),
            waiting_words=lambda tx, message: waiting_words(tx, speaker, message),
        ),
        "tests",
    )

    def carrying() -> None:
        Rounds(store, speaker, "tests").go()
        while claimed := sender.claim_next(1, tuple(Lane)):
            for row_id, message in claimed:
                sender.send(row_id, message)

    return carrying


def handset(page: str, number: str) -> str:
    """The handset's part of the page."""
    found = re.search(rf'<article[^>]* id="phone-{number[1:]}".*?</article>', page, re.DOTALL)
    assert found is not None, f"{number} is not on the page"
    return found[0]


def messages(page: str, number: str) -> list[tuple[str, str]]:
    """Direction and words of each message on a handset."""
    items = re.findall(r'<li class="(in|out)">(.*?)</li>', handset(page, number), re.DOTALL)
    return [
        (direction, " ".join(re.findall(r'<p dir="auto">(.*?)</p>', item, re.DOTALL)))
        for direction, item in items
    ]


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def call_on(page: str, number: str) -> str | None:
    """What stands where a handset rings, or somebody is on the phone."""
    found = re.search(r'<form class="call".*?</form>', handset(page, number), re.DOTALL)
    return plain(found[0]) if found else None


def calls_over(page: str, number: str) -> list[str]:
    items = re.findall(r'<li class="called">(.*?)</li>', handset(page, number), re.DOTALL)
    return [plain(item) for item in items]


def press(browser: TestClient, number: str, *buttons: str) -> str:
    """Press buttons of the call on a handset, one after the other; gives the page that follows."""
    page = browser.get("/phones").text
    for button in buttons:
        form = re.search(r'<form class="call".*?</form>', handset(page, number), re.DOTALL)
        assert form is not None, f"{number} neither rings nor is on the phone"
        assert f'name="press" value="{button}"' in form[0]
        call = re.search(r'name="call" value="(\d+)"', form[0])
        assert call is not None
        answer = browser.post("/phones/call", data={"call": call[1], "press": button})
        assert answer.status_code == 200
        page = answer.text
    return page


def history(store: Store) -> list[str]:
    with store.read() as tx:
        return list(tx.scalars(select(EscalationEvent.what).order_by(EscalationEvent.id)))


def case_of(store: Store) -> Escalation:
    with store.read() as tx:
        return tx.scalars(select(Escalation)).one()


@pytest.fixture
def ringing(browser: TestClient, officer: str, carry: Callable[[], None]) -> str:
    """The number of a duty phone that rings, because somebody is in danger now."""
    write(browser, PERSON, BEATEN)
    carry()
    return officer


def write(browser: TestClient, number: str, body: str, **fields: str) -> str:
    answer = browser.post("/phones/messages", data={"number": number, "body": body, **fields})
    assert answer.status_code == 200
    return answer.text


def test_the_whole_story_from_the_first_words_to_a_human(
    browser: TestClient, officer: str, carry: Callable[[], None]
) -> None:
    write(browser, PERSON, NO_BED)
    carry()
    page = browser.get("/phones").text
    assert messages(page, PERSON)[0] == ("out", NO_BED)
    assert "vakttelefonen" in messages(page, PERSON)[1][1]
    assert re.search(r"svar 1 ", messages(page, officer)[0][1])

    write(browser, officer, "1")
    carry()
    page = browser.get("/phones").text
    assert "En person har saken din" in messages(page, PERSON)[-1][1]
    assert "ikke et sted å sove" in messages(page, officer)[-1][1]


def test_nobody_answers_so_the_forwarded_clock_brings_the_next_page(
    browser: TestClient, officer: str, carry: Callable[[], None]
) -> None:
    write(browser, PERSON, NO_BED)
    carry()
    browser.post("/phones/clock", data={"minutes": "5"})
    carry()
    page = browser.get("/phones").text
    assert "venter fortsatt" in messages(page, officer)[-1][1]
    assert re.search(r"5 min\s+ahead of your clock", page)


@pytest.mark.parametrize("minutes", ["1", "5", "10", "60"])
def test_the_clock_goes_forward_by_the_button(
    browser: TestClient, store: Store, minutes: str
) -> None:
    browser.post("/phones/clock", data={"minutes": minutes})
    with store.read() as tx:
        assert tx.now - tx.raw_now == timedelta(minutes=int(minutes))


@pytest.mark.parametrize("minutes", ["", "-5", "7", "10000", "x"])
def test_the_clock_goes_by_no_other_step(browser: TestClient, store: Store, minutes: str) -> None:
    assert browser.post("/phones/clock", data={"minutes": minutes}).status_code == 403
    with store.read() as tx:
        assert tx.now == tx.raw_now


def test_a_person_and_the_first_connected_duty_phone_are_there_from_the_start(
    browser: TestClient, officer: str
) -> None:
    page = browser.get("/phones").text
    assert messages(page, PERSON) == messages(page, officer) == []
    assert page.count("<article") == 2
    assert page.count("No messages yet.") == 2


def test_another_duty_phone_can_be_chosen(browser: TestClient, speaker: Speaker) -> None:
    page = browser.get("/phones?line=fagerdal-duty").text
    assert "Vakttelefon, NAV Fagerdal" in handset(
        page, speaker.register.line("fagerdal-duty").number
    )


def test_every_phone_that_rang_is_shown(
    browser: TestClient, speaker: Speaker, carry: Callable[[], None]
) -> None:
    write(browser, PERSON, "jeg har ikke noe sted å sove i natt")
    carry()
    page = browser.get("/phones").text
    assert messages(page, speaker.register.line("fallback").number)


def test_a_new_person_gets_the_next_number_and_an_empty_phone(browser: TestClient) -> None:
    page = write(browser, PERSON, "hei")
    link = re.search(r'<a class="new" href="([^"]+)"', page)
    assert link is not None
    page = browser.get(link[1]).text
    assert messages(page, number_of(2)) == []
    assert f"phone-{PERSON[1:]}" not in page
    page = write(browser, number_of(2), "hei", person="2")
    assert messages(page, number_of(2)) == [("out", "hei")]


def test_the_person_who_wrote_last_is_shown_and_the_others_can_be_chosen(
    browser: TestClient,
) -> None:
    write(browser, PERSON, "hei")
    write(browser, number_of(2), "hei")
    page = browser.get("/phones").text
    assert messages(page, number_of(2))
    assert 'href="/phones?person=1"' in page


@pytest.mark.parametrize("asked", ["0", "-1", "1000", "x", "²", "<script>"])
def test_a_person_that_cannot_be_is_the_first(browser: TestClient, asked: str) -> None:
    assert handset(browser.get("/phones", params={"person": asked}).text, PERSON)


@pytest.mark.parametrize(
    ("number", "person"),
    [
        pytest.param(number_of(1), 1, id="the first"),
        pytest.param(number_of(999), 999, id="the last"),
        pytest.param("+4799910000", None, id="before the first"),
        pytest.param("+4799900011", None, id="a duty line"),
        pytest.param("99910001", None, id="without its country"),
    ],
)
def test_only_the_demos_own_numbers_are_persons(number: str, person: int | None) -> None:
    assert person_of(number) == person


@pytest.mark.parametrize("number", ["", "+4740000001", "+4799900077", "TestSender"])
def test_nobody_writes_from_a_phone_that_is_not_on_the_page(
    browser: TestClient, store: Store, number: str
) -> None:
    answer = browser.post("/phones/messages", data={"number": number, "body": NO_BED})
    assert answer.status_code == 403
    with store.read() as tx:
        assert tx.scalars(select(Inbound)).all() == []


def test_another_site_can_neither_write_nor_forward_the_clock(
    browser: TestClient, store: Store
) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    message = {"number": PERSON, "body": NO_BED}
    assert browser.post("/phones/messages", data=message, headers=elsewhere).status_code == 403
    assert (
        browser.post("/phones/clock", data={"minutes": "5"}, headers=elsewhere).status_code == 403
    )
    with store.read() as tx:
        assert tx.now == tx.raw_now
        assert tx.scalars(select(Inbound)).all() == []


@pytest.mark.parametrize("body", ["", "   ", "\u200b"])
def test_an_empty_message_is_not_sent(browser: TestClient, body: str) -> None:
    assert messages(write(browser, PERSON, body), PERSON) == []


def test_what_was_written_is_text_and_never_markup(browser: TestClient) -> None:
    page = write(browser, PERSON, "<script>alert(1)</script> & more")
    assert messages(page, PERSON) == [("out", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more")]


def test_each_language_of_a_message_reads_in_its_own_direction(
    browser: TestClient, store: Store
) -> None:
    deliver(store, OutgoingMessage("key", PERSON, "مرحبا\n\nHei\npå deg"), "SIM1")
    page = browser.get("/phones").text
    assert '<p dir="auto">مرحبا</p>' in page
    assert '<p dir="auto">Hei\npå deg</p>' in page


def test_handsets_keep_no_words_in_the_clear(browser: TestClient, store: Store) -> None:
    write(browser, PERSON, NO_BED)
    with store.read() as tx:
        (stored,) = tx.scalars(select(HandsetMessage))
    assert b"Lykkefjord" not in stored.body.blob


def test_one_button_starts_each_story_in_every_served_language() -> None:
    for heading, chips in openings():
        assert {chip.language for chip in chips} == set(LANGUAGES), heading


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_without_a_bed_opens_an_emergency_in_every_language(
    browser: TestClient, store: Store, language: str
) -> None:
    heading, chips = openings()[0]
    (text,) = [chip.text for chip in chips if chip.language == language]
    assert screen(text).level == "certain", heading
    write(browser, PERSON, text)
    with store.read() as tx:
        assert tx.scalars(select(Escalation.kind)).all() == ["shelter"]


def test_the_officers_buttons_carry_the_code_of_the_newest_page(
    browser: TestClient, speaker: Speaker, carry: Callable[[], None]
) -> None:
    for person in (1, 2):
        write(browser, number_of(person), "jeg har ikke noe sted å sove i natt")
        carry()
    shown = handset(browser.get("/phones").text, speaker.register.line("fallback").number)
    assert 'value="2"' in shown
    assert 'value="2 nei"' in shown
    assert 'name="body" value="1"' not in shown


def test_the_duty_phone_rings_beside_the_text(
    browser: TestClient, store: Store, ringing: str
) -> None:
    page = browser.get("/phones").text
    shown = call_on(page, ringing)
    assert shown == "Ringing … Answer Decline Let it ring out Let voicemail answer"
    assert f'href="#phone-{ringing[1:]}-call"' in page
    assert len(messages(page, ringing)) == 1
    with store.read() as tx:
        assert tx.scalars(select(PageCall.token)).one() not in page


def test_a_phone_that_only_rang_is_shown(browser: TestClient, store: Store) -> None:
    ring(store, OutgoingCall("key", "+4799900021", "token"), "SIM1")
    assert call_on(browser.get("/phones").text, "+4799900021")


def test_whoever_answers_hears_how_urgent_it_is_and_nothing_of_the_story(
    browser: TestClient, ringing: str
) -> None:
    page = press(browser, ringing, "answer")
    heard = call_on(page, ringing) or ""
    assert "Det haster: straks" in heard
    assert "Trykk 4 for å ta saken" in heard
    assert "vold" not in heard
    assert call_on(browser.get("/phones").text, ringing) == heard
    assert calls_over(page, ringing) == []


def test_a_wrong_key_does_nothing_and_says_so(
    browser: TestClient, store: Store, ringing: str
) -> None:
    page = press(browser, ringing, "answer", "1")
    assert "Den tasten gjør ingenting" in (call_on(page, ringing) or "")
    assert case_of(store).state == "open"


def test_a_key_takes_the_case(
    browser: TestClient, store: Store, ringing: str, carry: Callable[[], None]
) -> None:
    page = press(browser, ringing, "answer", "4")
    heard = call_on(page, ringing) or ""
    assert "vold eller trusler" in heard
    assert " ".join(PERSON.removeprefix("+47")) in heard
    case = case_of(store)
    assert (case.acknowledged_by, case.acknowledged_via) == ("lykkefjord-duty", "call")
    carry()
    page = browser.get("/phones").text
    assert "En person har saken din" in messages(page, PERSON)[-1][1]


def test_whoever_has_the_case_is_connected_and_has_spoken_with_the_person(
    browser: TestClient, store: Store, ringing: str
) -> None:
    page = press(browser, ringing, "answer", "4", "1")
    assert "Connected with +47 99 91 00 01." in (call_on(page, ringing) or "")
    assert "contacted" not in history(store)
    assert "Connected" not in (call_on(press(browser, ringing, "*"), ringing) or "")
    press(browser, ringing, "7")
    assert "contacted" in history(store)


def test_a_case_passed_on_ends_the_call_and_the_next_phone_rings(
    browser: TestClient, speaker: Speaker, ringing: str, carry: Callable[[], None]
) -> None:
    page = press(browser, ringing, "answer", "5")
    assert call_on(page, ringing) is None
    (over,) = calls_over(page, ringing)
    assert re.search(r"Call answered; heard last: Saken går til neste vakt", over)
    carry()
    assert call_on(browser.get("/phones").text, speaker.register.line("lykkefjord-leader").number)


def test_nobody_presses_a_key_so_the_call_ends_and_the_case_stays_open(
    browser: TestClient, store: Store, ringing: str
) -> None:
    page = press(browser, ringing, "answer", "no-key", "no-key", "no-key")
    assert call_on(page, ringing) is None
    assert "Saken er fortsatt åpen" in calls_over(page, ringing)[0]
    assert case_of(store).state == "open"


def test_voicemail_hears_the_page_once_and_takes_nothing(
    browser: TestClient, store: Store, ringing: str
) -> None:
    page = press(browser, ringing, "voicemail")
    assert call_on(page, ringing) is None
    (over,) = calls_over(page, ringing)
    assert over.startswith("Voicemail answered")
    assert over.count("Det haster: straks") == 1
    assert case_of(store).state == "open"
    assert "call_voicemail" in history(store)
    with store.read() as tx:
        call = tx.scalars(select(PageCall)).one()
        assert (call.end, call.ended_at is not None) == ("voicemail", True)


@pytest.mark.parametrize(
    ("buttons", "end", "row", "shown"),
    [
        pytest.param(("decline",), "busy", "sent", "Call not answered", id="declined"),
        pytest.param(("ring-out",), "no-answer", "sent", "Call not answered", id="rung out"),
        pytest.param(("answer", "hang-up"), "completed", "delivered", "heard last", id="hung up"),
    ],
)
def test_the_end_of_a_call_is_recorded(
    browser: TestClient,
    store: Store,
    ringing: str,
    buttons: tuple[str, ...],
    end: str,
    row: str,
    shown: str,
) -> None:
    page = press(browser, ringing, *buttons)
    assert call_on(page, ringing) is None
    assert shown in calls_over(page, ringing)[0]
    assert case_of(store).state == "open"
    assert ("call_unanswered" in history(store)) == (end != "completed")
    with store.read() as tx:
        call = tx.scalars(select(PageCall)).one()
        assert (call.end, call.ended_at is not None) == (end, True)
        assert tx.scalars(select(Outbox.state).where(Outbox.key == call.key)).one() == row


def test_a_new_call_takes_the_place_of_one_that_nobody_answered(
    browser: TestClient, store: Store, ringing: str
) -> None:
    ring(store, OutgoingCall("again", ringing, "token"), "SIM2")
    page = browser.get("/phones").text
    assert page.count("Ringing …") == 1
    assert len(calls_over(page, ringing)) == 1


def test_a_new_call_waits_for_whoever_is_on_the_phone(
    browser: TestClient, store: Store, ringing: str
) -> None:
    page = press(browser, ringing, "answer")
    before = call_on(page, ringing)
    ring(store, OutgoingCall("again", ringing, "token"), "SIM2")
    assert call_on(browser.get("/phones").text, ringing) == before
    page = press(browser, ringing, "hang-up")
    assert (call_on(page, ringing) or "").startswith("Ringing …")


@pytest.mark.parametrize(
    ("before", "late"),
    [
        pytest.param((), "4", id="a key before anybody answers"),
        pytest.param(("answer",), "answer", id="answered twice"),
        pytest.param(("answer",), "decline", id="declined when answered"),
        pytest.param(("answer", "hang-up"), "4", id="a key when it is over"),
        pytest.param(("decline",), "voicemail", id="answered when it is over"),
    ],
)
def test_a_button_of_an_old_page_does_nothing(
    browser: TestClient, store: Store, ringing: str, before: tuple[str, ...], late: str
) -> None:
    stood = call_on(press(browser, ringing, *before), ringing)
    happened = history(store)
    with store.read() as tx:
        call = tx.scalars(select(HandsetCall.id)).one()
    answer = browser.post("/phones/call", data={"call": str(call), "press": late})
    assert call_on(answer.text, ringing) == stood
    assert history(store) == happened


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({"press": "answer"}, id="no call"),
        pytest.param({"call": "²", "press": "answer"}, id="no id"),
        pytest.param({"call": "1"}, id="no button"),
        pytest.param({"call": "1", "press": "A"}, id="a button that is none"),
    ],
)
def test_a_form_that_is_not_the_handsets_is_refused(
    browser: TestClient, store: Store, ringing: str, form: dict[str, str]
) -> None:
    assert browser.post("/phones/call", data=form).status_code == 403
    assert "call_answered" not in history(store)


def test_another_site_cannot_answer_a_call(browser: TestClient, store: Store, ringing: str) -> None:
    with store.read() as tx:
        call = tx.scalars(select(HandsetCall.id)).one()
    form = {"call": str(call), "press": "answer"}
    answer = browser.post("/phones/call", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Ringing …" in (call_on(browser.get("/phones").text, ringing) or "")


def test_calls_keep_no_words_in_the_clear(browser: TestClient, store: Store, ringing: str) -> None:
    press(browser, ringing, "answer", "4")
    with store.read() as tx:
        stored = tx.scalars(select(HandsetCall.words)).one()
    assert stored is not None
    assert b"Lykkefjord" not in stored.blob


def test_a_person_calls_presses_two_keys_and_is_phoned_back(
    browser: TestClient, store: Store
) -> None:
    page = browser.post("/phones/dial", data={"number": PERSON}).text
    assert "Call Lavterskel" not in page
    assert "Tigrinya: press 7." in (call_on(page, PERSON) or "")
    press(browser, PERSON, "1")
    page = press(browser, PERSON, "1")
    assert "En person ringer deg." in (call_on(page, PERSON) or "")
    page = press(browser, PERSON, "hang-up")
    assert call_on(page, PERSON) is None
    assert "Called Lavterskel" in calls_over(page, PERSON)[0]
    with store.read() as tx:
        request = tx.scalars(select(CallbackRequest)).one()
        assert (request.language, request.human_wanted) == ("nb", True)


def test_a_phone_that_is_on_the_phone_makes_no_second_call(
    browser: TestClient, store: Store
) -> None:
    for _ in range(2):
        browser.post("/phones/dial", data={"number": PERSON})
    with store.read() as tx:
        assert len(tx.scalars(select(HandsetCall)).all()) == 1


def test_a_call_that_stands_still_too_long_is_over_at_the_next_key(
    browser: TestClient, store: Store, carry: Callable[[], None]
) -> None:
    browser.post("/phones/dial", data={"number": PERSON})
    browser.post("/phones/clock", data={"minutes": "10"})
    carry()
    page = press(browser, PERSON, "1")
    assert call_on(page, PERSON) is None
    with store.read() as tx:
        assert tx.scalars(select(CallbackRequest)).one().human_wanted is False


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"carrier": "twilio"}, id="with a real carrier"),
        pytest.param({"register_dir": Path("data/register")}, id="with the real register"),
    ],
)
def test_there_are_no_phones_outside_the_demo(
    settings: Settings, store: Store, changes: dict[str, object]
) -> None:
    settings = settings.model_copy(update=changes)
    app = build(
        settings, store, Speaker.load(settings.register_dir), start="tests", roles=("edge",)
    )
    browser = TestClient(app)
    assert browser.get("/phones").status_code == 404
    assert browser.post("/phones/clock", data={"minutes": "5"}).status_code == 404
    message = {"number": PERSON, "body": NO_BED}
    assert browser.post("/phones/messages", data=message).status_code == 404
    call = {"call": "1", "press": "answer"}
    assert browser.post("/phones/call", data=call).status_code == 404
    with store.read() as tx:
        assert tx.now == tx.raw_now


def test_the_page_runs_nothing_but_its_own_files(browser: TestClient) -> None:
    answer = browser.get("/phones")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|https?://", answer.text)
