"""Interpreters in the chat: a tab for each person, and nobody else's to see or to write in."""

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.delivery.speaker import Speaker
from bot.escalation.briefing import known_facts
from bot.escalation.writing import write_to_person
from bot.monitor.accounts import add_staff
from bot.relay.transcript import Transcript, read_transcript
from bot.store import Store
from bot.store.tables import CallbackRequest, Conversation, Escalation, Inbound, Relay, RelayTurn
from tests.edge.chat.browser import Browser, buttons, new_key, shown_in, words
from tests.edge.chat.interpreter import Interpreter, address_of, said_in, tabs_in

NO_BED = "ما عندي مكان أنام فيه الليلة"
IS_ILL = "hun er syk og gråter mens vi snakker"


@pytest.fixture
def amina(browser: Browser) -> Interpreter:
    return Interpreter(browser)


def relays(store: Store) -> list[Relay]:
    with store.read() as tx:
        return list(tx.scalars(select(Relay).order_by(Relay.id)))


def transcript(store: Store, number: int = 1) -> Transcript:
    with store.read() as tx:
        relay = tx.scalars(select(Relay).where(Relay.number == number)).one()
        found = read_transcript(tx, relay.conversation_id)
    assert found is not None
    return found


def test_the_way_in_asks_for_a_language_and_a_name(browser: Browser) -> None:
    assert 'href="/chat/relay"' in browser.look()
    page = browser.client.get("/chat/relay").text
    assert page.count("<option value=") == 21
    assert '<option value="ti" lang="ti" dir="ltr">ትግርኛ</option>' in page
    assert "Jeg er ikke tolk." in page
    assert "Familie og barn skal ikke tolke." in page


@pytest.mark.parametrize(
    ("spoken", "called", "said"),
    [("", "Amina", "Hvilket språk"), ("xx", "Amina", "Hvilket språk"), ("ti", " ", "Hva heter du")],
)
def test_what_is_missing_is_asked_for_again(
    amina: Interpreter, store: Store, spoken: str, called: str, said: str
) -> None:
    answer = amina.starts(spoken, called)
    assert answer.status_code == 400
    fault = answer.text.split('id="fault"')[1].split("</div>")[0]
    assert said in fault
    assert relays(store) == []


def test_a_relay_begins_with_consent_side_by_side(amina: Interpreter, store: Store) -> None:
    page = amina.starts("ti", "  tolk   4711 ").text
    asked = said_in(page)[0]
    assert (asked.side, asked.who) == ("assistant", "Automatisk assistent")
    assert [side[:2] for side in asked.lines[0]] == [("ti", "ltr"), ("nb", "ltr")]
    assert "Kan jeg lagre det og gi det til NAV?" in [line[-1][2] for line in asked.lines]
    code = relays(store)[0].end_code
    assert any(code in line[0][2] for line in asked.lines), "how to end it alone is not said"
    assert [value for value, _ in buttons(page)] == ["1", "2"]
    assert [label.split("· ")[-1].split()[-1] for _, label in buttons(page)] == ["ja", "nei"]
    assert transcript(store).relayed.called == "tolk 4711"
    assert [(tab.label, tab.is_current) for tab in tabs_in(page)] == [
        ("Min egen chat", False),
        ("1 ትግርኛ", True),
    ]


def test_a_form_sent_twice_begins_one_relay(amina: Interpreter, store: Store) -> None:
    amina.browser.write("hei")
    key = new_key()
    assert amina.starts("ti", key=key).url == amina.starts("ti", key=key).url
    assert len(relays(store)) == 1


def test_a_person_who_agrees_is_asked_what_they_need(amina: Interpreter, store: Store) -> None:
    amina.starts("ti")
    page = amina.writes(1, "1")
    assert [each.who for each in said_in(page)] == [
        "Automatisk assistent",
        "Personen",
        "Automatisk assistent",
    ]
    assert said_in(page)[2].lines[-1][-1][2] == "Hva trenger du hjelp til?"
    assert transcript(store).relayed.consent == "given"


def test_a_person_who_does_not_agree_leaves_nothing_behind(
    amina: Interpreter, store: Store
) -> None:
    amina.starts("ti")
    page = amina.writes(1, "2")
    assert "Jeg lagrer bare det som gjelder fare" in page
    assert said_in(page) == []
    assert 'id="composer"' not in page
    with store.read() as tx:
        assert tx.scalar(select(func.count(RelayTurn.id))) == 0
    assert transcript(store).relayed.consent == "refused"


def test_own_words_are_the_interpreters_and_are_kept_as_that(
    amina: Interpreter, store: Store
) -> None:
    amina.starts("ti", "Amina")
    amina.writes(1, "1")
    page = amina.writes(1, IS_ILL, voice="own")
    last = said_in(page)[-1]
    assert (last.side, last.who, last.text) == ("interpreter", "Tolk (kaller seg Amina)", IS_ILL)
    assert transcript(store).turns[-1].speaker == "interpreter"
    assert amina.browser.thread() == [], "it stands in the own chat too"


