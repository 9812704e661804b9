"""What a system does with callback requests through the staff API."""

import pytest
from sqlalchemy import select

from bot.store import Store
from bot.store.tables import CallbackEvent, Outbox, StoryView
from tests.monitor.api.conftest import System
from tests.monitor.waiting import WORDS, Waiting


def test_one_request_is_read_whole_and_the_reading_is_logged(
    office: System, other_office: System, adviser_system: System, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask(needs=["food"], possible_application=True)
    request = office.get(f"/callbacks/{reference}").json()
    assert (request["own_words"], request["needs"]) == (WORDS, ["food"])
    assert (request["office"], request["owner"], request["late"]) == ("nav-lykkefjord", None, False)
    assert [event["what"] for event in request["history"]] == ["submitted"]
    for stranger in (other_office, adviser_system):
        assert stranger.get(f"/callbacks/{reference}").status_code == 404
    with store.read() as tx:
        view = tx.scalars(select(StoryView)).one()
        assert (view.reference, view.via) == (reference, "api")


def test_an_attempt_is_logged_once_a_key(office: System, waiting: Waiting, store: Store) -> None:
    reference = waiting.ask()
    body = {"result": "no_answer", "note": "ringte klokka ti"}
    for key in ("a", "a", "b"):
        answer = office.post(f"/callbacks/{reference}/attempts", body, **{"Idempotency-Key": key})
        assert answer.status_code == 200
    assert (answer.json()["attempts"], answer.json()["missed"]) == (2, 2)
    history = office.get(f"/callbacks/{reference}").json()["history"]
    tried = [event for event in history if event["what"] == "no_answer"]
    assert len(tried) == 2
    assert tried[0]["by"] == "Olga Kontor, NAV Lykkefjord"
    assert tried[0]["words"] == "ringte klokka ti"


def test_a_request_is_owned_moved_and_closed(
    office: System, other_office: System, waiting: Waiting
) -> None:
    reference = waiting.ask()
    owned = office.post(f"/callbacks/{reference}/owner", {}).json()
    assert (owned["owner"], owned["owned_by_you"]) == ("Olga Kontor", True)
    move = {"result": "moved", "office": "nav-fagerdal", "key": "m"}
    for _ in range(2):
        moved = office.post(f"/callbacks/{reference}/attempts", move)
        assert (moved.status_code, moved.json()["office"]) == (200, "nav-fagerdal")
    assert moved.json()["owner"] is None
    assert office.get(f"/callbacks/{reference}").status_code == 404
    closed = other_office.post(f"/callbacks/{reference}/close", {"words": "Fikk hjelp"}).json()
    assert (closed["state"], closed["close_reason"]) == ("closed", "staff")
    late = other_office.post(f"/callbacks/{reference}/attempts", {"result": "reached"})
    assert (late.status_code, late.json()["code"]) == (409, "not_yours")


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("attempts", {"result": "done"}, "note"),
        ("attempts", {"result": "moved"}, "office"),
        ("attempts", {"result": "moved", "office": "nav-lykkefjord"}, "office"),
        ("attempts", {"result": "abducted"}, "result"),
        ("close", {}, "words"),
        ("owner", {"to": "Fredrik Kontor"}, "to"),
    ],
)
def test_what_lacks_something_is_refused_by_its_field(
    office: System, other_office: System, waiting: Waiting, path: str, body: object, field: str
) -> None:
    refused = office.post(f"/callbacks/{waiting.ask()}/{path}", body)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == [field]


def test_who_takes_over_from_another_says_why(
    office: System, waiting: Waiting, app: object, token_of: object
) -> None:
    reference = waiting.ask()
    office.post(f"/callbacks/{reference}/owner", {})
    colleague = System(app, token_of("Kim Kontor", "office", "nav-lykkefjord"))  # type: ignore
    refused = colleague.post(f"/callbacks/{reference}/owner", {})
    assert refused.json()["errors"][0]["field"] == "reason"
    taken = colleague.post(f"/callbacks/{reference}/owner", {"reason": "Olga er syk"})
    assert taken.json()["owner"] == "Kim Kontor"


def test_nks_gives_a_request_without_an_office_to_one(
    adviser_system: System, office: System, administrator: System, waiting: Waiting
) -> None:
    reference = waiting.ask(place=None)
    (request,) = adviser_system.get("/callbacks").json()["callbacks"]
    assert (request["reference"], request["office"]) == (reference, None)
    assert office.get(f"/callbacks/{reference}").status_code == 404
    body = {"result": "moved", "office": "nav-lykkefjord"}
    assert administrator.post(f"/callbacks/{reference}/attempts", body).status_code == 403
    assert adviser_system.post(f"/callbacks/{reference}/attempts", body).status_code == 200
    assert office.get(f"/callbacks/{reference}").json()["state"] == "open"
    assert adviser_system.get("/callbacks").json()["callbacks"] == []


def test_the_history_holds_nothing_of_a_refused_act(
    other_office: System, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask()
    body = {"result": "reached"}
    assert other_office.post(f"/callbacks/{reference}/attempts", body).status_code == 404
    with store.read() as tx:
        assert list(tx.scalars(select(CallbackEvent.what))) == ["submitted"]


def test_somebody_in_the_chat_is_written_to_once_a_key(
    office: System, waiting: Waiting, store: Store
) -> None:
    reference = waiting.ask(channel="chat")
    for key in ("a", "a", "b"):
        body = {"words": "Hei, jeg heter Olga.", "key": key}
        assert office.post(f"/callbacks/{reference}/messages", body).status_code == 200
    with store.read() as tx:
        sent = tx.scalars(select(Outbox).where(Outbox.name == "staff_message")).all()
        bodies = [tx.unseal(row.conversation_id, row.body) for row in sent]
    assert len(bodies) == 2
    assert all(body.endswith("Hei, jeg heter Olga.") for body in bodies)
