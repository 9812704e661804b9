"""Callback requests through the staff API."""

import pytest
from sqlalchemy import select

from bot.store import Store
from bot.store.tables import CallbackRequest, StoryView, UnmetContact
from tests.monitor.api.conftest import CALLBACK, PHONE, WHO, WORDS, System


def test_a_request_an_adviser_opens_is_the_offices_to_read_whole(
    adviser_system: System, office: System, store: Store
) -> None:
    body = {**CALLBACK, "language": "ar", "interpreter": True, "window": "morning"}
    opened = adviser_system.post("/callbacks", body)
    assert opened.status_code == 201
    (request,) = office.get("/callbacks").json()["callbacks"]
    assert request["reference"] == opened.json()["reference"]
    assert (request["phone"], request["own_words"]) == (PHONE, WORDS)
    assert (request["interpreter"], request["window"]) == ("arabisk", "morning")
    assert request["account"]["who"] == WHO
    with store.read() as tx:
        view = tx.scalars(select(StoryView)).one()
        assert (view.reference, view.via) == (request["reference"], "api")


def test_a_request_is_seen_by_its_office_and_by_who_opened_it_alone(
    adviser_system: System,
    other_adviser: System,
    office: System,
    other_office: System,
    administrator: System,
) -> None:
    adviser_system.post("/callbacks", CALLBACK)
    assert len(adviser_system.get("/callbacks").json()["callbacks"]) == 1
    assert len(office.get("/callbacks").json()["callbacks"]) == 1
    assert other_adviser.get("/callbacks").json()["callbacks"] == []
    assert other_office.get("/callbacks").json()["callbacks"] == []
    assert administrator.get("/callbacks").status_code == 403


def test_a_kommune_that_has_not_joined_is_told_of_with_a_number_to_phone(
    adviser_system: System, store: Store
) -> None:
    refused = adviser_system.post("/callbacks", {**CALLBACK, "place": "Solvik"})
    assert refused.status_code == 422
    problem = refused.json()
    assert (problem["code"], problem["phone"]) == ("not_connected", "55 55 33 33")
    assert problem["places"] == [{"code": "9903", "name": "Solvik"}]
    with store.read() as tx:
        assert tx.scalars(select(CallbackRequest)).all() == []
        assert tx.scalars(select(UnmetContact)).one().place == "9903"


@pytest.mark.parametrize("field", ["phone", "place"])
def test_nobody_is_phoned_without_a_number_and_a_place(adviser_system: System, field: str) -> None:
    refused = adviser_system.post("/callbacks", {**CALLBACK, field: ""})
    assert refused.json()["errors"] == [{"field": field, "reason": "missing"}]


def test_where_every_bydel_has_an_office_the_bydel_is_asked_for(adviser_system: System) -> None:
    refused = adviser_system.post("/callbacks", {**CALLBACK, "place": "Oslo"})
    assert refused.json()["errors"] == [{"field": "place", "reason": "several"}]
    assert "Oslo, Alna" in [place["name"] for place in refused.json()["places"]]


def test_the_same_form_twice_is_one_request(adviser_system: System, office: System) -> None:
    first, again = (
        adviser_system.post("/callbacks", CALLBACK, **{"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert first.json() == again.json()
    assert len(office.get("/callbacks").json()["callbacks"]) == 1


def test_requests_are_read_page_by_page(adviser_system: System) -> None:
    opened = [adviser_system.post("/callbacks", CALLBACK).json()["reference"] for _ in range(3)]
    first = adviser_system.get("/callbacks", limit=2).json()
    rest = adviser_system.get("/callbacks", limit=2, after=first["next"]).json()
    seen = [each["reference"] for page in (first, rest) for each in page["callbacks"]]
    assert (seen, rest["next"]) == (opened, None)
    assert adviser_system.get("/callbacks", state="closed").json()["callbacks"] == []
    assert adviser_system.get("/callbacks", after="NOSUCH").status_code == 422