def test_an_interpreter_cannot_agree_for_the_person(amina: Interpreter, store: Store) -> None:
    amina.starts("ti")
    page = amina.writes(1, "ja", voice="own")
    assert [each.side for each in said_in(page)] == ["assistant", "assistant"]
    assert buttons(page)[0][0] == "1"
    assert transcript(store).relayed.consent == "unasked"


def test_two_people_are_kept_apart(amina: Interpreter, store: Store) -> None:
    amina.starts("ti")
    amina.starts("ar")
    amina.writes(2, "1")
    amina.writes(1, "1")
    amina.writes(1, IS_ILL, voice="own")
    assert IS_ILL in amina.tab(1)
    assert IS_ILL not in amina.tab(2)
    assert IS_ILL not in amina.browser.look()
    assert said_in(amina.tab(2))[0].lines[0][0][:2] == ("ar", "rtl")


@pytest.mark.parametrize("word", ["slutt", "start", "STOP", "12:30", "2: hei", "start tolk"])
def test_no_word_in_a_tab_begins_or_ends_anything(
    amina: Interpreter, store: Store, word: str
) -> None:
    amina.starts("ti")
    amina.writes(1, "1")
    amina.writes(1, word, voice="own")
    assert [relay.state for relay in relays(store)] == ["open"]
    assert transcript(store).turns[-1].words == word


def test_what_is_written_in_the_own_chat_is_the_writers(amina: Interpreter, store: Store) -> None:
    amina.starts("ti")
    amina.writes(1, "1")
    amina.browser.submit("hva koster det")
    assert [each.text for each in amina.browser.thread()] == ["hva koster det"]
    assert len(transcript(store).turns) == 3


def test_a_tab_with_something_new_has_a_mark(
    amina: Interpreter, store: Store, speaker: Speaker
) -> None:
    amina.starts("ti")
    amina.starts("ar")
    assert [tab.has_news for tab in tabs_in(amina.tab(2))] == [False, False, False]
    with store.write() as tx:
        person = relays(store)[0].conversation_id
        speaker.tell(tx, tx.get_one(Conversation, person), "utter_relay_open", key="tests:news")
    assert [tab.has_news for tab in tabs_in(amina.tab(2))] == [False, True, False]
    amina.tab(1)
    assert [tab.has_news for tab in tabs_in(amina.tab(2))] == [False, False, False]


def test_an_emergency_opens_at_once_and_is_answered_in_the_tab(
    amina: Interpreter, store: Store
) -> None:
    amina.starts("ar")
    amina.writes(1, "1")
    page = amina.writes(1, f"{NO_BED} Lykkefjord")
    answer = said_in(page)[-1]
    assert any("vakttelefonen" in line[-1][2] for line in said_in(page)[-2].lines + answer.lines)
    with store.read() as tx:
        case = tx.scalars(select(Escalation)).one()
    assert case.conversation_id == relays(store)[0].conversation_id


def test_danger_is_heard_before_the_person_has_agreed_with_numbers_to_press(
    amina: Interpreter, store: Store
) -> None:
    amina.starts("nn")
    page = amina.writes(1, "han slår meg no, han har kniv")
    assert 'href="tel:112"' in page
    with store.read() as tx:
        assert tx.scalar(select(func.count(Escalation.id))) == 1


def test_whoever_has_the_case_writes_into_the_tab_and_not_once_it_is_over(
    amina: Interpreter, store: Store, speaker: Speaker
) -> None:
    """Nobody there has a phone: this is the way back."""
    amina.starts("ar")
    amina.writes(1, "1")
    amina.writes(1, NO_BED)

    with store.write() as tx:
        case = tx.scalars(select(Escalation)).one()
        assert "kun chat" in known_facts(tx, speaker, case)["phone"]
        added = add_staff(tx, name="Kari", role="adviser", password="a long one of tests")
        tx.flush()
        kari = added.staff.id

    def written(words: str) -> bool:
        with store.write() as tx:
            case = tx.scalars(select(Escalation)).one()
            return write_to_person(tx, speaker, case, words, staff_id=kari, key=words)

    assert written("Hvor er dere?")
    last = said_in(amina.tab(1))[-1]
    assert (last.side, last.who, last.text) == ("human", "En person skriver", "Hvor er dere?")
    amina.ends(1)
    assert not written("Er dere der?")


def test_a_message_sent_again_is_one_message(amina: Interpreter, store: Store) -> None:
    amina.starts("ti")
    amina.writes(1, "1")
    key = new_key()
    first, again = (amina.sends(1, "ማይ የለን", key).json() for _ in range(2))
    assert first == again
    assert [said.id for said in said_in(amina.tab(1)) if said.text == "ማይ የለን"] == [first["id"]]
    assert len([turn for turn in transcript(store).turns if turn.speaker == "person"]) == 2


