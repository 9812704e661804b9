"""``/readyz`` and ``/metrics``: what an operator hears when something stands still."""

import time
from typing import Any

import httpx
from sqlalchemy import Select, select

from bot.delivery.outbox import Lane
from bot.store.beats import beat
from bot.store.tables import Outbox
from tests.house import House

ANNA = "+4790000001"
EMERGENCY = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"


def readiness(house: House) -> httpx.Response:
    """With a courier whose pulse goes on: here its threads run without a process of their own."""
    with house.store.write() as tx:
        beat(tx, start="tests", instance="courier@tests", role="courier", ready=True)
    return httpx.get(f"{house.url}/readyz")


def becomes(house: House, status: int) -> Any:
    deadline = time.monotonic() + 15
    while (answer := readiness(house)).status_code != status:
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.1)
    return answer.json()


def an_emergency_is_opened(house: House) -> None:
    """Up to the page in the outbox."""
    house.phone(ANNA).says(EMERGENCY)
    with_page = select(Outbox.id).where(Outbox.lane == Lane.PAGE)
    house.wait_until(lambda: _exists(house, with_page), within=15)


def _exists(house: House, query: Select[int]) -> bool:
    with house.store.read() as tx:
        return tx.scalar(query) is not None


def test_a_courier_that_does_nothing_is_noticed_though_its_pulse_goes_on(house: House) -> None:
    assert readiness(house).json() == {"ready": True, "waiting_for": [], "stuck": []}
    house.stop_courier()
    an_emergency_is_opened(house)
    house.forward("10m")
    said = becomes(house, 503)
    assert said["ready"] is False
    assert said["waiting_for"] == []
    assert "1 page waits for the carrier; the oldest for 10 min" in said["stuck"]
    assert any(each.startswith("1 emergency is not followed up") for each in said["stuck"])
    assert "sove" not in str(said)
    assert ANNA[3:] not in str(said)
    house.start_courier()
    assert becomes(house, 200) == {"ready": True, "waiting_for": [], "stuck": []}


def test_a_carrier_that_is_gone_leaves_pages_waiting(house: House) -> None:
    house.twilio.goes_away()
    an_emergency_is_opened(house)
    for _ in range(3):
        house.forward("40s")
        time.sleep(0.3)
    stuck = becomes(house, 503)["stuck"]
    assert any("waits for the carrier" in each or "wait for the carrier" in each for each in stuck)
    house.twilio.comes_back()
    house.forward("1m")
    house.line("lykkefjord-duty").hears("Lavterskel")


def test_what_forwarding_made_due_is_done_before_anybody_calls_it_stuck(house: House) -> None:
    house.phone(ANNA).says(EMERGENCY)
    house.line("lykkefjord-duty").hears("Lavterskel")
    answers = []
    for _ in range(5):
        house.forward("10m")
        answers += [readiness(house).status_code for _ in range(10)]
    assert set(answers) == {200}


def test_the_figures_say_it_too(house: House) -> None:
    def figures() -> list[str]:
        return httpx.get(f"{house.url}/metrics").text.splitlines()

    assert 'lavterskel_stuck{what="pages"} 0.0' in figures()
    house.stop_courier()
    an_emergency_is_opened(house)
    house.forward("5m")
    becomes(house, 503)
    assert 'lavterskel_stuck{what="pages"} 1.0' in figures()
    (oldest,) = [each for each in figures() if 'oldest_seconds{what="pages"}' in each]
    assert 300 <= float(oldest.split()[-1]) < 320
