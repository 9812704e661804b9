"""A kommune's own system at work: over real HTTP, with the product running."""

import httpx
import pytest

from bot.monitor.accounts import add_staff
from tests.house import House
from tests.monitor.api.conftest import CALLBACK, EMERGENCY, PHONE


@pytest.fixture
def system(house: House) -> httpx.Client:
    with house.store.write() as tx:
        added = add_staff(tx, name="Fagsystemet", role="adviser", with_token=True)
    headers = {"Authorization": f"Bearer {added.token}"}
    return httpx.Client(base_url=f"{house.url}/api", headers=headers, timeout=10)


def test_a_case_is_opened_taken_given_back_and_closed(house: House, system: httpx.Client) -> None:
    person, line = house.phone(PHONE), house.line("lykkefjord-duty")
    opened = system.post(
        "/escalations",
        json={**EMERGENCY, "texts": True, "phone_safe": "yes"},
        headers={"Idempotency-Key": "call-4711"},
    )
    assert opened.status_code == 201
    where = opened.headers["location"]
    assert system.get(httpx.URL(house.url).join(where)).json()["state"] == "open"
    reference = opened.json()["reference"]
    line.hears(reference)

    taken = system.post(f"/escalations/{reference}/acknowledge").json()
    assert (taken["state"], taken["holder"]) == ("acknowledged", "Fagsystemet, NKS")
    line.hears("Fagsystemet, NKS")
    told = len(person.texts)

    assert system.post(f"/escalations/{reference}/release").json()["state"] == "open"
    house.wait_until(lambda: len(person.texts) > told)
    line.hears(reference)

    system.post(f"/escalations/{reference}/acknowledge")
    closed = system.post(f"/escalations/{reference}/close", json={"outcome": "help_arranged"})
    assert closed.json()["state"] == "closed"
    listed = system.get("/escalations", params={"state": "closed"}).json()["escalations"]
    assert [case["reference"] for case in listed] == [reference]


def test_a_request_to_be_phoned_is_opened_and_read(system: httpx.Client) -> None:
    made = system.post("/callbacks", json=CALLBACK)
    assert made.status_code == 201
    (request,) = system.get("/callbacks").json()["callbacks"]
    assert (request["reference"], request["phone"]) == (made.json()["reference"], PHONE)