def test_nobody_else_sees_writes_or_ends(amina: Interpreter, app: Starlette, store: Store) -> None:
    amina.starts("ti")
    address = address_of(amina.tab(1))
    nobody, other = Browser(TestClient(app)), Browser(TestClient(app))
    other.write("hei")
    for stranger in (nobody, other):
        for path in ("/?relay=1", f"/?relay={address}", "/chat/events?relay=1"):
            assert stranger.client.get(path).status_code == 404, path
        assert stranger.submit("1", relay=address).status_code == 404
        ended = stranger.client.post("/chat/relay/end", data={"relay": address})
        assert ended.status_code == 404
    assert [relay.state for relay in relays(store)] == ["asking_consent"]
    with store.read() as tx:
        assert tx.scalar(select(func.count(Inbound.id))) == 1


def test_a_number_that_means_somebody_else_by_now_is_not_taken(
    amina: Interpreter, store: Store
) -> None:
    """A page left open since yesterday must not write into the conversation of another person."""
    amina.starts("ti")
    number, relay_id = address_of(amina.tab(1)).split("-")
    stale = f"{number}-{int(relay_id) + 1}"
    assert amina.browser.submit("hei", relay=stale).status_code == 404
    for nonsense in ("9", "1-", "x", "1-1-1", "-1"):
        assert amina.client.get(f"/?relay={nonsense}").status_code == 404


def test_another_language_keeps_the_tab(amina: Interpreter) -> None:
    amina.starts("ti")
    data = {"language": "en", "relay": address_of(amina.tab(1))}
    page = amina.client.post("/chat/language", data=data).text
    assert [tab.label for tab in tabs_in(page)] == ["My own chat", "1 ትግርኛ"]
    assert tabs_in(page)[1].is_current


def test_what_the_interpreter_ends_is_closed(amina: Interpreter, store: Store) -> None:
    amina.starts("ti")
    amina.writes(1, "1")
    address = address_of(amina.tab(1))
    page = amina.ends(1).text
    assert "Samtale 1 er avsluttet." in words(page)
    assert said_in(page) == []
    assert 'id="composer"' not in page
    assert relays(store)[0].ended_by == "interpreter"
    assert tabs_in(amina.browser.look()) == []
    refused = amina.browser.submit("en ting til", relay=address)
    assert refused.status_code == 409
    assert "Samtale 1 er avsluttet." in words(refused.text)
    assert len(transcript(store).turns) == 3


def test_what_the_person_ends_alone_is_closed_and_nobody_says_who(
    amina: Interpreter, app: Starlette, store: Store
) -> None:
    amina.starts("ti")
    amina.writes(1, "1")
    person = Browser(TestClient(app))
    person.submit(f"slutt {relays(store)[0].end_code}")
    assert relays(store)[0].ended_by == "person"
    page = amina.tab(1)
    assert "Samtale 1 er avsluttet." in words(page)
    assert said_in(page) == []
    assert [tab.label for tab in tabs_in(page)] == ["Min egen chat", "1 ትግርኛ"]
    answer = amina.client.get("/chat/events?relay=1")
    assert answer.status_code == 204


def test_danger_written_for_a_relay_that_is_over_is_heard_all_the_same(
    amina: Interpreter, store: Store
) -> None:
    amina.starts("ar")
    amina.writes(1, "1")
    address = address_of(amina.tab(1))
    amina.ends(1)
    page = amina.browser.submit(f"{NO_BED} Lykkefjord", relay=address).text
    assert tabs_in(page) == [] or tabs_in(page)[0].is_current
    assert [each.text for each in shown_in(page)][:1] == [f"{NO_BED} Lykkefjord"]
    with store.read() as tx:
        assert tx.scalar(select(func.count(Escalation.id))) == 1
        assert tx.scalar(select(func.count(CallbackRequest.id))) == 0


def test_one_too_many_is_said_kindly(amina: Interpreter, speaker: Speaker, store: Store) -> None:
    most = speaker.register.relay.most_open
    for _ in range(most):
        assert amina.starts("ti").status_code == 200
    refused = amina.starts("ti")
    assert refused.status_code == 409
    assert "Avslutt en først" in refused.text
    assert len(relays(store)) == most


def test_a_form_of_another_site_begins_nothing(amina: Interpreter, store: Store) -> None:
    amina.browser.headers = {"Sec-Fetch-Site": "cross-site"}
    assert amina.starts("ti").status_code == 403
    assert relays(store) == []


def test_a_relay_begun_by_words_comes_as_a_tab(amina: Interpreter, store: Store) -> None:
    amina.browser.submit("start tolk tigrinja")
    amina.browser.submit("Amina")
    assert [tab.label for tab in tabs_in(amina.browser.look())] == ["Min egen chat", "1 ትግርኛ"]
    assert buttons(amina.tab(1))[0][0] == "1"
