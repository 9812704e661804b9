"""Escalations through the staff API: who sees what, and who may do what."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.delivery.speaker import Speaker
from bot.escalation.opening import open_escalation
from bot.store import Store
from bot.store.conversations import conversation_of
from bot.store.tables import Escalation, EscalationEvent, Outbox, StoryView
from tests.monitor.api.conftest import (
    CALLBACK,
    EMERGENCY,
    FAGERDAL,
    LYKKEFJORD,
    PHONE,
    WHO,
    WORDS,
    System,
)


@pytest.fixture
def case(store: Store, speaker: Speaker) -> str:
    """A case that a person opened by text message, in Lykkefjord."""
    with store.write() as tx:
        conversation = conversation_of(tx, "sms", PHONE)
        conversation.language = "pl"
        place = speaker.register.place(LYKKEFJORD)
        return open_escalation(
            tx, speaker, conversation, kind="violence", key="test", place=place, words=WORDS
        ).reference


def test_a_case_that_was_opened_is_found_where_the_answer_says(adviser_system: System) -> None:
    answer = adviser_system.post("/escalations", EMERGENCY)
    assert answer.status_code == 201
    reference = answer.json()["reference"]
    assert answer.headers["location"] == f"/api/escalations/{reference}"
    seen = adviser_system.client.get(answer.headers["location"]).json()
    assert (seen["state"], seen["urgency"], seen["place"]["name"]) == ("open", "now", "Lykkefjord")


def test_who_opened_a_case_reads_it_whole_and_the_reading_is_logged(
    adviser_system: System, store: Store
) -> None:
    reference = adviser_system.open()
    story = adviser_system.get(f"/escalations/{reference}").json()["story"]
    assert (story["kind"], story["phone"]) == ("violence", PHONE)
    assert (story["account"]["words"], story["account"]["who"]) == (WORDS, WHO)
    assert story["history"][0]["words"] == WORDS
    assert story["history"][0]["by"] == "Ada Veileder, NKS"
    with store.read() as tx:
        view = tx.scalars(select(StoryView)).one()
        assert (view.reference, view.via) == (reference, "api")


def test_an_adviser_sees_the_state_of_a_case_of_others_and_no_story(
    other_adviser: System, case: str, store: Store
) -> None:
    answer = other_adviser.get(f"/escalations/{case}")
    seen = answer.json()
    assert (seen["state"], seen["language"], seen["story"]) == ("open", "pl", None)
    assert WORDS not in answer.text
    assert "violence" not in answer.text
    assert PHONE not in answer.text
    with store.read() as tx:
        assert tx.scalars(select(StoryView)).all() == []


def test_an_adviser_reads_the_story_while_they_hold_the_case(
    other_adviser: System, case: str
) -> None:
    assert other_adviser.post(f"/escalations/{case}/acknowledge").status_code == 200
    assert other_adviser.get(f"/escalations/{case}").json()["story"]["kind"] == "violence"
    other_adviser.post(f"/escalations/{case}/release")
    assert other_adviser.get(f"/escalations/{case}").json()["story"] is None


def test_an_office_reads_its_own_cases_and_knows_of_no_others(
    office: System, other_office: System, case: str
) -> None:
    assert office.get(f"/escalations/{case}").json()["story"]["kind"] == "violence"
    assert other_office.get(f"/escalations/{case}").json()["code"] == "not_found"
    assert [each["reference"] for each in office.get("/escalations").json()["escalations"]] == [
        case
    ]
    assert other_office.get("/escalations").json()["escalations"] == []


@pytest.mark.parametrize("reference", ["NOSUCH", "%00", "x'--", "å"])
def test_what_is_not_there_and_what_is_not_to_be_seen_are_answered_alike(
    other_office: System, case: str, reference: str
) -> None:
    absent = other_office.get(f"/escalations/{reference}")
    hidden = other_office.get(f"/escalations/{case}")
    assert (absent.status_code, absent.json()) == (404, hidden.json())


def test_a_list_holds_states_and_never_what_a_case_is_about(office: System, case: str) -> None:
    answer = office.get("/escalations")
    assert case in answer.text
    for secret in ("violence", WORDS, PHONE):
        assert secret not in answer.text


def test_a_list_is_read_page_by_page(adviser_system: System) -> None:
    opened = [adviser_system.open(phone=f"+479991{n:04d}") for n in range(5)]
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = adviser_system.get("/escalations", limit=2, **after).json()
        seen += [each["reference"] for each in page["escalations"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert seen == opened


def test_a_list_is_of_one_state(adviser_system: System, case: str) -> None:
    def listed(state: str) -> list[str]:
        found = adviser_system.get("/escalations", state=state).json()["escalations"]
        return [each["reference"] for each in found]

    adviser_system.post(f"/escalations/{case}/acknowledge")
    assert (listed("open"), listed("acknowledged"), listed("closed")) == ([], [case], [])
    adviser_system.post(f"/escalations/{case}/close", {"outcome": "spoken_with"})
    assert (listed("acknowledged"), listed("closed")) == ([], [case])


def test_of_two_who_take_a_case_the_second_hears_who_was_first(
    adviser_system: System, office: System, case: str
) -> None:
    assert adviser_system.post(f"/escalations/{case}/acknowledge").json()["held_by_you"]
    late = office.post(f"/escalations/{case}/acknowledge")
    assert late.status_code == 409
    assert (late.json()["code"], late.json()["holder"]) == ("not_open", "Ada Veileder, NKS")


def test_taking_again_what_one_has_is_no_fault(adviser_system: System, case: str) -> None:
    adviser_system.post(f"/escalations/{case}/acknowledge")
    assert adviser_system.post(f"/escalations/{case}/acknowledge").status_code == 200


def test_a_promise_is_named_in_minutes_and_kept_by_a_contact(
    adviser_system: System, other_adviser: System, case: str
) -> None:
    taken = adviser_system.post(f"/escalations/{case}/acknowledge", {"promise_minutes": 30}).json()
    promised = datetime.fromisoformat(taken["promise_at"])
    assert promised - datetime.fromisoformat(taken["acknowledged_at"]) == timedelta(minutes=30)
    assert (taken["contacted_at"], taken["reminded_at"], taken["waits_until"]) == (None, None, None)
    reached = [adviser_system.post(f"/escalations/{case}/contacts").json() for _ in range(2)]
    assert reached[0]["contacted_at"] is not None
    assert reached[0] == reached[1]
    history = adviser_system.get(f"/escalations/{case}").json()["story"]["history"]
    assert [event["what"] for event in history].count("contacted") == 1
    assert other_adviser.get(f"/escalations/{case}").json()["contacted_at"] is not None


@pytest.mark.parametrize("minutes", [0, -5, 181, 10**12, "30", 2.5, True])
def test_a_promise_nobody_may_make_takes_nothing(
    adviser_system: System, case: str, minutes: object
) -> None:
    refused = adviser_system.post(f"/escalations/{case}/acknowledge", {"promise_minutes": minutes})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "promise_minutes"
    assert adviser_system.get(f"/escalations/{case}").json()["state"] == "open"


@pytest.mark.parametrize("body", [None, {}, {"promise_minutes": None}])
def test_a_case_is_taken_without_a_promise(adviser_system: System, case: str, body: object) -> None:
    taken = adviser_system.post(f"/escalations/{case}/acknowledge", body)
    assert (taken.status_code, taken.json()["promise_at"]) == (200, None)


def test_a_promise_that_is_broken_lets_another_take_the_case_over(
    adviser_system: System,
    other_adviser: System,
    case: str,
    let_pass: Callable[[timedelta], None],
) -> None:
    adviser_system.post(f"/escalations/{case}/acknowledge", {"promise_minutes": 10})
    assert other_adviser.post(f"/escalations/{case}/acknowledge").status_code == 409
    let_pass(timedelta(minutes=10))
    assert other_adviser.get(f"/escalations/{case}").json()["reminded_at"] is not None
    taken = other_adviser.post(f"/escalations/{case}/acknowledge").json()
    assert (taken["holder"], taken["reminded_at"]) == ("Otto Veileder, NKS", None)


def test_a_phone_that_is_not_safe_is_not_to_be_rung(
    office: System, case: str, store: Store
) -> None:
    def may_be_phoned() -> bool:
        story = office.get(f"/escalations/{case}").json()["story"]
        assert story["phone"] == PHONE
        return bool(story["may_be_phoned"])

    assert may_be_phoned()
    with store.write() as tx:
        conversation_of(tx, "sms", PHONE).unsafe_at = tx.now
    assert not may_be_phoned()


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("contacts", None),
        ("release", None),
        ("close", {"outcome": "mistake"}),
        ("notes", {"words": "ring igjen"}),
        ("messages", {"words": "Hei"}),
    ],
)
def test_only_who_holds_a_case_may_handle_it(
    adviser_system: System, other_adviser: System, case: str, act: str, body: object
) -> None:
    adviser_system.post(f"/escalations/{case}/acknowledge")
    refused = other_adviser.post(f"/escalations/{case}/{act}", body)
    assert (refused.status_code, refused.json()["holder"]) == (409, "Ada Veileder, NKS")


def test_a_note_and_an_outcome_stand_in_the_history(office: System, case: str) -> None:
    office.post(f"/escalations/{case}/acknowledge")
    office.post(f"/escalations/{case}/notes", {"words": "Snakket med 01010750160"})
    office.post(
        f"/escalations/{case}/close", {"outcome": "handed_over", "words": "Krisesenteret henter."}
    )
    story = office.get(f"/escalations/{case}").json()["story"]
    assert story["outcome"] == "handed_over"
    words = [event["words"] for event in story["history"]]
    assert "Krisesenteret henter." in words
    assert "01010750160" not in str(words)


def test_nothing_can_be_written_to_somebody_without_a_chat(office: System, case: str) -> None:
    office.post(f"/escalations/{case}/acknowledge")
    refused = office.post(f"/escalations/{case}/messages", {"words": "Hei"})
    assert (refused.status_code, refused.json()["code"]) == (409, "cannot_write")


def test_a_message_reaches_the_chat_once_a_key(
    office: System, store: Store, speaker: Speaker
) -> None:
    with store.write() as tx:
        conversation = conversation_of(tx, "chat", "a-secret-of-the-browser")
        reference = open_escalation(
            tx,
            speaker,
            conversation,
            kind="shelter",
            key="chat",
            place=speaker.register.place(LYKKEFJORD),
        ).reference
    office.post(f"/escalations/{reference}/acknowledge")
    for _ in range(2):
        answer = office.post(
            f"/escalations/{reference}/messages", {"words": "Hei"}, **{"Idempotency-Key": "m1"}
        )
        assert answer.status_code == 200
    with store.read() as tx:
        written = select(Outbox).where(Outbox.name == "staff_message")
        assert len(tx.scalars(written).all()) == 1


@pytest.mark.parametrize("phone", [PHONE, ""])
@pytest.mark.parametrize("closed_between", [False, True])
def test_the_same_form_twice_is_one_case(
    adviser_system: System, store: Store, phone: str, closed_between: bool
) -> None:
    first = adviser_system.open(phone=phone, key="form-1")
    if closed_between:
        adviser_system.post(f"/escalations/{first}/acknowledge")
        adviser_system.post(f"/escalations/{first}/close", {"outcome": "mistake"})
    again = adviser_system.post(
        "/escalations", {**EMERGENCY, "phone": phone}, **{"Idempotency-Key": "form-1"}
    )
    assert (again.status_code, again.json()["reference"]) == (201, first)
    with store.read() as tx:
        assert len(tx.scalars(select(Escalation)).all()) == 1
        opened = select(EscalationEvent).where(EscalationEvent.what == "opened")
        assert len(tx.scalars(opened).all()) == 1


def test_a_key_is_its_senders_own(adviser_system: System, other_adviser: System) -> None:
    first = adviser_system.open(phone="", key="1")
    assert other_adviser.open(phone="", key="1") != first


def test_two_keys_for_one_form_are_refused(adviser_system: System) -> None:
    body = {**EMERGENCY, "key": "a"}
    refused = adviser_system.post("/escalations", body, **{"Idempotency-Key": "b"})
    assert refused.json()["errors"] == [{"field": "Idempotency-Key", "reason": "differs from key"}]


@pytest.mark.parametrize("path", ["/escalations", "/callbacks"])
def test_an_office_opens_for_its_own_people_only(office: System, store: Store, path: str) -> None:
    body = EMERGENCY if path == "/escalations" else CALLBACK
    assert office.post(path, body).status_code == 201
    for place, reason in (("Fagerdal", "elsewhere"), ("", "missing")):
        refused = office.post(path, {**body, "place": place})
        assert refused.status_code == 422
        assert refused.json()["errors"] == [{"field": "place", "reason": reason}]


def test_a_postnummer_is_no_code_of_a_kommune_far_away(
    adviser_system: System, store: Store
) -> None:
    # 1108 is a postnummer in Oslo, and the code of Sandnes.
    adviser_system.open(place="1108", phone="")
    adviser_system.open(place="", place_code="1108", phone="")
    with store.read() as tx:
        places = tx.scalars(select(Escalation.place).order_by(Escalation.id)).all()
    assert places == ["0301", "1108"]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        pytest.param({"place": "Nes"}, ("place", "several"), id="several places"),
        pytest.param({"place": "Xyzzyby"}, ("place", "unknown"), id="no such place"),
        pytest.param({"place_code": "1"}, ("place_code", "unknown"), id="no such code"),
        pytest.param({"phone": "ring meg"}, ("phone", "unreadable"), id="no number"),
        pytest.param({"language": "zz"}, ("language", None), id="no such language"),
        pytest.param({"kind": "boredom"}, ("kind", None), id="no such kind"),
        pytest.param({"words": " "}, ("words", None), id="nothing said"),
        pytest.param({"colour": "red"}, ("colour", None), id="a field nobody knows"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named_with_the_reason(
    adviser_system: System, given: dict[str, str], fault: tuple[str, str | None]
) -> None:
    refused = adviser_system.post("/escalations", {**EMERGENCY, **given})
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    (error,) = refused.json()["errors"]
    assert error["field"] == fault[0]
    assert fault[1] in (None, error["reason"])
    assert WORDS not in refused.text


def test_where_several_places_fit_they_are_given_to_choose_from(adviser_system: System) -> None:
    refused = adviser_system.post("/escalations", {**EMERGENCY, "place": "Nes"})
    places = refused.json()["places"]
    assert len(places) > 1
    chosen = {**EMERGENCY, "place": "", "place_code": places[0]["code"]}
    assert adviser_system.post("/escalations", chosen).status_code == 201


def test_an_emergency_without_a_place_pages_the_line_that_answers_for_all(
    adviser_system: System,
) -> None:
    reference = adviser_system.open(place="")
    assert adviser_system.get(f"/escalations/{reference}").json()["rungs"] == 1


def test_the_administrator_sees_states_and_touches_nothing(
    administrator: System, case: str
) -> None:
    assert administrator.get(f"/escalations/{case}").json()["story"] is None
    for act in ("acknowledge", "contacts", "release", "close", "notes", "messages"):
        assert administrator.post(f"/escalations/{case}/{act}").json()["code"] == "forbidden"
    assert administrator.post("/escalations", EMERGENCY).status_code == 403


def test_of_many_at_once_one_form_is_one_case(
    adviser_system: System, at_once: Callable[..., list[str]]
) -> None:
    assert len(set(at_once(lambda: adviser_system.open(key="double-click"), 6))) == 1
    assert len(set(at_once(lambda: adviser_system.open(key="no-phone", phone=""), 6))) == 1


def test_the_place_of_an_office_elsewhere_opens_nothing_here(
    other_office: System, case: str
) -> None:
    other_office.open(place="Fagerdal", phone="+4799910002")
    listed = other_office.get("/escalations").json()["escalations"]
    assert [each["place"]["code"] for each in listed] == [FAGERDAL]
